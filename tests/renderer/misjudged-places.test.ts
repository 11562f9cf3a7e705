import { expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { misjudgedPlaces } from '../../renderer/state/quality-actions.ts';

it('lists misjudged pixels by where they lie, the most first, at a pixel that is one of them', () => {
  const one = {
    contentHash: 'h',
    plane: FIRST_PLANE,
    at: [10, 10, 12, 10, 30, 50, 500, 20],
    own: [0, 0, 1, 1],
    given: [1, 1, 0, 0],
  };
  const other = { ...one, plane: { ...FIRST_PLANE, z: 1 }, at: [10, 10], own: [1], given: [2] };
  const places = misjudgedPlaces([one, other]);
  expect(places).toHaveLength(3);
  expect(places[0]).toEqual({ contentHash: 'h', plane: FIRST_PLANE, x: 12, y: 10, pixels: 3, own: 0, given: 1 });
  expect(places.slice(1).map(({ plane, x, pixels }) => [plane.z, x, pixels])).toEqual([
    [0, 500, 1],
    [1, 10, 1],
  ]);
  expect(misjudgedPlaces([])).toEqual([]);
});
