import type { PixelArray } from '#core/model/image.ts';
import { type NamedFile, unsupported } from '../reading/read-errors.ts';
import type { ArrayHeader } from './array-header.ts';

/**
 * Samples of a decoded chunk in a type of Grove's: truth values as 0 and 1, half precision as float32, and 64-bit integers as 32-bit
 * ones. Throws GroveError 'unsupported' where one of these does not fit, Error where the data are no numbers.
 */
export function toPixels(file: NamedFile, header: Pick<ArrayHeader, 'path' | 'type'>, data: unknown): PixelArray {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const narrow = data instanceof BigInt64Array ? new Int32Array(data.length) : new Uint32Array(data.length);
    for (let i = 0; i < data.length; i++) {
      const value = Number(data[i]);
      narrow[i] = value;
      if (narrow[i] !== value) {
        throw unsupported(
          file,
          `has the number ${data[i]} in ${header.path}, too large for 32 bits`,
          'write it as float64 or int32',
        );
      }
    }
    return narrow;
  }
  if (header.type === 'bool') return Uint8Array.from(data as Iterable<boolean>, Number);
  if (data instanceof Float16Array) return Float32Array.from(data);
  if (ArrayBuffer.isView(data) && !(data instanceof DataView)) return data as PixelArray;
  throw new Error('its data are no numbers');
}
