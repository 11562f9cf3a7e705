import { createHash } from 'node:crypto';
import { type RankedPixels, rankPixels } from '#core/forest/pixel-cap.ts';
import { createBudgetedCache } from '../budgeted-cache.ts';
import type { LabelSource } from './label-source.ts';

/** What training wants to know of the labels of one tile. */
export interface TileFacts {
  /** SHA-256, in hex, of the class numbers of all pixels (0 = unlabelled, k + 1 = class k). */
  readonly digest: string;
  /** The labelled pixels of each class. */
  readonly classes: readonly RankedPixels[];
}

/** Null where nothing of the classes is labelled. */
export type FactsOfTile = (source: LabelSource, tile: { column: number; row: number }) => TileFacts | null;

/** Facts of label tiles, remembered as long as the labels stay the same: a stroke touches few of the tiles of a project. */
export interface LabelFacts {
  /** `classOf[value]` is the class number + 1 of a value, 0 for values of no class. */
  under(classOf: Uint8Array, seed: number): FactsOfTile;
}

const KEEP_BYTES = 64 * 2 ** 20;
/** Of a tile without labels, about. */
const LEAST_BYTES = 256;

export function createLabelFacts(): LabelFacts {
  const cache = createBudgetedCache<TileFacts>(KEEP_BYTES);
  return {
    under(classOf, seed) {
      const settings = [seed, Buffer.from(classOf).toString('latin1')].join('|');
      return (source, { column, row }) => {
        const stamp = source.stamp?.(column, row);
        if (stamp === null) return null;
        const { scene, z, t } = source.plane;
        const place = [source.image.contentHash, scene, z, t, column, row].join('.');
        const key = stamp === undefined ? null : [place, stamp, settings].join('|');
        const known = key === null ? undefined : cache.get(key);
        if (known !== undefined) return known.classes.length === 0 ? null : known;
        const labels = source.read(column, row);
        const facts = labels === null ? NOTHING : factsOf(labels, classOf, saltOf(place, seed));
        if (key !== null)
          cache.set(key, facts, LEAST_BYTES + facts.classes.reduce((sum, { order }) => sum + order.byteLength, 0));
        return facts.classes.length === 0 ? null : facts;
      };
    },
  };
}

const NOTHING: TileFacts = { digest: '', classes: [] };

function factsOf(labels: Uint8Array, classOf: Uint8Array, salt: number): TileFacts {
  const counts = new Uint32Array(256);
  // Most pixels are unlabelled, and passing over them first is several times faster.
  for (let i = 0; i < labels.length; i++) if (labels[i] !== 0) counts[labels[i]!]!++;
  const classes = Math.max(...classOf);
  const places = Array.from({ length: classes }, (_, k) => {
    let count = 0;
    for (let value = 1; value < 256; value++) if (classOf[value] === k + 1) count += counts[value]!;
    return new Uint16Array(count);
  });
  if (places.every(({ length }) => length === 0)) return NOTHING;
  const filled = new Uint32Array(classes);
  const numbers = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    const number = classOf[labels[i]!]!;
    if (number === 0) continue;
    numbers[i] = number;
    places[number - 1]![filled[number - 1]!++] = i;
  }
  const digest = createHash('sha256').update(numbers).digest('hex');
  return { digest, classes: places.map((one) => rankPixels(one, salt)) };
}

/** Differs from tile to tile, so that the same places are not drawn from each. */
function saltOf(place: string, seed: number): number {
  return createHash('sha256').update(`${seed}|${place}`).digest().readInt32LE(0);
}
