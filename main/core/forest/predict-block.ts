import type { FeatureBlock } from '../features/feature-extractor.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { PACKET_COLUMNS, PACKET_ROWS, type PreparedForest } from './prepare-forest.ts';

/** Where predictions go in kernel memory. Rows are `stride` elements apart. */
export interface PredictionBuffers {
  /** uint8, class + 1. */
  readonly labels: number;
  /** uint8, percent. */
  readonly confidence: number;
  /** float32, one plane per class `planeStride` elements apart; 0 where not wanted. */
  readonly probabilities: number;
  /** At least the block's width and PACKET_COLUMNS. */
  readonly stride: number;
  /** At least `stride` times the block's height and PACKET_ROWS. */
  readonly planeStride: number;
}

/**
 * Class of every pixel of a block of feature planes: labels, confidence and probabilities are those of `walkForest`, to the
 * last bit, wherever the pixel lies in the block. Packets at the right and lower edge are moved inwards; a block narrower or
 * lower than a packet leaves meaningless values in the rest of the buffers. Feature values must not be NaN.
 */
export function predictBlock(kernels: Kernels, forest: PreparedForest, block: FeatureBlock, target: PredictionBuffers): void {
  const { wasm, arena } = kernels;
  // A packet reads all its columns, also where the last plane has no more of them.
  const end = block.pointer + 4 * block.planes * block.planeStride + 4 * PACKET_COLUMNS;
  if (end > wasm.memory.buffer.byteLength) wasm.memory.grow(1);

  const rows = Math.min(PACKET_ROWS, block.height);
  const places = packetPlaces(block.width, block.height);
  for (let first = 0; first < places.length; first += forest.batch) {
    const batch = places.slice(first, first + forest.batch);
    for (const [slot, { x, y }] of batch.entries()) {
      wasm.forestCompare(
        forest.thresholds.pointer,
        forest.thresholds.entries,
        4 * block.planeStride,
        block.pointer + 4 * (y * block.width + x),
        4 * block.width,
        rows,
        forest.bits + slot * forest.bitsBytes,
        forest.ranges + slot * forest.rangesBytes,
      );
    }
    arena.uint8(forest.counters, batch.length * forest.countersBytes).fill(0);
    if (forest.mixed) arena.uint8(forest.sums, batch.length * forest.sumsBytes).fill(0);
    voteOfTrees(kernels, forest, batch.length);
    for (const [slot, { x, y }] of batch.entries()) finishPacket(kernels, forest, slot, y * target.stride + x, rows, target);
  }
}

/** Upper left corners of the packets that cover a block. */
function packetPlaces(width: number, height: number): { x: number; y: number }[] {
  const places: { x: number; y: number }[] = [];
  for (let y = 0; y < height; y += PACKET_ROWS) {
    for (let x = 0; x < width; x += PACKET_COLUMNS) {
      places.push({
        x: Math.max(0, Math.min(x, width - PACKET_COLUMNS)),
        y: Math.max(0, Math.min(y, height - PACKET_ROWS)),
      });
    }
  }
  return places;
}

/** Trees in their order, so that fractions of mixed leaves are always added in the same order. */
function voteOfTrees({ wasm }: Kernels, forest: PreparedForest, packets: number): void {
  const { bits, bitsBytes, counters, digits, categories, sums, classes, slots, stack } = forest;
  for (const { pointer, small } of forest.trees) {
    if (small) {
      wasm.forestEvaluateTree(pointer, packets, bits, bitsBytes, counters, digits, categories, sums, classes, slots);
    } else {
      wasm.forestWalkTree(pointer, packets, bits, bitsBytes, counters, digits, categories, sums, classes, slots, stack);
    }
  }
}

function finishPacket(
  { wasm }: Kernels,
  forest: PreparedForest,
  slot: number,
  at: number,
  rows: number,
  target: PredictionBuffers,
): void {
  wasm.forestFinishPacket(
    forest.counters + slot * forest.countersBytes,
    forest.digits,
    forest.categories,
    forest.mixed ? 1 : 0,
    forest.sums + slot * forest.sumsBytes,
    forest.classes,
    forest.trees.length,
    forest.percent,
    forest.scratch,
    target.labels + at,
    target.confidence + at,
    target.stride,
    target.probabilities === 0 ? 0 : target.probabilities + 4 * at,
    target.planeStride,
    rows,
  );
}
