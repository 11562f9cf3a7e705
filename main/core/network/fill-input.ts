import type { PixelArray, PixelBlock, PixelType } from '../model/image.ts';
import type { InputValues } from '../model/network.ts';
import { mirrored } from '../tiling/mirror.ts';
import type { AxisTile } from '../tiling/plan-axis.ts';
import { samplesSeen } from './network-tile.ts';

/** Largest value of each integer type; images of unsigned types fill 0…1 with it. Float images pass as they are. */
export const FULL_SCALE: Readonly<Record<PixelType, number>> = {
  uint8: 0xff,
  int8: 0x7f,
  uint16: 0xffff,
  int16: 0x7fff,
  uint32: 0xffffffff,
  int32: 0x7fffffff,
  float32: 1,
  float64: 1,
};

/** One plane of what a network sees of an image. */
export interface InputPlane {
  /** Shape (channels, rows, columns): the samples that `samplesSeen` names along both axes. */
  readonly block: PixelBlock;
  readonly column: AxisTile;
  readonly row: AxisTile;
  /** Size of the whole plane. */
  readonly width: number;
  readonly height: number;
  readonly pixelType: PixelType;
  readonly values: InputValues;
  /** Channels of `block` in the order the network wants them. */
  readonly order: readonly number[];
}

/**
 * Writes one plane of a network's input, shape (height, width, channels) of the tile, to `into` from `offset` on. Integer images are
 * divided by the largest value of their type ('unit') or cast ('counts'); where the tile reaches beyond the image it is mirrored
 * (see `mirrored`).
 */
export function fillInput(plane: InputPlane, into: Float32Array, offset: number): void {
  const { block, column, row, width, height, order } = plane;
  const full = plane.values === 'unit' ? FULL_SCALE[plane.pixelType] : 1;
  const xs = places(column, width);
  const ys = places(row, height);
  const area = block.width * block.height;
  const step = order.length;
  for (const [at, channel] of order.entries()) {
    fillChannel(block.data, channel * area, block.width, xs, ys, full, into, offset + at, step);
  }
}

/** Channels as the one grey value of colour pictures in BT.601, 0.299 R + 0.587 G + 0.114 B; `block` holds red, green, blue. */
export function fillMonochrome(plane: InputPlane, into: Float32Array, offset: number): void {
  const { block, column, row, width, height } = plane;
  const full = plane.values === 'unit' ? FULL_SCALE[plane.pixelType] : 1;
  const xs = places(column, width);
  const ys = places(row, height);
  const area = block.width * block.height;
  const { data } = block;
  let to = offset;
  for (const y of ys) {
    for (const x of xs) {
      const at = y * block.width + x;
      into[to++] = (0.299 * data[at]! + 0.587 * data[at + area]! + 0.114 * data[at + 2 * area]!) / full;
    }
  }
}

function fillChannel(
  data: PixelArray,
  first: number,
  stride: number,
  xs: Int32Array,
  ys: Int32Array,
  full: number,
  into: Float32Array,
  offset: number,
  step: number,
): void {
  const width = xs.length;
  // Only tiles at an edge of the image are mirrored.
  const straight = xs[width - 1]! - xs[0]! === width - 1 && xs.every((x, i) => x === xs[0]! + i);
  for (let j = 0; j < ys.length; j++) {
    const line = first + ys[j]! * stride;
    const to = offset + j * width * step;
    if (straight) fillRow(data, line + xs[0]!, width, full, into, to, step);
    else for (let i = 0; i < width; i++) into[to + i * step] = data[line + xs[i]!]! / full;
  }
}

function fillRow(
  data: PixelArray,
  from: number,
  width: number,
  full: number,
  into: Float32Array,
  to: number,
  step: number,
): void {
  if (step === 1) for (let i = 0; i < width; i++) into[to + i] = data[from + i]! / full;
  else for (let i = 0; i < width; i++) into[to + i * step] = data[from + i]! / full;
}

/** For each sample of a tile, its place within the samples that were read. */
function places(tile: AxisTile, length: number): Int32Array {
  const { from } = samplesSeen(tile, length);
  const size = tile.before + tile.width + tile.after;
  return Int32Array.from({ length: size }, (_, i) => mirrored(tile.start - tile.before + i, length) - from);
}
