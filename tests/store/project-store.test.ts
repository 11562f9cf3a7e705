import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { DEFAULT_TRAINING } from '#core/model/project.ts';
import type { ProjectStore } from '../../main/services/ports.ts';
import { newImage, strokeOf, testFolder, testStores } from './test-store.ts';

/** tests/slow/undo-limit.test.ts draws as many as the history keeps. */
const STROKES = 60;

function project(): { store: ProjectStore; path: string; imageId: string; folder: string } {
  const folder = testFolder();
  const path = join(folder, 'work.grove');
  const store = testStores().create(path);
  const imageId = store.addImage(newImage(join(folder, 'cells.tif'))).id;
  store.addClass('Background', 0x112233);
  store.addClass('Nucleus', 0x445566);
  return { store, path, imageId, folder };
}

const tileOf = (store: ProjectStore, imageId: string, column = 0, row = 0) => store.labelTile(imageId, FIRST_PLANE, column, row);

/** A tile of the first plane with a single labelled pixel. */
function dot(column: number, row: number, at: number, k: number) {
  const classes = new Uint8Array(LABEL_TILE * LABEL_TILE);
  classes[at] = k;
  return { plane: FIRST_PLANE, column, row, classes };
}

describe('labels', () => {
  it('are written where the mask says, tile by tile, and counted', () => {
    const { store, imageId } = project();
    const change = store.paint(
      imageId,
      FIRST_PLANE,
      strokeOf({ x: 250, y: 10, width: 12, height: 3 }, 2, (x) => x % 2 === 0),
    );
    expect(change.labels).toEqual([
      {
        imageId,
        plane: FIRST_PLANE,
        tiles: [
          [0, 0],
          [1, 0],
        ],
      },
    ]);
    const left = tileOf(store, imageId)!;
    expect([...left.subarray(10 * LABEL_TILE + 248, 10 * LABEL_TILE + 256)]).toEqual([0, 0, 2, 0, 2, 0, 2, 0]);
    expect([...tileOf(store, imageId, 1)!.subarray(10 * LABEL_TILE, 10 * LABEL_TILE + 8)]).toEqual([2, 0, 2, 0, 2, 0, 0, 0]);
    expect(store.labelCounts(imageId)).toEqual({ 2: 18 });
    expect(store.labelledTiles(imageId).map(({ column, row }) => [column, row])).toEqual([
      [0, 0],
      [1, 0],
    ]);
    store.close();
  });

  it('stay inside the image and over the values allowed', () => {
    const { store, imageId } = project();
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: 590, y: 490, width: 50, height: 50 }, 1));
    expect(store.labelCounts(imageId)).toEqual({ 1: 100 });
    store.paint(imageId, FIRST_PLANE, { ...strokeOf({ x: 580, y: 480, width: 20, height: 20 }, 2), onlyOver: [0] });
    expect(store.labelCounts(imageId)).toEqual({ 1: 100, 2: 300 });
    store.close();
  });

  it('leave no row and no count behind when all is erased', () => {
    const { store, imageId } = project();
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: 0, y: 0, width: 300, height: 20 }, 1));
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: 0, y: 0, width: 600, height: 500 }, 0));
    expect(store.labelledTiles(imageId)).toEqual([]);
    expect(store.labelCounts(imageId)).toEqual({});
    store.close();
  });

  it('change nothing and keep no step where a stroke changes no pixel', () => {
    const { store, imageId } = project();
    const before = store.revision();
    expect(store.paint(imageId, FIRST_PLANE, strokeOf({ x: 5, y: 5, width: 9, height: 9 }, 0)).revision).toBe(before);
    store.close();
  });

  it('are kept per plane', () => {
    const { store, imageId } = project();
    const plane = { scene: 0, z: 2, t: 0 };
    store.paint(imageId, plane, strokeOf({ x: 0, y: 0, width: 4, height: 4 }, 1));
    expect(tileOf(store, imageId)).toBeNull();
    expect(store.labelTile(imageId, plane, 0, 0)![0]).toBe(1);
    store.close();
  });

  it('are imported as one step', () => {
    const { store, imageId } = project();
    const newClasses = [{ name: 'Class 3', color: 0x778899 }];
    store.importLabels(imageId, { newClasses, planes: [FIRST_PLANE], mode: 'merge', tiles: [dot(0, 0, 0, 1), dot(2, 1, 9, 3)] });
    expect(store.labelCounts(imageId)).toEqual({ 1: 1, 3: 1 });
    expect(store.classes().map(({ name }) => name)).toEqual(['Background', 'Nucleus', 'Class 3']);
    store.undo();
    expect(store.labelCounts(imageId)).toEqual({});
    expect(store.classes()).toHaveLength(2);
    store.redo();
    expect(store.labelCounts(imageId)).toEqual({ 1: 1, 3: 1 });
    expect(store.classes()).toHaveLength(3);
    store.close();
  });

  it('are merged with those that are there, or replace them in the planes named', () => {
    const other = { scene: 0, z: 1, t: 0 };
    for (const mode of ['merge', 'replace'] as const) {
      const { store, imageId } = project();
      for (const plane of [FIRST_PLANE, other]) {
        store.paint(imageId, plane, strokeOf({ x: 0, y: 0, width: 10, height: 1 }, 1));
        store.paint(imageId, plane, strokeOf({ x: 300, y: 0, width: 10, height: 1 }, 1));
      }
      store.importLabels(imageId, { newClasses: [], planes: [FIRST_PLANE], mode, tiles: [dot(0, 0, 3, 2)] });
      const kept = mode === 'merge' ? { 1: 39, 2: 1 } : { 1: 20, 2: 1 };
      expect(store.labelCounts(imageId)).toEqual(kept);
      expect(store.labelTile(imageId, FIRST_PLANE, 0, 0)![3]).toBe(2);
      store.undo();
      expect(store.labelCounts(imageId)).toEqual({ 1: 40 });
      store.close();
    }
  });
});

