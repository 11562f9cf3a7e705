import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { writeZip, type ZipFile } from '../../../main/formats/zip/write-zip.ts';

/** What a .czann says of its network. */
export interface CzannFields {
  readonly Id: string;
  readonly Type: string;
  readonly InputShape: readonly number[];
  readonly OutputShape: readonly number[];
  readonly MinOverlap?: readonly number[];
  readonly Classes?: readonly string[];
  readonly ModelName?: string;
  readonly Scaling?: readonly [number, number];
}

/** A UUID made of a text: the same text, the same id. */
export function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export function czannBytes(fields: CzannFields, network: Uint8Array, more: readonly ZipFile[] = []): Uint8Array {
  const json = Buffer.from(JSON.stringify(fields, null, 2), 'utf8');
  return writeZip([{ name: 'model.json', bytes: json, packed: true }, { name: 'model.model', bytes: network }, ...more]);
}

export function writeCzann(path: string, fields: CzannFields, network: Uint8Array, more: readonly ZipFile[] = []): string {
  writeFileSync(path, czannBytes(fields, network, more));
  return path;
}
