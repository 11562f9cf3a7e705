/** Whatever part is asked for, it is the part of the whole. */
import { describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { randomLabels, randomNumbers } from './random-labels.ts';
import { lastStage, type MemoryImage, memoryImage } from './run-plan.ts';

const [WIDTH, HEIGHT] = [67, 53];
const AREA = WIDTH * HEIGHT;
const labels = memoryImage(WIDTH, HEIGHT, randomLabels(WIDTH, HEIGHT, 3, 9, 5));
/** Two classes in smooth shapes. */
const waves = memoryImage(
  WIDTH,
  HEIGHT,
  Uint8Array.from({ length: AREA }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const height = Math.sin(x / 3) + Math.sin(y / 4) + Math.sin((x + 2 * y) / 9);
    return height > 0.3 ? 1 : height < -1 ? 2 : 0;
  }),
);
const confidence = memoryImage(WIDTH, HEIGHT, randomLabels(WIDTH, HEIGHT, 100, 5, 6));
const two = new Uint16Array(2 * AREA);
two.set(randomLabels(WIDTH, HEIGHT, 1, 7, 7));
two.set(randomLabels(WIDTH, HEIGHT, 2, 4, 8), AREA);
const channels = memoryImage(WIDTH, HEIGHT, two, 'uint16', ['Nucleus', 'Border']);

const CHAINS: readonly [string, Record<string, MemoryImage>, readonly string[]][] = [
  ['one region step', { labels }, ['scrap minimum=4']],
  ['morphology', { waves }, ['close element=disk count=3', 'open element=cross count=2', 'erode', 'dilate count=2']],
  [
    'region steps one behind the other, with borders between',
    { labels, confidence },
    [
      'min-confidence with=confidence threshold=10',
      'mask class=2',
      'close element=disk count=2',
      'fill-holes maximum=30',
      'open count=1',
      'scrap minimum=6 connectivity=4',
      'not',
      'scrap minimum=3',
    ],
  ],
  [
    'several channels, a subset, another type, and channels behind',
    { channels, labels },
    [
      'fill-holes maximum=9',
      'scrap minimum=5',
      'pixel-type type=float32 rescale=yes',
      'add-channels with=labels',
      'subset subset=C(1,3)|X(5-60)|Y(9-)',
    ],
  ],
];

describe.each(CHAINS)('%s', (_, images, steps) => {
  it('gives the same part from strips of any height and parts of any size, in any order', async () => {
    const whole = await lastStage(steps, images);
    const { width, height } = whole.layout.scenes[0]!;
    const all = await whole.read(FIRST_PLANE, { x: 0, y: 0, width, height });
    const counts = new Set(all);
    expect(counts.size).toBeGreaterThan(1);
    const count = whole.layout.channels.length;
    const next = randomNumbers(3);
    for (const stripRows of [1, 5, 16]) {
      const stage = await lastStage(steps, images, stripRows);
      for (let i = 0; i < 25; i++) {
        const [x, y] = [next(width), next(height)];
        const rect = { x, y, width: 1 + next(width - x), height: 1 + next(height - y) };
        const part = await stage.read(FIRST_PLANE, rect);
        const expected = Array.from({ length: count * rect.width * rect.height }, (__, at) => {
          const channel = Math.floor(at / (rect.width * rect.height));
          const within = at % (rect.width * rect.height);
          const row = y + Math.floor(within / rect.width);
          return all[(channel * height + row) * width + x + (within % rect.width)];
        });
        expect([...part], `${JSON.stringify(rect)} in strips of ${stripRows}`).toEqual(expected);
      }
    }
  });
});
