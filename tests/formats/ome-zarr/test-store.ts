import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const TYPES = {
  bool: { code: '|b1', array: Uint8Array },
  uint8: { code: '|u1', array: Uint8Array },
  int8: { code: '|i1', array: Int8Array },
  uint16: { code: '<u2', array: Uint16Array },
  int16: { code: '<i2', array: Int16Array },
  uint32: { code: '<u4', array: Uint32Array },
  int32: { code: '<i4', array: Int32Array },
  uint64: { code: '<u8', array: BigUint64Array },
  int64: { code: '<i8', array: BigInt64Array },
  float16: { code: '<f2', array: Float16Array },
  float32: { code: '<f4', array: Float32Array },
  float64: { code: '<f8', array: Float64Array },
} as const;

export type TestType = keyof typeof TYPES;
export const TEST_TYPES = Object.keys(TYPES) as TestType[];

export interface TestArray {
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly type: TestType;
  readonly value: (place: readonly number[]) => number;
  readonly version?: 2 | 3;
  readonly separator?: '.' | '/';
  readonly order?: 'C' | 'F';
  readonly bigEndian?: boolean;
  /** How chunks are packed, and what the metadata say of it (`compressor` in version 2, one codec in version 3). */
  readonly pack?: (bytes: Uint8Array) => Uint8Array;
  readonly packing?: unknown;
  /** Chunks that are not written. */
  readonly missing?: (place: readonly number[]) => boolean;
  readonly fill?: unknown;
  /** Replaces members of the metadata. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** The entries of a Zarr by their names, made by the book and without the product's code. */
export class TestStore {
  readonly entries = new Map<string, Uint8Array>();

  json(name: string, content: unknown): this {
    this.entries.set(name, Buffer.from(JSON.stringify(content)));
    return this;
  }

  /** A group; NGFF attributes are put where the version has them. */
  group(path: string, attributes: Readonly<Record<string, unknown>>, version: 2 | 3 = 3): this {
    const at = path === '' ? '' : `${path}/`;
    if (version === 2) return this.json(`${at}.zgroup`, { zarr_format: 2 }).json(`${at}.zattrs`, attributes);
    const ome = { version: '0.5', ...attributes };
    return this.json(`${at}zarr.json`, { zarr_format: 3, node_type: 'group', attributes: { ome } });
  }

  array(path: string, spec: TestArray): this {
    const { shape, chunks, type, version = 3, order = 'C', bigEndian = false, fill = 0, metadata = {} } = spec;
    const separator = spec.separator ?? (version === 3 ? '/' : '.');
    const { code } = TYPES[type];
    if (version === 2) {
      const compressor = spec.packing ?? null;
      const dtype = bigEndian ? code.replace('<', '>') : code;
      const common = { zarr_format: 2, shape, chunks, dtype, order, fill_value: fill, filters: null, compressor };
      this.json(`${path}/.zarray`, { ...common, dimension_separator: separator, ...metadata });
    } else {
      const codecs = [
        ...(order === 'F' ? [{ name: 'transpose', configuration: { order: shape.map((_, i) => shape.length - 1 - i) } }] : []),
        { name: 'bytes', configuration: { endian: bigEndian ? 'big' : 'little' } },
        ...(spec.packing === undefined ? [] : [spec.packing]),
      ];
      this.json(`${path}/zarr.json`, {
        ...{ zarr_format: 3, node_type: 'array', shape, data_type: type, fill_value: fill, codecs, attributes: {} },
        chunk_grid: { name: 'regular', configuration: { chunk_shape: chunks } },
        chunk_key_encoding: { name: 'default', configuration: { separator } },
        ...metadata,
      });
    }
    const grid = shape.map((size, axis) => Math.ceil(size / chunks[axis]!));
    for (const place of places(grid)) {
      if (spec.missing?.(place)) continue;
      const bytes = chunkBytes(spec, place);
      const key = [...(version === 3 ? ['c'] : []), ...place].join(separator);
      this.entries.set(`${path}/${key}`, spec.pack?.(bytes) ?? bytes);
    }
    return this;
  }

  /** Writes all entries below a folder. */
  writeTo(folder: string): string {
    for (const [name, bytes] of this.entries) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    return folder;
  }
}

/** The samples of a chunk, those beyond the edge 0, without packing. */
export function chunkBytes(spec: TestArray, place: readonly number[]): Uint8Array {
  const { shape, chunks, type, order = 'C', bigEndian = false } = spec;
  const samples = new TYPES[type].array(chunks.reduce((a, b) => a * b, 1));
  const wide = samples instanceof BigInt64Array || samples instanceof BigUint64Array;
  for (const inner of places(chunks)) {
    const global = inner.map((index, axis) => index + place[axis]! * chunks[axis]!);
    if (global.some((index, axis) => index >= shape[axis]!)) continue;
    const axes = order === 'C' ? chunks.map((_, i) => i) : chunks.map((_, i) => chunks.length - 1 - i);
    const at = axes.reduce((sum, axis) => sum * chunks[axis]! + inner[axis]!, 0);
    const value = spec.value(global);
    if (wide) (samples as BigInt64Array)[at] = BigInt(value);
    else (samples as Uint8Array)[at] = value;
  }
  const bytes = new Uint8Array(samples.buffer.slice(0));
  if (bigEndian)
    for (let i = 0; i < bytes.length; i += samples.BYTES_PER_ELEMENT) bytes.subarray(i, i + samples.BYTES_PER_ELEMENT).reverse();
  return bytes;
}

/** All places of a grid, the last axis fastest. */
export function places(grid: readonly number[]): number[][] {
  let all: number[][] = [[]];
  for (const size of grid) all = all.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i]));
  return all;
}

/** Attributes of an image with one resolution per path, each half of the one before. */
export function imageAttributes(axes: string, paths: readonly string[] = ['0']): Record<string, unknown> {
  const type = (name: string): string => (name === 't' ? 'time' : name === 'c' ? 'channel' : 'space');
  return {
    multiscales: [
      {
        axes: [...axes].map((name) => ({ name, type: type(name), ...('zyx'.includes(name) && { unit: 'micrometer' }) })),
        datasets: paths.map((path, level) => ({
          path,
          coordinateTransformations: [
            { type: 'scale', scale: [...axes].map((name) => ('yx'.includes(name) ? 0.5 * 2 ** level : name === 'z' ? 2 : 1)) },
          ],
        })),
      },
    ],
  };
}

/** Folders for the stores of one test file, removed after it. */
export function storeFolders(): () => string {
  const root = mkdtempSync(join(tmpdir(), 'grove-zarr-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let next = 0;
  return () => join(root, `store-${next++}.ome.zarr`);
}
