import { GroveError } from '#core/model/error.ts';
import type { ImageRecord } from '#core/model/project.ts';
import type { ProjectStore } from '../ports.ts';
import type { LabelSource } from './label-source.ts';

/**
 * The labels of images of a project, of all training images when left out, planes by scene, z, t. Throws 'not-found' where a labelled
 * one is missing.
 */
export function projectLabels(
  store: ProjectStore,
  images: readonly ImageRecord[] = store.images().filter((image) => image.training),
): LabelSource[] {
  return images.flatMap((image) => labelsOfImage(store, image));
}

function labelsOfImage(store: ProjectStore, image: ImageRecord): LabelSource[] {
  const planes = new Map<string, LabelSource & { tiles: { column: number; row: number }[] }>();
  const order = (a: { plane: LabelSource['plane']; column: number; row: number }): number[] => [
    a.plane.scene,
    a.plane.z,
    a.plane.t,
    a.row,
    a.column,
  ];
  const tiles = store.labelledTiles(image.id).sort((a, b) => compare(order(a), order(b)));
  if (tiles.length > 0 && image.missing) {
    const message = `${image.name} is not at ${image.path} any more; show Grove where it is, or take it out of the training.`;
    throw new GroveError('not-found', message, { file: image.path });
  }
  for (const { plane, column, row } of tiles) {
    const key = `${plane.scene}/${plane.z}/${plane.t}`;
    const source = planes.get(key) ?? {
      image,
      plane,
      tiles: [],
      read: (c: number, r: number) => store.labelTile(image.id, plane, c, r),
      stamp: (c: number, r: number) => store.labelTileStamp(image.id, plane, c, r),
    };
    source.tiles.push({ column, row });
    planes.set(key, source);
  }
  return [...planes.values()];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
