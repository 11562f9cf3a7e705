import type { ImageClassRow, Progress } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { manyClasses, networkUse } from '#core/model/network.ts';
import { sceneOf } from '#core/model/scene.ts';
import { parseSubset, selectPlanes } from '#core/model/subset.ts';
import { fuseClassification } from '#core/network/fuse-answer.ts';
import type { KnownImage } from '../images/image-sources.ts';
import type { Clock } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import { createSecondsLeft } from '../seconds-left.ts';
import type { LoadedNetwork, NetworkTiles, TilePlace } from './network-tiles.ts';
import { subjectFor } from './network-use.ts';

export interface ClassifyRequest {
  readonly network: LoadedNetwork;
  readonly image: KnownImage & { readonly name: string };
  readonly subset: string;
  /** A row per tile instead of one per plane. */
  readonly perTile: boolean;
  readonly channels: readonly number[] | null;
}

const AHEAD = 4;
/** Scores of classes that do not share out a whole count from here on. */
const PRESENT = 0.5;

/**
 * Classes of planes as a whole (brought to the size of the network's tile), or of their tiles. The class of a row is the one with the
 * highest score; with networks that allow several at once, all of those that score at least 0.5, joined by commas. Throws GroveError
 * 'mismatch' where the network is none for classification.
 */
export async function classifyImage(
  { network, image, subset, perTile, channels }: ClassifyRequest,
  { tiles, clock }: { tiles: NetworkTiles; clock: Clock },
  { signal, progress }: { signal?: AbortSignal; progress?: (progress: Progress) => void } = {},
): Promise<ImageClassRow[]> {
  const { info } = network;
  if (networkUse(info.task) !== 'classification') {
    const message = `${info.name} is a network for ${info.task}, which does not classify images; use it to segment or to process.`;
    throw new GroveError('mismatch', message, { code: 'UNSUPPORTED_TYPE' });
  }
  const { planes } = selectPlanes(image.name, image.info, parseSubset(subset));
  const work = planes.flatMap((plane): { plane: PlaneIndex; place: TilePlace | null }[] => {
    if (!perTile) return [{ plane, place: null }];
    const { columns, rows, layers } = tiles.plan(subjectFor(network, image, plane, channels));
    return rows.flatMap((row) => columns.map((column) => ({ plane, place: { column, row, layer: layers[0]! } })));
  });
  const rows: ImageClassRow[] = [];
  const secondsLeft = createSecondsLeft(clock);
  await runAhead(
    work,
    AHEAD,
    ({ plane, place }, inner) => {
      const subject = subjectFor(network, image, plane, channels);
      const options = { signal: inner, priority: 3 };
      return place === null ? tiles.whole(subject, info.outputs, options) : tiles.answer(subject, place, info.outputs, options);
    },
    (answer, { plane, place }) => {
      const { best, scores } = fuseClassification(answer);
      const names = info.classes.map(({ name }) => name);
      const className = manyClasses(info.task) ? names.filter((_, k) => scores[k]! >= PRESENT).join(', ') : names[best]!;
      const { width, height } = sceneOf(image.info, plane.scene);
      const rect =
        place === null
          ? { x: 0, y: 0, width, height }
          : { x: place.column.start, y: place.row.start, width: place.column.width, height: place.row.width };
      rows.push({ ...plane, rect, className, scores });
      const done = rows.length;
      progress?.({ done, total: work.length, stage: 'Classifying', secondsLeft: secondsLeft(done, work.length) });
    },
    signal,
  );
  return rows;
}
