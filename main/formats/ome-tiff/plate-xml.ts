import type { ResultImage } from '../../services/ports.ts';

/** The wells of the scenes as a Plate of OME-XML; empty where no scene lies in a well of a name such as 'B3'. */
export function plateXml(scenes: ResultImage['scenes']): string {
  const wells = new Map<string, { row: number; column: number; scenes: number[] }>();
  for (const [scene, { well }] of scenes.entries()) {
    const place = well === undefined ? null : wellPlace(well);
    if (place === null) continue;
    const id = `${place.row}:${place.column}`;
    const known = wells.get(id) ?? { ...place, scenes: [] };
    known.scenes.push(scene);
    wells.set(id, known);
  }
  if (wells.size === 0) return '';
  let index = 0;
  const elements = [...wells].map(([id, { row, column, scenes: its }]) => {
    const samples = its.map(
      (scene, i) => `<WellSample ID="WellSample:0:${id}:${i}" Index="${index++}"><ImageRef ID="Image:${scene}"/></WellSample>`,
    );
    return `<Well ID="Well:0:${id}" Row="${row}" Column="${column}">${samples.join('')}</Well>`;
  });
  return `<Plate ID="Plate:0" RowNamingConvention="letter" ColumnNamingConvention="number">${elements.join('')}</Plate>`;
}

/** Row and column, counted from 0, of a well such as 'B3' or 'AA12'. */
function wellPlace(well: string): { row: number; column: number } | null {
  const [, letters, number] = /^([A-Z]{1,2})0*([1-9]\d{0,2})$/i.exec(well.trim()) ?? [];
  if (letters === undefined || number === undefined) return null;
  let row = 0;
  for (const letter of letters.toUpperCase()) row = row * 26 + letter.charCodeAt(0) - 64;
  return { row: row - 1, column: Number(number) - 1 };
}
