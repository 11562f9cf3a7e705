import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import type { ProjectStore } from '../../main/services/ports.ts';
import { MAX_STEPS } from '../../main/store/history-repository.ts';
import { newImage, strokeOf, testFolder, testStores } from '../store/test-store.ts';

const tileOf = (store: ProjectStore, imageId: string, column: number, row: number) =>
  store.labelTile(imageId, FIRST_PLANE, column, row);

it(`takes back and repeats ${MAX_STEPS} strokes, also after reopening`, () => {
  const folder = testFolder();
  const path = join(folder, 'work.grove');
  const store = testStores().create(path);
  const imageId = store.addImage(newImage(join(folder, 'cells.tif'))).id;
  store.addClass('Background', 0x112233);
  store.addClass('Nucleus', 0x445566);
  for (let i = 0; i < MAX_STEPS + 20; i++) {
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: (i * 7) % 590, y: (i * 13) % 490, width: 9, height: 9 }, 1 + (i % 2)));
  }
  const places = store.labelledTiles(imageId);
  const full = places.map(({ column, row }) => tileOf(store, imageId, column, row)!);
  store.close();

  const again = testStores().open(path);
  let steps = 0;
  while (again.undo() !== null) steps++;
  expect(steps).toBe(MAX_STEPS);
  let repeated = 0;
  while (again.redo() !== null) repeated++;
  expect(repeated).toBe(MAX_STEPS);
  expect(places.map(({ column, row }) => tileOf(again, imageId, column, row)!)).toEqual(full);
  again.close();
});
