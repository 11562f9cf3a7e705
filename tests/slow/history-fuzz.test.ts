import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomStream } from '#core/forest/random.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import type { LabelClass } from '#core/model/label.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import type { ProjectStore } from '../../main/services/ports.ts';
import { newImage, strokeOf, testFolder, testStores } from '../store/test-store.ts';

const WIDTH = 320;
const HEIGHT = 300;

/** The whole document as plain values: what the store must agree with. */
interface Naive {
  classes: LabelClass[];
  images: { id: string; labels: Uint8Array; present: boolean }[];
}

const clone = (state: Naive): Naive => ({
  classes: state.classes.map((one) => ({ ...one })),
  images: state.images.map((one) => ({ ...one, labels: one.labels.slice() })),
});

function labelsIn(store: ProjectStore, imageId: string): Uint8Array {
  const labels = new Uint8Array(WIDTH * HEIGHT);
  let outside = 0;
  for (const { column, row } of store.labelledTiles(imageId)) {
    const tile = store.labelTile(imageId, FIRST_PLANE, column, row)!;
    for (let i = 0; i < tile.length; i++) {
      const x = column * LABEL_TILE + (i % LABEL_TILE);
      const y = row * LABEL_TILE + Math.floor(i / LABEL_TILE);
      if (x < WIDTH && y < HEIGHT) labels[y * WIDTH + x] = tile[i]!;
      else if (tile[i] !== 0) outside++;
    }
  }
  expect(outside).toBe(0);
  return labels;
}

function compare(store: ProjectStore, naive: Naive): void {
  expect(store.classes()).toEqual(naive.classes);
  expect(store.images().map((one) => one.id)).toEqual(naive.images.filter((one) => one.present).map((one) => one.id));
  for (const image of naive.images) {
    const labels = labelsIn(store, image.id);
    expect(Buffer.compare(labels, image.labels)).toBe(0);
    const counts: Record<number, number> = {};
    for (const value of image.labels) if (value !== 0) counts[value] = (counts[value] ?? 0) + 1;
    expect(store.labelCounts(image.id)).toEqual(counts);
  }
}

describe('random work on a project', () => {
  it.each([1, 2, 3])('agrees with a naive document, undo, redo and reopening included (seed %i)', (seed) => {
    const random = randomStream(seed, 0);
    const below = (n: number): number => random.nextBelow(n);
    const path = join(testFolder(), 'fuzz.grove');
    let store = testStores().create(path);
    let naive: Naive = { classes: [], images: [] };
    for (let i = 0; i < 2; i++) {
      const { id } = store.addImage(newImage(`/nowhere/${i}.tif`, WIDTH, HEIGHT));
      naive.images.push({ id, labels: new Uint8Array(WIDTH * HEIGHT), present: true });
    }
    const past: Naive[] = [];
    let future: Naive[] = [];
    const step = (work: (next: Naive) => void): void => {
      const next = clone(naive);
      work(next);
      past.push(naive);
      future = [];
      naive = next;
    };

    const paint = (value: number): void => {
      const image = naive.images[below(2)]!;
      if (!image.present) return;
      const box = { x: below(WIDTH), y: below(HEIGHT), width: 1 + below(60), height: 1 + below(60) };
      const inside = (x: number, y: number): boolean => (x * 7 + y * 3) % 5 < 3;
      const onlyOver = below(3) === 0 ? [0] : null;
      const before = store.revision();
      const { revision } = store.paint(image.id, FIRST_PLANE, { ...strokeOf(box, value, inside), onlyOver });
      const work = (next: Naive): void => {
        const { labels } = next.images.find((one) => one.id === image.id)!;
        for (let y = 0; y < box.height; y++) {
          for (let x = 0; x < box.width; x++) {
            const at = (box.y + y) * WIDTH + box.x + x;
            if (box.x + x >= WIDTH || box.y + y >= HEIGHT || !inside(x, y)) continue;
            if (onlyOver === null || onlyOver.includes(labels[at]!)) labels[at] = value;
          }
        }
      };
      if (revision !== before) step(work);
    };

    for (let i = 0; i < 160; i++) {
      const choice = below(14);
      const some = naive.classes[below(Math.max(1, naive.classes.length))];
      if (choice < 5 && some !== undefined) paint(below(5) === 0 ? 0 : some.value);
      else if (choice < 7) {
        const { added } = store.addClass(`class ${i}`, i);
        step((next) => next.classes.push(added));
      } else if (choice === 7 && some !== undefined) {
        store.removeClass(some.value);
        step((next) => {
          next.classes = next.classes.filter((one) => one.value !== some.value);
          for (const image of next.images) image.labels = image.labels.map((one) => (one === some.value ? 0 : one));
        });
      } else if (choice === 8 && some !== undefined) {
        store.updateClass(some.value, { name: `renamed ${i}` });
        step((next) => {
          next.classes = next.classes.map((one) => (one.value === some.value ? { ...one, name: `renamed ${i}` } : one));
        });
      } else if (choice === 9 && naive.classes.length > 1) {
        const values = naive.classes.map((one) => one.value).toReversed();
        const before = store.revision();
        if (store.reorderClasses(values).revision !== before) step((next) => void next.classes.reverse());
      } else if (choice === 10) {
        const image = naive.images[below(2)]!;
        if (!image.present) continue;
        store.removeImage(image.id);
        step((next) => {
          next.images.find((one) => one.id === image.id)!.present = false;
        });
      } else if (choice <= 12) {
        const back = below(3) < 2;
        const change = back ? store.undo() : store.redo();
        const target = back ? past.pop() : future.pop();
        expect(change === null).toBe(target === undefined);
        if (target === undefined) continue;
        (back ? future : past).push(naive);
        naive = target;
      } else {
        store.close();
        store = testStores().open(path);
      }
      if (i % 10 === 0) compare(store, naive);
    }
    compare(store, naive);
    store.close();
  });
});
