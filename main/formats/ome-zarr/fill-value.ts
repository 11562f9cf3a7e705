import { damaged, type NamedFile } from '../reading/read-errors.ts';
import type { ZarrType } from './array-header.ts';
import type { Json } from './json.ts';

const NAMED: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity };

/**
 * The value of missing chunks: a number, also written as text, a truth value, one of 'NaN', 'Infinity', '-Infinity', or for
 * floating point its bits as '0x…'; none is 0. Throws GroveError 'corrupt' for anything else.
 */
export function fillValue(entry: NamedFile, value: Json | undefined, type: ZarrType): number | bigint {
  if (value === undefined || value === null || value === '') return type === 'int64' || type === 'uint64' ? 0n : 0;
  const wide = type === 'int64' || type === 'uint64';
  if (typeof value === 'boolean') return wide ? BigInt(value) : Number(value);
  if (typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value) && type.startsWith('float')) return bitPattern(value, type);
  const number = typeof value === 'string' && Object.hasOwn(NAMED, value) ? NAMED[value]! : Number(value);
  const told = typeof value === 'number' || (typeof value === 'string' && (Object.hasOwn(NAMED, value) || !Number.isNaN(number)));
  if (!told) throw damaged(entry, 'its fill value is no number');
  if (type.startsWith('float')) return number;
  if (!Number.isInteger(number)) throw damaged(entry, 'its fill value is no whole number');
  return wide ? BigInt(typeof value === 'string' && /^-?\d+$/.test(value) ? value : number) : number;
}

function bitPattern(text: string, type: ZarrType): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt.asUintN(64, BigInt(text)));
  if (type === 'float64') return view.getFloat64(0);
  return type === 'float32' ? view.getFloat32(4) : view.getFloat16(6);
}

/** The fill value as Zarr 3 writes it: zarrita gives it to the missing chunks of a shard. */
export function fillText(fill: number | bigint): number | string {
  return typeof fill === 'bigint' || !Number.isFinite(fill) ? String(fill) : fill;
}
