import { inflateRawSync } from 'node:zlib';
import { writeZip, type ZipFile } from '../../../main/formats/zip/write-zip.ts';
import type { KnownModel } from './known-models.ts';

type Random = () => number;

const below = (random: Random, count: number): number => Math.floor(random() * count);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!;

/** Numbers at the ends of what fields can hold. */
const ODD_32 = [0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const ODD_NAMES = [
  '../out.model',
  '/etc/out.model',
  'C:\\out.model',
  '..\\..\\model.json',
  'a/../../b',
  'model.json',
  'model.model',
  '',
  'x'.repeat(1100),
  '\0.model',
  './model.json',
  'folder/',
];
const ODD_VALUES = [
  'null',
  'true',
  '-1',
  '0',
  '0.5',
  '1e999',
  '9007199254740993',
  '4294967296',
  '""',
  '"\\u0000"',
  '[]',
  '{}',
  '[[[[]]]]',
  '[1,2,3,4,5,6]',
  '"Regression"',
  '[-1,-1,-1]',
  '[1e9,1e9,3]',
  `"${'a'.repeat(5000)}"`,
];
const ODD_TEXT = [
  '<',
  '>',
  '&#x0;',
  '&lt;',
  ']]>',
  '<!--',
  '<![CDATA[',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '"',
  "'",
  '-1',
  '1e9',
  '4294967296',
  '\u0000',
  '\ufeff',
  'SplitRgb',
  'Bgr24',
  'NaN',
];

/** A model file with one to three things wrong with it; the same numbers give the same file. */
export function damageModel({ name, bytes }: KnownModel, random: Random): KnownModel {
  let damaged = bytes;
  for (let i = 0; i <= below(random, 3); i++) damaged = damageOnce(damaged, name, random);
  return { name, bytes: damaged };
}

function damageOnce(bytes: Uint8Array, name: string, random: Random): Uint8Array {
  const files = /\.(onnx|json)$/.test(name) ? null : takeApart(bytes);
  if (files === null) return name.endsWith('.json') ? damageText(bytes, random) : damageBytes(bytes, random);
  switch (below(random, 8)) {
    case 0:
      return damageBytes(bytes, random);
    case 1:
      return damageHeader(bytes, random);
    case 2:
      return writeZip(damageList(files, random));
    default: {
      // The most: sound archives with something wrong inside.
      const at = below(random, files.length);
      return writeZip(files.map((file, i) => (i === at ? { ...file, bytes: damageEntry(file, random) } : file)));
    }
  }
}

function damageEntry({ name, bytes }: ZipFile, random: Random): Uint8Array {
  if (/\.(json|xml|txt)$/.test(name)) return damageText(bytes, random);
  const inner = bytes[0] === 0x50 && bytes[1] === 0x4b ? takeApart(bytes) : null;
  if (inner === null || random() < 0.15) return damageBytes(bytes, random);
  const at = inner.findIndex((file) => file.name === 'saved_model.pb');
  const which = at >= 0 && random() < 0.6 ? at : below(random, inner.length);
  return writeZip(inner.map((file, i) => (i === which ? { ...file, bytes: damageBytes(file.bytes, random) } : file)));
}

/** Bytes changed, cut off, doubled, taken out or made the ends of varints and lengths. */
function damageBytes(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length < 4) return Uint8Array.of(below(random, 256), ...bytes);
  const from = below(random, bytes.length);
  const to = Math.min(bytes.length, from + 1 + below(random, 40));
  const copy = Uint8Array.from(bytes);
  switch (below(random, 7)) {
    case 0:
      return copy.subarray(0, from);
    case 1:
      return Uint8Array.from(Buffer.concat([copy.subarray(0, to), copy.subarray(from)]));
    case 2:
      return Uint8Array.from(Buffer.concat([copy.subarray(0, from), copy.subarray(to)]));
    case 3:
      copy.fill(pick(random, [0, 0x7f, 0x80, 0xff]), from, to);
      return copy;
    case 4:
      new DataView(copy.buffer).setUint32(Math.min(from, copy.length - 4), pick(random, ODD_32), true);
      return copy;
    default:
      for (let i = 0; i <= below(random, 4); i++) copy[below(random, copy.length)] = below(random, 256);
      return copy;
  }
}

