import { describe, expect, it } from 'vitest';
import { labelStrip } from '#core/image-function/label-strip.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { naiveRegions } from './naive-regions.ts';
import { randomLabels } from './random-labels.ts';
import { lastStage, memoryImage, runSteps } from './run-plan.ts';

/** '.' is 0, digits are classes. */
function drawn(...rows: string[]) {
  const values = Uint8Array.from(rows.join(''), (letter) => (letter === '.' ? 0 : Number(letter)));
  return memoryImage(rows[0]!.length, rows.length, values);
}
const shown = (pixels: ArrayLike<number>, width: number): string[] =>
  Array.from({ length: pixels.length / width }, (_, y) =>
    Array.from({ length: width }, (_, x) => (pixels[y * width + x] === 0 ? '.' : pixels[y * width + x])).join(''),
  );

describe('regions drawn by hand', () => {
  it('touch at corners or only at sides', () => {
    const values = Uint8Array.from('100010001', Number);
    expect(labelStrip({ width: 3, height: 3, values }, 'values', 8)).toMatchObject({ count: 1, areas: Float64Array.of(3) });
    expect(labelStrip({ width: 3, height: 3, values }, 'values', 4)).toMatchObject({ count: 3 });
  });

  it('are joined late, when two arms meet below', async () => {
    const cup = drawn('1.1.2', '1.1.2', '111.2', '.....', '1....');
    expect(shown(await runSteps(['scrap minimum=4'], { cup }), 5)).toEqual(['1.1..', '1.1..', '111..', '.....', '.....']);
    expect(shown(await runSteps(['scrap maximum=3'], { cup }), 5)).toEqual(['....2', '....2', '....2', '.....', '1....']);
    expect(shown(await runSteps(['scrap minimum=3 maximum=3'], { cup }), 5).join('')).toBe('....2....2....2..........');
  });

  it('of different classes are different regions', async () => {
    const both = drawn('1122', '1122');
    expect(shown(await runSteps(['scrap minimum=5'], { both }), 4)).toEqual(['....', '....']);
    expect(shown(await runSteps(['scrap minimum=4'], { both }), 4)).toEqual(['1122', '1122']);
  });

  it('holes take the class around them, up to an area, but not at the edge nor between classes', async () => {
    const image = drawn('11111222', '1.1.12.2', '11111222', '..133.22', '111.3222', '11133222');
    expect(shown(await runSteps(['fill-holes'], { image }), 8)).toEqual([
      '11111222',
      '11111222',
      '11111222',
      '..133.22',
      '111.3222',
      '11133222',
    ]);
    const ring = drawn('11111', '1...1', '1.1.1', '1...1', '11111');
    expect(shown(await runSteps(['fill-holes maximum=7'], { ring }), 5)).toEqual(shown(ring.data, 5));
    expect(shown(await runSteps(['fill-holes maximum=8'], { ring }), 5).join('')).toBe('1'.repeat(25));
  });

  it('a hole that only a corner closes is one where objects touch at corners', async () => {
    const open = drawn('.1..', '1.1.', '.1..', '....');
    expect(shown(await runSteps(['fill-holes connectivity=8'], { open }), 4)).toEqual(['.1..', '111.', '.1..', '....']);
    expect(shown(await runSteps(['fill-holes connectivity=4'], { open }), 4)).toEqual(shown(open.data, 4));
  });
});

describe('regions of random labels', () => {
  const cases = [1, 2, 3].flatMap((classes) => [1, 3, 9].map((streak) => ({ classes, streak })));
  it.each(cases)(
    'of $classes classes in streaks of $streak are those of a flood fill, in strips of any height',
    async (shape) => {
      for (let round = 0; round < 4; round++) {
        const [width, height] = [23 + 7 * round, 31 - 5 * round];
        const data = randomLabels(width, height, shape.classes, shape.streak, 100 * shape.streak + round);
        const image = memoryImage(width, height, data);
        for (const name of ['scrap', 'fill-holes'] as const) {
          for (const connectivity of [4, 8] as const) {
            const [minimum, maximum] = [1 + 2 * round, 6 + 12 * round];
            const expected = naiveRegions(data, width, height, { name, minimum, maximum, connectivity });
            const text = `${name} ${name === 'scrap' ? `minimum=${minimum} ` : ''}maximum=${maximum} connectivity=${connectivity}`;
            for (const stripRows of [1, 2, 3, 7, 512]) {
              const stage = await lastStage([text], { image }, stripRows);
              const pixels = await stage.read(FIRST_PLANE, { x: 0, y: 0, width, height });
              expect([...pixels], `${text}, strips of ${stripRows}`).toEqual(expected);
            }
          }
        }
      }
    },
  );
});
