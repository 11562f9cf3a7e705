import type { Kernels } from '../kernels/kernels.ts';
import type { PixelArray, PixelBlock } from '../model/image.ts';
import { haloRect } from '../raster/halo-rect.ts';
import { reflect } from '../raster/reflect.ts';
import type { InputPlace } from './feature-extractor.ts';
import { F32, type StripLayout } from './strip.ts';

/** Rows read beyond the halo by kernels that work on four rows at a time; their content reaches no result. */
const SPARE_ROWS = 4;

/** Bytes of room behind raw samples, which kernels read four at a time. */
const RAW_SLACK = 64;

/** The float32 samples of one tile and its halo, all channels, in kernel memory. */
export interface InputTile {
  /** Takes a block as FeatureExtractor.loadInput does. */
  load(block: PixelBlock, place: InputPlace): void;
  /** Pointer of column 0, row `row` of a channel. */
  at(channel: number, row: number): number;
}

/** Buffers for tiles up to this size. */
export function inputTile(
  { wasm, arena }: Kernels,
  layout: StripLayout,
  halo: number,
  channels: number,
  maxWidth: number,
  maxHeight: number,
): InputTile {
  const { stride, pad } = layout;
  const channelBytes = (maxHeight + 2 * halo + SPARE_ROWS) * stride * F32;
  const buffer = arena.allocZeroed(channels * channelBytes);
  // Float64 is the widest sample.
  const raw = arena.allocZeroed((maxWidth + 2 * halo) * (maxHeight + 2 * halo) * 8 + RAW_SLACK);
  const at = (channel: number, row: number): number => buffer + channel * channelBytes + ((row + halo) * stride + pad) * F32;

  function load(block: PixelBlock, { tile, imageWidth, imageHeight }: InputPlace): void {
    const rect = haloRect(tile, halo, imageWidth, imageHeight);
    if (block.width !== rect.width || block.height !== rect.height || block.channels !== channels) {
      throw new RangeError(`The block must have ${channels} × ${rect.height} × ${rect.width} samples (channels, rows, columns).`);
    }
    if (tile.width > maxWidth || tile.height > maxHeight)
      throw new RangeError(`Tiles must not exceed ${maxWidth} × ${maxHeight} pixels.`);
    const convert = converter(block.data);
    const size = block.width * block.height;
    const left = tile.x - rect.x;
    const top = tile.y - rect.y;
    for (let channel = 0; channel < channels; channel++) {
      const samples = block.data.subarray(channel * size, (channel + 1) * size);
      const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
      arena.uint8(raw, bytes.length).set(bytes);
      const rowBytes = block.width * samples.BYTES_PER_ELEMENT;
      for (let y = 0; y < block.height; y++) {
        wasm[convert](at(channel, y - top) - left * F32, raw + y * rowBytes, block.width);
      }
      mirrorColumns(channel, top, rect.height, tile, imageWidth);
      mirrorRows(channel, tile, imageHeight);
    }
  }

  /** Fills the columns outside the image in the rows that lie inside. */
  function mirrorColumns(channel: number, top: number, rows: number, tile: InputPlace['tile'], imageWidth: number): void {
    const outside: [number, number][] = [];
    for (let x = -halo; x < tile.width + halo; x++) {
      const inside = reflect(tile.x + x, imageWidth) - tile.x;
      if (inside !== x) outside.push([x, inside]);
    }
    if (outside.length === 0) return;
    for (let y = 0; y < rows; y++) {
      const row = arena.float32(at(channel, y - top) - pad * F32, stride);
      for (const [x, inside] of outside) row[pad + x] = row[pad + inside]!;
    }
  }

  /** Fills the rows outside the image. */
  function mirrorRows(channel: number, tile: InputPlace['tile'], imageHeight: number): void {
    for (let y = -halo; y < tile.height + halo; y++) {
      const inside = reflect(tile.y + y, imageHeight) - tile.y;
      if (inside === y) continue;
      const row = arena.float32(at(channel, inside) - pad * F32, stride);
      arena.float32(at(channel, y) - pad * F32, stride).set(row);
    }
  }

  return { load, at };
}

type ConverterName = keyof Kernels['wasm'] & `convert${string}`;

function converter(samples: PixelArray): ConverterName {
  if (samples instanceof Uint8Array) return 'convertUint8';
  if (samples instanceof Int8Array) return 'convertInt8';
  if (samples instanceof Uint16Array) return 'convertUint16';
  if (samples instanceof Int16Array) return 'convertInt16';
  if (samples instanceof Uint32Array) return 'convertUint32';
  if (samples instanceof Int32Array) return 'convertInt32';
  if (samples instanceof Float32Array) return 'convertFloat32';
  return 'convertFloat64';
}
