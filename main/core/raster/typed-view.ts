import type { PixelArray, PixelType } from '../model/image.ts';

/** Samples of the given type over `length` samples of a buffer, starting at `byteOffset` (a multiple of the sample size). */
export function typedView(type: PixelType, buffer: ArrayBufferLike, byteOffset: number, length: number): PixelArray {
  const over = <T>(View: new (buffer: ArrayBufferLike, byteOffset: number, length: number) => T): T =>
    new View(buffer, byteOffset, length);
  switch (type) {
    case 'uint8':
      return over(Uint8Array);
    case 'int8':
      return over(Int8Array);
    case 'uint16':
      return over(Uint16Array);
    case 'int16':
      return over(Int16Array);
    case 'uint32':
      return over(Uint32Array);
    case 'int32':
      return over(Int32Array);
    case 'float32':
      return over(Float32Array);
    case 'float64':
      return over(Float64Array);
  }
}
