import type { PredictionTile } from '#contract/contract.ts';
import type { Comparison, ShownModel } from '../state/workspace.ts';
import type { LoadPrediction, PredictionRequest } from './prediction-layer.ts';

/** Magenta: no usual class colour comes near it. */
const DIFFERENCE_COLOR = 0xff00ff;

/** Tiles that say where two models give a pixel different classes. */
export interface DifferenceTiles {
  /** Stands for the comparison in a prediction layer. */
  model(comparison: Comparison): ShownModel;
  readonly load: LoadPrediction;
  /** Share of the pixels loaded of the present comparison that differ; null where none were. */
  share(): number | null;
}

/** `load` gets the tiles of the models themselves; those of a pair come once from the host and then from its cache. */
export function createDifferenceTiles(load: LoadPrediction, counted: () => void): DifferenceTiles {
  let pair: Comparison | null = null;
  let counts = new Map<string, { readonly differing: number; readonly pixels: number }>();
  return {
    model: (comparison) => {
      pair = comparison;
      counts = new Map();
      const { first, second } = comparison;
      const id = `${first.id} | ${second.id}`;
      return { id, classColors: [DIFFERENCE_COLOR], stamp: first.stamp + second.stamp };
    },
    load: async (_, request, signal) => {
      const { first, second } = pair!;
      const asked: PredictionRequest = { ...request, probabilityOf: null };
      const [a, b] = await Promise.all([load(first, asked, signal), load(second, asked, signal)]);
      const tile = differenceOf(a, b);
      const { imageId, plane, level, column, row } = request;
      // The same place at other zooms counts once, at the zoom that was looked at last.
      for (const key of counts.keys()) if (!key.endsWith(`@${level}`)) counts.delete(key);
      const differing = tile.labels.reduce((sum, label) => sum + label, 0);
      counts.set(`${imageId}/${plane.scene}.${plane.z}.${plane.t}/${column}/${row}@${level}`, {
        differing,
        pixels: tile.labels.length,
      });
      counted();
      return tile;
    },
    share: () => {
      let [differing, pixels] = [0, 0];
      for (const one of counts.values()) {
        differing += one.differing;
        pixels += one.pixels;
      }
      return pixels === 0 ? null : differing / pixels;
    },
  };
}

/** 1 where the labels of two tiles differ, else 0. */
export function differenceOf(a: PredictionTile, b: PredictionTile): PredictionTile {
  const labels = new Uint8Array(a.labels.length);
  for (let i = 0; i < labels.length; i++) labels[i] = a.labels[i] === b.labels[i] ? 0 : 1;
  return { width: a.width, height: a.height, labels, confidence: new Uint8Array(labels.length).fill(100), probability: null };
}