describe('history', () => {
  it('takes back and repeats strokes, also after reopening', () => {
    const { store, path, imageId } = project();
    for (let i = 0; i < STROKES; i++) {
      store.paint(imageId, FIRST_PLANE, strokeOf({ x: (i * 7) % 590, y: (i * 13) % 490, width: 9, height: 9 }, 1 + (i % 2)));
    }
    const places = store.labelledTiles(imageId);
    const full = places.map(({ column, row }) => tileOf(store, imageId, column, row)!);
    store.close();

    const again = testStores().open(path);
    let steps = 0;
    while (steps < STROKES && again.undo() !== null) steps++;
    expect(again.labelCounts(imageId)).toEqual({});
    let repeated = 0;
    while (again.redo() !== null) repeated++;
    expect(repeated).toBe(STROKES);
    expect(places.map(({ column, row }) => tileOf(again, imageId, column, row)!)).toEqual(full);
    again.close();
  });

  it('brings a deleted class back with its labels, name, colour and place', () => {
    const { store, imageId } = project();
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: 0, y: 0, width: 300, height: 8 }, 1));
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: 0, y: 4, width: 9, height: 9 }, 2));
    const classes = store.classes();
    const counts = store.labelCounts(imageId);
    store.removeClass(1);
    expect(store.classes().map((one) => one.name)).toEqual(['Nucleus']);
    expect(store.labelCounts(imageId)).toEqual({ 2: 81 });
    store.undo();
    expect(store.classes()).toEqual(classes);
    expect(store.labelCounts(imageId)).toEqual(counts);
    store.close();
  });

  it('never gives the value of a deleted class to a new one while an undo may bring it back', () => {
    const { store } = project();
    store.removeClass(2);
    expect(store.addClass('Other', 1).added.value).toBe(3);
    store.close();
  });

  it('drops what was undone when something new is done', () => {
    const { store, imageId } = project();
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: 0, y: 0, width: 8, height: 8 }, 1));
    store.undo();
    expect(store.history()).toMatchObject({ canRedo: true, redoLabel: 'Paint Background' });
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: 9, y: 9, width: 8, height: 8 }, 2));
    expect(store.history()).toMatchObject({ canRedo: false, undoLabel: 'Paint Nucleus' });
    store.close();
  });

  it('brings a removed image back with its labels, and forgets it for good once no step can', () => {
    const { store, imageId } = project();
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: 0, y: 0, width: 8, height: 8 }, 1));
    store.removeImage(imageId);
    expect(store.images()).toEqual([]);
    store.undo();
    expect(store.image(imageId).labels).toEqual({ 1: 64 });
    store.close();
  });
});

