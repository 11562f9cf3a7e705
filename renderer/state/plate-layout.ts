import type { SceneInfo } from '#core/model/image.ts';

/** A well with its scenes, usually the fields of view taken in it. */
export interface Well {
  /** Counted from 0. */
  readonly row: number;
  readonly column: number;
  /** 'B3' */
  readonly name: string;
  /** Scenes by their place in the file. */
  readonly scenes: readonly number[];
}

export interface PlateLayout {
  readonly rows: number;
  readonly columns: number;
  /** Row by row; only those that have scenes. */
  readonly wells: readonly Well[];
}

/** Rows and columns of the plates on the market: 6, 12, 24, 48, 96, 384 and 1536 wells. */
const PLATES = [
  [2, 3],
  [3, 4],
  [4, 6],
  [6, 8],
  [8, 12],
  [16, 24],
  [32, 48],
] as const;

/** Place of a well by its name, as 'B3', 'b03' or 'AA12'; null for anything else. */
export function wellPlace(name: string): { readonly row: number; readonly column: number } | null {
  const [, letters, digits] = /^\s*([a-z]{1,2})\s*0*([1-9]\d{0,2})\s*$/i.exec(name) ?? [];
  if (letters === undefined || digits === undefined) return null;
  const row = [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row, column: Number(digits) - 1 };
}

/** 'A' for 0, 'Z' for 25, 'AA' for 26. */
export function rowName(row: number): string {
  return (row >= 26 ? rowName(Math.floor(row / 26) - 1) : '') + String.fromCharCode(65 + (row % 26));
}

/** The plate that holds the wells of the scenes; null where no scene tells its well. */
export function plateLayout(scenes: readonly SceneInfo[]): PlateLayout | null {
  const wells = new Map<string, { row: number; column: number; name: string; scenes: number[] }>();
  scenes.forEach(({ well }, scene) => {
    const place = well === undefined ? null : wellPlace(well);
    if (!place) return;
    const name = `${rowName(place.row)}${place.column + 1}`;
    const known = wells.get(name);
    if (known) known.scenes.push(scene);
    else wells.set(name, { ...place, name, scenes: [scene] });
  });
  if (wells.size === 0) return null;
  const list = [...wells.values()].sort((a, b) => a.row - b.row || a.column - b.column);
  const [rows, columns] = [Math.max(...list.map(({ row }) => row)) + 1, Math.max(...list.map(({ column }) => column)) + 1];
  const plate = PLATES.find(([down, across]) => down >= rows && across >= columns) ?? [rows, columns];
  return { rows: plate[0], columns: plate[1], wells: list };
}

/** The nearest well with scenes in a direction, in the same row or column; null at the edge. */
export function wellBeside({ wells }: PlateLayout, from: Well, key: string): Well | null {
  const along = key === 'ArrowLeft' || key === 'ArrowRight' ? 'column' : 'row';
  const across = along === 'column' ? 'row' : 'column';
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  const beyond = wells.filter((well) => well[across] === from[across] && (well[along] - from[along]) * sign > 0);
  return beyond.reduce<Well | null>((best, well) => (best && (best[along] - well[along]) * sign <= 0 ? best : well), null);
}
