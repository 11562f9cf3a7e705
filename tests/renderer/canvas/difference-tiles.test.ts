import { expect, it } from 'vitest';
import type { PredictionTile } from '#contract/contract.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { createDifferenceTiles } from '../../../renderer/canvas/difference-tiles.ts';
import type { ShownModel } from '../../../renderer/state/workspace.ts';

const tileOf = (labels: readonly number[]): PredictionTile => ({
  ...{ width: 2, height: 2, labels: Uint8Array.from(labels), confidence: new Uint8Array(4), probability: null },
});
const shown = (id: string): ShownModel => ({ id, classColors: [1, 2], stamp: 1 });

it('tells where two models differ, and in how much of what was looked at', async () => {
  const answers: Record<string, PredictionTile> = {
    'a 0': tileOf([1, 2, 1, 2]),
    'b 0': tileOf([1, 1, 1, 2]),
    'a 1': tileOf([1, 1, 1, 1]),
    'b 1': tileOf([1, 1, 1, 1]),
  };
  let counted = 0;
  const tiles = createDifferenceTiles(
    async ({ id }, { column }) => answers[`${id} ${column}`]!,
    () => counted++,
  );
  const model = tiles.model({ first: shown('a'), second: shown('b') });
  expect(tiles.share()).toBeNull();
  const load = (column: number, level = 0) =>
    tiles.load(
      model,
      { imageId: 'i', plane: FIRST_PLANE, level, column, row: 0, probabilityOf: 1, priority: 0 },
      new AbortController().signal,
    );
  const tile = await load(0);
  expect([...tile.labels]).toEqual([0, 1, 0, 0]);
  expect([...tile.confidence]).toEqual([100, 100, 100, 100]);
  expect(tiles.share()).toBe(0.25);
  await load(1);
  expect(tiles.share()).toBe(0.125);
  await load(0);
  expect(tiles.share()).toBe(0.125);
  // At another zoom the count begins anew.
  await load(1, 1);
  expect(tiles.share()).toBe(0);
  expect(counted).toBe(4);
  tiles.model({ first: shown('b'), second: shown('b') });
  expect(tiles.share()).toBeNull();
});
