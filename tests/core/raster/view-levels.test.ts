import { describe, expect, it } from 'vitest';
import { viewLevels } from '#core/raster/view-levels.ts';

const level = (width: number, height: number, downsample: number) => ({ width, height, downsample });

describe('levels for a viewer', () => {
  it('halve until one tile holds the image, rounding up', () => {
    expect(viewLevels({ levels: [level(1025, 100, 1)] })).toEqual([
      level(1025, 100, 1),
      level(513, 50, 2),
      level(257, 25, 4),
      level(129, 13, 8),
    ]);
  });

  it('keep those of the file and go on from its coarsest', () => {
    expect(viewLevels({ levels: [level(2000, 1000, 1), level(500, 250, 4)] })).toEqual([
      level(2000, 1000, 1),
      level(500, 250, 4),
      level(250, 125, 8),
    ]);
  });

  it('add nothing to a small image', () => {
    expect(viewLevels({ levels: [level(256, 256, 1)] })).toEqual([level(256, 256, 1)]);
  });
});
