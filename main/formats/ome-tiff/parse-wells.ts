import { attribute, child, children, wholeNumber, type XmlNode } from './xml-nodes.ts';

/** Names of wells by the ID of the image that lies in them. */
export function wellsByImage(root: XmlNode): Map<string, string> {
  const wells = new Map<string, string>();
  for (const plate of children(root, 'Plate')) {
    const rowsAre = attribute(plate, 'RowNamingConvention') ?? 'letter';
    const columnsAre = attribute(plate, 'ColumnNamingConvention') ?? 'number';
    for (const well of children(plate, 'Well')) {
      const row = wholeNumber(attribute(well, 'Row'));
      const column = wholeNumber(attribute(well, 'Column'));
      if (row === null || column === null) continue;
      const both = rowsAre === 'number' && columnsAre === 'number';
      const name = `${placeName(row, rowsAre)}${both ? '-' : ''}${placeName(column, columnsAre)}`;
      for (const sample of children(well, 'WellSample')) {
        const image = child(sample, 'ImageRef');
        const id = image === null ? null : attribute(image, 'ID');
        if (id !== null) wells.set(id, name);
      }
    }
  }
  return wells;
}

/** A, B, … Z, AA, AB, … or 1, 2, 3, … for places counted from 0. */
function placeName(place: number, convention: string): string {
  if (convention === 'number') return String(place + 1);
  let name = '';
  for (let rest = Math.min(place, 10_000) + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
