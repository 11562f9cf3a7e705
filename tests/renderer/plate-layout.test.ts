import { describe, expect, it } from 'vitest';
import type { SceneInfo } from '#core/model/image.ts';
import { plateLayout, rowName, wellBeside, wellPlace } from '../../renderer/state/plate-layout.ts';
import { findScenes } from '../../renderer/state/scene-search.ts';

const field = (name: string, well?: string): SceneInfo => ({
  name,
  width: 8,
  height: 8,
  levels: [{ width: 8, height: 8, downsample: 1 }],
  ...(well !== undefined && { well }),
});

describe('the name of a well', () => {
  it('tells row and column', () => {
    expect(wellPlace('B3')).toEqual({ row: 1, column: 2 });
    expect(wellPlace(' h012 ')).toEqual({ row: 7, column: 11 });
    expect(wellPlace('AF48')).toEqual({ row: 31, column: 47 });
    for (const name of ['', 'B', '3', 'B0', 'ABC1', 'B-3', 'B3x']) expect(wellPlace(name)).toBeNull();
  });

  it('counts rows beyond Z in two letters', () => {
    expect([0, 25, 26, 31].map(rowName)).toEqual(['A', 'Z', 'AA', 'AF']);
    for (let row = 0; row < 60; row++) expect(wellPlace(`${rowName(row)}1`)?.row).toBe(row);
  });
});

describe('the plate', () => {
  it('is the smallest that holds the wells, which keep their scenes in order', () => {
    const plate = plateLayout([field('one', 'C5'), field('two', 'B2'), field('three', 'c05'), field('four')])!;
    expect([plate.rows, plate.columns]).toEqual([4, 6]);
    expect(plate.wells).toEqual([
      { row: 1, column: 1, name: 'B2', scenes: [1] },
      { row: 2, column: 4, name: 'C5', scenes: [0, 2] },
    ]);
    const size = (well: string) => {
      const { rows, columns } = plateLayout([field('', well)])!;
      return [rows, columns];
    };
    expect(size('H12')).toEqual([8, 12]);
    expect(size('A13')).toEqual([16, 24]);
    expect(size('A99')).toEqual([1, 99]);
  });

  it('is none where no scene lies in a well', () => {
    expect(plateLayout([field('one'), field('two', 'tissue')])).toBeNull();
  });

  it('is walked through from well to well, over empty ones', () => {
    const plate = plateLayout(['B2', 'B5', 'B7', 'D5', 'F5'].map((well) => field('', well)))!;
    const from = plate.wells.find(({ name }) => name === 'B5')!;
    const beside = (key: string) => wellBeside(plate, from, key)?.name ?? null;
    expect(['ArrowLeft', 'ArrowRight', 'ArrowDown', 'ArrowUp'].map(beside)).toEqual(['B2', 'B7', 'D5', null]);
  });
});

describe('looking for scenes', () => {
  const scenes = [field('B3 left', 'B3'), field('B3 right', 'B3'), field('B30', 'B30'), field('Overview')];

  it('finds by name, number and exact well', () => {
    expect(findScenes(scenes, '')).toEqual([0, 1, 2, 3]);
    expect(findScenes(scenes, 'over')).toEqual([3]);
    expect(findScenes(scenes, 'b3')).toEqual([0, 1]);
    expect(findScenes(scenes, 'B03 RIGHT')).toEqual([1]);
    expect(findScenes(scenes, 'b')).toEqual([0, 1, 2]);
    expect(findScenes([field('a'), field('b'), field('c')], '2')).toEqual([1]);
    expect(findScenes(scenes, 'nothing')).toEqual([]);
  });
});
