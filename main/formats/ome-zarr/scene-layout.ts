import type { ResultImage } from '../../services/ports.ts';

export interface PlateWell {
  readonly row: string;
  readonly column: string;
  /** Numbers of its scenes, its fields, in order. */
  readonly scenes: readonly number[];
}

/** Where the scenes of a written image go: the root itself, groups 0, 1, … below it, or the fields of a plate's wells. */
export type SceneLayout =
  | { readonly kind: 'single'; readonly groups: readonly string[] }
  | { readonly kind: 'series'; readonly groups: readonly string[] }
  | { readonly kind: 'plate'; readonly groups: readonly string[]; readonly wells: readonly PlateWell[] };

/**
 * A single scene is the image itself. Scenes that all lie in wells become a plate, unless one well comes back after another:
 * a plate would bring them into another order. All else are series as bioformats2raw writes them.
 */
export function sceneLayout(scenes: ResultImage['scenes']): SceneLayout {
  if (scenes.length === 1) return { kind: 'single', groups: [''] };
  const series: SceneLayout = { kind: 'series', groups: scenes.map((_, i) => String(i)) };
  const wells = new Map<string, { row: string; column: string; scenes: number[] }>();
  let last = '';
  const groups: string[] = [];
  for (const [i, { well = '' }] of scenes.entries()) {
    const [, row, column] = /^([A-Z]{1,2})0*([1-9]\d{0,2})$/i.exec(well.trim()) ?? [];
    if (row === undefined || column === undefined) return series;
    const name = `${row.toUpperCase()}/${column}`;
    const known = wells.get(name);
    if (known !== undefined && last !== name) return series;
    const fields = known ?? { row: row.toUpperCase(), column, scenes: [] };
    wells.set(name, fields);
    groups.push(`${name}/${fields.scenes.length}`);
    fields.scenes.push(i);
    last = name;
  }
  return { kind: 'plate', groups, wells: [...wells.values()] };
}
