import { gridEntries } from '#core/model/feature-set-id.ts';
import { MULTISCALE_FAMILIES, MULTISCALE_SIGMAS, type MultiscaleFamily, type MultiscaleGrid } from '#core/model/features.ts';

/** Names of the families as the grid shows them. */
export const FAMILY_LABELS: Readonly<Record<MultiscaleFamily, string>> = {
  gaussian: 'Gaussian',
  laplacian: 'Laplacian of Gaussian',
  gradient: 'Gradient magnitude',
  difference: 'Difference of Gaussians',
  tensor: 'Structure tensor eigenvalues',
  hessian: 'Hessian eigenvalues',
};

/** How many of the boxes of a row or column are ticked. */
export type Ticked = 'all' | 'some' | 'none';

export function hasCell(grid: MultiscaleGrid, family: MultiscaleFamily, sigmaPx: number): boolean {
  return grid[family]?.includes(sigmaPx) ?? false;
}

/** The grid with these boxes ticked, or not, and all others as they are. */
export function withCells(
  grid: MultiscaleGrid,
  families: readonly MultiscaleFamily[],
  sigmas: readonly number[],
  on: boolean,
): MultiscaleGrid {
  const ticked = (family: MultiscaleFamily, sigma: number): boolean =>
    families.includes(family) && sigmas.includes(sigma) ? on : hasCell(grid, family, sigma);
  const rows = MULTISCALE_FAMILIES.map((family) => [family, MULTISCALE_SIGMAS.filter((sigma) => ticked(family, sigma))] as const);
  // Families without a scale are not named: equal grids then have equal keys.
  return Object.fromEntries(gridEntries(Object.fromEntries(rows)));
}

/** State of the box that stands for all of these. */
export function tickedOf(grid: MultiscaleGrid, families: readonly MultiscaleFamily[], sigmas: readonly number[]): Ticked {
  const boxes = families.flatMap((family) => sigmas.map((sigma) => hasCell(grid, family, sigma)));
  if (boxes.every((on) => on)) return 'all';
  return boxes.some((on) => on) ? 'some' : 'none';
}

const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Where an arrow key leads among the boxes, row 0 and column 0 being those of whole columns and rows; null for other keys, at the
 * edges and towards the corner, where no box is.
 */
export function boxBeside(row: number, column: number, key: string): { row: number; column: number } | null {
  const move = MOVES[key];
  if (move === undefined) return null;
  const next = { row: row + move[0], column: column + move[1] };
  const inside =
    next.row >= 0 && next.row <= MULTISCALE_FAMILIES.length && next.column >= 0 && next.column <= MULTISCALE_SIGMAS.length;
  return inside && next.row + next.column > 0 ? next : null;
}
