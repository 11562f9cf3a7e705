import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ImportedLabels, Progress } from '#contract/contract.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { CLASS_COLORS, type ImportMode, LABEL_TILE, type MergeRule } from '#core/model/label.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { ComputePool, LabelImport, ProjectStore } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import { type LabelReading, nothingLabelled } from './label-file.ts';
import { addCounts, type LabelSets, NO_COUNTS, openLabelSets, readMerged } from './label-sets.ts';

export interface LabelImportRequest {
  readonly image: ImageRecord;
  /** Plane that a label image of a single plane belongs to. */
  readonly plane: PlaneIndex;
  /** One label image, or those of several people, which become one set by `rule`. */
  readonly paths: readonly string[];
  readonly rule: MergeRule;
  readonly mode: ImportMode;
  /** 'shown' takes only what labels `plane`. */
  readonly planes: 'shown' | 'all';
}

export interface LabelImportOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** Edge of the blocks read at once, whole label tiles. */
const BLOCK = 4 * LABEL_TILE;

/** A label tile that waits to be stored. Labels are mostly runs, so that those of a large image fit into memory when packed. */
interface PackedTile {
  readonly plane: PlaneIndex;
  readonly column: number;
  readonly row: number;
  readonly packed: Uint8Array;
}

/**
 * Puts label images into the labels of an image of the project, as one step that can be undone. Value k is the k-th class of the
 * list; classes that are missing are added. Throws what openLabelSets throws, and 'invalid-input' where nothing is labelled; the
 * project is untouched then.
 */
export async function importLabels(
  store: ProjectStore,
  request: LabelImportRequest,
  reading: LabelReading & { readonly pool: ComputePool },
  { signal, progress }: LabelImportOptions = {},
): Promise<ImportedLabels> {
  const { image, plane, rule, mode } = request;
  const options = signal === undefined ? {} : { signal };
  const sets = await openLabelSets(request.paths, image, plane, reading, options);
  const isShown = ({ of }: LabelSets['planes'][number]): boolean =>
    of.scene === plane.scene && of.z === plane.z && of.t === plane.t;
  const planes = request.planes === 'all' ? sets.planes : sets.planes.filter(isShown);
  const blocks = planes.flatMap((one) => blocksOf(image, one));
  const tiles: PackedTile[] = [];
  let counts = NO_COUNTS;
  let highest = 0;
  let done = 0;
  await runAhead(
    blocks,
    reading.pool.threads + 1,
    ({ of, rect }, inner) => readMerged(of, rect, rule, reading, { signal: inner, priority: 2 }),
    (merged, { of, rect }) => {
      counts = addCounts(counts, merged.counts);
      for (const value of merged.labels) if (value > highest) highest = value;
      tiles.push(...tilesOfBlock(of.of, rect, merged.labels));
      progress?.({ done: ++done, total: blocks.length, stage: 'Reading labels', secondsLeft: null });
    },
    signal,
  );
  if (tiles.length === 0) throw nothingLabelled(sets.files[0]!);
  const known = store.classes().length;
  const newClasses = Array.from({ length: Math.max(0, highest - known) }, (_, i) => ({
    name: `Class ${known + i + 1}`,
    color: CLASS_COLORS[(known + i) % CLASS_COLORS.length]!,
  }));
  const labels: LabelImport = { newClasses, planes: planes.map(({ of }) => of), mode, tiles: unpacked(tiles) };
  const change = store.importLabels(image.id, labels);
  return { change, planes: planes.length, classesAdded: newClasses.length, ...counts };
}

function blocksOf(image: ImageRecord, of: LabelSets['planes'][number]) {
  const { width, height } = sceneOf(image.info, of.of.scene);
  const blocks = [];
  for (let y = 0; y < height; y += BLOCK) {
    for (let x = 0; x < width; x += BLOCK) {
      blocks.push({ of, rect: { x, y, width: Math.min(BLOCK, width - x), height: Math.min(BLOCK, height - y) } });
    }
  }
  return blocks;
}

function tilesOfBlock(
  plane: PlaneIndex,
  { x: left, y: top, width, height }: { x: number; y: number; width: number; height: number },
  labels: Uint8Array,
): PackedTile[] {
  const tiles: PackedTile[] = [];
  for (let y = 0; y < height; y += LABEL_TILE) {
    for (let x = 0; x < width; x += LABEL_TILE) {
      const tile = new Uint8Array(LABEL_TILE * LABEL_TILE);
      const [across, down] = [Math.min(LABEL_TILE, width - x), Math.min(LABEL_TILE, height - y)];
      copyRegion(labels, y * width + x, width, tile, 0, LABEL_TILE, across, down);
      if (!tile.some((value) => value > 0)) continue;
      const place = { plane, column: (left + x) / LABEL_TILE, row: (top + y) / LABEL_TILE };
      tiles.push({ ...place, packed: deflateRawSync(tile, { level: 1 }) });
    }
  }
  return tiles;
}

function* unpacked(tiles: readonly PackedTile[]): LabelImport['tiles'] & Generator {
  for (const { packed, ...place } of tiles) yield { ...place, classes: new Uint8Array(inflateRawSync(packed)) };
}
