import type { LabelChange } from '#core/model/project.ts';
import type { ClassState } from './class-repository.ts';
import type { TilePlace } from './label-repository.ts';

/** One invertible change of the document. Both sides are in it, so it can be taken back and done again. */
export type HistoryChange =
  /** Values combine with the difference by XOR: the same in both directions. */
  | { readonly kind: 'labels'; readonly place: TilePlace; readonly difference: Uint8Array }
  /** null = there was no such class, or it was removed. */
  | { readonly kind: 'class'; readonly value: number; readonly before: ClassState | null; readonly after: ClassState | null }
  | { readonly kind: 'image'; readonly imageId: string; readonly before: boolean; readonly after: boolean };

/** Label tiles gathered by plane. */
export function labelChanges(places: readonly TilePlace[]): LabelChange[] {
  const planes = new Map<string, { imageId: string; plane: LabelChange['plane']; tiles: [number, number][] }>();
  for (const { imageId, plane, column, row } of places) {
    const key = JSON.stringify([imageId, plane.scene, plane.z, plane.t]);
    const known = planes.get(key) ?? { imageId, plane, tiles: [] };
    known.tiles.push([column, row]);
    planes.set(key, known);
  }
  return [...planes.values()];
}