describe('a project', () => {
  it('keeps settings, display, training, jobs and classes over a reopening', () => {
    const { store, path, imageId } = project();
    store.setTrainingSettings({ ...DEFAULT_TRAINING, trees: 50, channels: [0] });
    store.setDisplay(imageId, [{ color: 1, visible: false, min: 3, max: 9, gamma: 2 }]);
    store.setTraining(imageId, false);
    store.setSetting('camera', { x: 1 });
    store.reorderClasses([2, 1]);
    store.updateClass(1, { name: 'Ground' });
    const running = store.startJob('train', 'Train');
    store.finishJob(store.startJob('export', 'Export'), 'done', null);
    store.close();

    const again = testStores().open(path);
    expect(again.trainingSettings()).toMatchObject({ trees: 50, channels: [0] });
    expect(again.image(imageId)).toMatchObject({ training: false, display: [{ min: 3, max: 9 }] });
    expect(again.getSetting('camera')).toEqual({ x: 1 });
    expect(again.getSetting('absent')).toBeNull();
    expect(again.classes().map((one) => one.name)).toEqual(['Nucleus', 'Ground']);
    expect(
      again
        .jobs()
        .map((job) => job.outcome)
        .sort(),
    ).toEqual(['done', 'interrupted']);
    expect(again.jobs().find((job) => job.id === running)?.outcome).toBe('interrupted');
    again.close();
  });

  it('finds images that moved with it, and says which are missing', () => {
    const { store, path, imageId, folder } = project();
    writeFileSync(join(folder, 'cells.tif'), 'x');
    expect(store.image(imageId).missing).toBe(false);
    rmSync(join(folder, 'cells.tif'));
    expect(store.image(imageId).missing).toBe(true);
    writeFileSync(join(folder, 'cells.tif'), 'x');
    store.close();
    const moved = join(testFolder(), 'moved');
    mkdirSync(moved);
    renameSync(path, join(moved, 'work.grove'));
    const without = testStores().open(join(moved, 'work.grove'));
    expect(without.image(imageId)).toMatchObject({ missing: false, path: join(folder, 'cells.tif') });
    renameSync(join(folder, 'cells.tif'), join(moved, 'cells.tif'));
    expect(without.image(imageId)).toMatchObject({ missing: false, path: join(moved, 'cells.tif') });
    renameSync(join(moved, 'cells.tif'), join(moved, 'other.tif'));
    expect(without.image(imageId).missing).toBe(true);
    without.relinkImage(imageId, join(moved, 'other.tif'));
    expect(without.image(imageId)).toMatchObject({ missing: false, path: join(moved, 'other.tif') });
    without.close();
  });

  it('is copied whole while open', async () => {
    const { store, imageId, folder } = project();
    store.paint(imageId, FIRST_PLANE, strokeOf({ x: 0, y: 0, width: 8, height: 8 }, 1));
    const copy = join(folder, 'copy.grove');
    await store.copyTo(copy);
    const other = testStores().open(copy);
    expect(other.labelCounts(imageId)).toEqual({ 1: 64 });
    expect(other.history().undoLabel).toBe('Paint Background');
    other.close();
    store.close();
    expect(existsSync(`${copy}-wal`)).toBe(false);
  });

  it('refuses a 256th class', () => {
    const { store } = project();
    for (let i = 3; i <= 255; i++) store.addClass(`c${i}`, i);
    expect(() => store.addClass('one more', 1)).toThrow(/at most 255 classes/);
    store.close();
  });
});