/** A value of JSON or XML replaced, or text changed anywhere. */
function damageText(bytes: Uint8Array, random: Random): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8');
  const values = [...text.matchAll(/"[^"]*"|\[[^\]]*\]|-?\d+(?:\.\d+)?|(?<=>)[^<>]+(?=<)/g)];
  const found = values.length > 0 ? pick(random, values) : null;
  switch (below(random, 4)) {
    case 0:
      return damageBytes(bytes, random);
    case 1: {
      const at = below(random, text.length + 1);
      return Buffer.from(text.slice(0, at) + pick(random, ODD_TEXT) + text.slice(at));
    }
    default:
      if (found === null) return damageBytes(bytes, random);
      return Buffer.from(
        text.slice(0, found.index) +
          pick(random, random() < 0.6 ? ODD_VALUES : ODD_TEXT) +
          text.slice(found.index + found[0].length),
      );
  }
}

/** A field of a local header, an entry of the list or the end of the list. */
function damageHeader(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = Buffer.from(bytes);
  const mark = Buffer.from(pick(random, ['PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06']), 'latin1');
  const places: number[] = [];
  for (let at = copy.indexOf(mark); at >= 0; at = copy.indexOf(mark, at + 1)) places.push(at);
  if (places.length === 0) return damageBytes(bytes, random);
  const at = pick(random, places) + 4 + 2 * below(random, 21);
  if (at + 4 > copy.length) return damageBytes(bytes, random);
  if (random() < 0.5) copy.writeUInt32LE(random() < 0.5 ? pick(random, ODD_32) : below(random, 2 * copy.length), at);
  else copy.writeUInt16LE(pick(random, ODD_32) & 0xffff, at);
  return Uint8Array.from(copy);
}

/** Entries renamed, doubled, taken out or exchanged. */
function damageList(files: readonly ZipFile[], random: Random): ZipFile[] {
  const at = below(random, files.length);
  switch (below(random, 5)) {
    case 0:
      return files.map((file, i) => (i === at ? { ...file, name: pick(random, ODD_NAMES) } : file));
    case 1:
      return [...files, { ...files[at]!, name: random() < 0.5 ? files[at]!.name : pick(random, ODD_NAMES) }];
    case 2:
      return files.filter((_, i) => i !== at);
    case 3:
      return files.map((file, i) => (i === at ? { ...file, bytes: pick(random, files).bytes } : file));
    default:
      return [
        ...files,
        { name: pick(random, ['a.json', 'b.xml', 'c.model', 'LICENSE']), bytes: damageBytes(files[at]!.bytes, random) },
      ];
  }
}

/** The files of an archive that is sound enough; null otherwise. */
function takeApart(bytes: Uint8Array): ZipFile[] | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = data.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > data.length) return null;
  const files: ZipFile[] = [];
  let at = data.readUInt32LE(end + 16);
  for (let i = 0; i < data.readUInt16LE(end + 10); i++) {
    if (at + 46 > data.length || data.readUInt32LE(at) !== 0x02014b50) return null;
    const nameBytes = data.readUInt16LE(at + 28);
    const from = data.readUInt32LE(at + 42);
    if (from + 30 > data.length) return null;
    const start = from + 30 + data.readUInt16LE(from + 26) + data.readUInt16LE(from + 28);
    const packed = data.readUInt16LE(at + 10) === 8;
    const raw = data.subarray(start, start + data.readUInt32LE(at + 20));
    try {
      const name = data.toString('utf8', at + 46, at + 46 + nameBytes);
      files.push({ name, bytes: packed ? inflateRawSync(raw, { maxOutputLength: 2 ** 24 }) : raw, packed });
    } catch {
      return null;
    }
    at += 46 + nameBytes + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return files.length === 0 ? null : files;
}
