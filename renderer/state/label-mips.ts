import { LABEL_TILE } from '#core/model/label.ts';

/**
 * A label tile together with its coarser copies in one picture, LABEL_TILE wide and LABEL_MIP_ROWS high: the tile itself on
 * top, copy k (LABEL_TILE >> k wide) below it at mipOrigin(k). A pixel of a copy holds the most labelled of its four finer
 * pixels – any label beats none – so that thin strokes stay in sight however far the view is zoomed out.
 */
export const LABEL_MIP_ROWS = LABEL_TILE + LABEL_TILE / 2;

/** Coarsest copy: one pixel for the whole tile. */
export const LABEL_MIPS = Math.log2(LABEL_TILE);

/** Where copy k ≥ 1 starts. */
export function mipOrigin(k: number): { x: number; y: number } {
  return { x: LABEL_TILE - (LABEL_TILE >> (k - 1)), y: LABEL_TILE };
}

/** The copy whose pixels are about as large as a screen pixel at this zoom; 0 = the tile itself. */
export function mipForZoom(zoom: number): number {
  return zoom >= 1 ? 0 : Math.min(LABEL_MIPS, Math.floor(Math.log2(1 / zoom) + 1e-9));
}

/** Fills `out` from LABEL_TILE² values. One pass over 4/3 of the tile, no allocation. */
export function buildLabelMips(values: Uint8Array, out: Uint8Array): void {
  out.set(values);
  let from = 0;
  for (let k = 1; k <= LABEL_MIPS; k++) {
    const edge = LABEL_TILE >> k;
    const origin = mipOrigin(k);
    const to = origin.y * LABEL_TILE + origin.x;
    for (let y = 0; y < edge; y++) {
      for (let x = 0; x < edge; x++) {
        const upper = from + 2 * y * LABEL_TILE + 2 * x;
        const lower = upper + LABEL_TILE;
        out[to + y * LABEL_TILE + x] = most(out[upper], out[upper + 1], out[lower], out[lower + 1]);
      }
    }
    from = to;
  }
}

/** The most frequent label of four that is not 0, the first of equals; 0 when all are. */
function most(a: number, b: number, c: number, d: number): number {
  if (a === b && c === d && a === c) return a;
  let best = 0;
  let bestCount = 0;
  for (const value of [a, b, c, d]) {
    if (value === 0) continue;
    const count = Number(value === a) + Number(value === b) + Number(value === c) + Number(value === d);
    if (count > bestCount) {
      best = value;
      bestCount = count;
    }
  }
  return best;
}
