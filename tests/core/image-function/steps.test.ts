import { describe, expect, it } from 'vitest';
import { convertPixels } from '#core/image-function/convert-pixels.ts';
import { halfWidths } from '#core/image-function/element.ts';
import { planSteps } from '#core/image-function/plan.ts';
import type { PixelArray, PixelType } from '#core/model/image.ts';
import { formatFunction, IMAGE_FUNCTIONS, imageFunction, parseFunction } from '#core/model/image-function.ts';
import { type MemoryImage, memoryImage, runSteps } from './run-plan.ts';

const row = (data: PixelArray, type: PixelType = 'uint8', names?: string[]): MemoryImage =>
  memoryImage(data.length / (names?.length ?? 1), 1, data, type, names);
const labels = row(Uint8Array.of(0, 1, 2, 3, 2, 1));
const masks = row(Uint8Array.of(255, 0, 255, 0, 255, 255), 'uint8', ['Nucleus', 'Border']);
const run = async (steps: string | string[], images: Record<string, MemoryImage>): Promise<number[]> => [
  ...(await runSteps([steps].flat(), images)),
];
const planned = (steps: string[], images: Record<string, MemoryImage>) =>
  planSteps({
    steps: steps.map(parseFunction),
    inputs: Object.entries(images).map(([path, { layout }]) => ({ path, layout })),
  });
const last = (steps: string[], images: Record<string, MemoryImage>) => planned(steps, images).layouts.at(-1)!;
const refused = (kind: string, message: RegExp) => expect.objectContaining({ kind, message: expect.stringMatching(message) });

describe('classes', () => {
  it('of a label image are its values', async () => {
    expect(await run('mask class=2', { labels })).toEqual([0, 0, 255, 0, 255, 0]);
    expect(await run('extract class=2', { labels })).toEqual([0, 0, 2, 0, 2, 0]);
    expect(last(['mask class=2'], { labels }).channels).toEqual([{ name: 'Class 2', color: null }]);
  });

  it('of an image with a channel each are found by name or number', async () => {
    expect(await run('mask class=Border', { masks })).toEqual([0, 255, 255]);
    expect(await run('extract class=1', { masks })).toEqual([255, 0, 255]);
    expect(last(['extract class=Border'], { masks }).channels).toEqual([{ name: 'Border', color: null }]);
    expect(() => planned(['mask class=Cell'], { masks })).toThrow(
      refused('invalid-input', /has no class Cell; it has Nucleus, Border/),
    );
    expect(() => planned(['mask class=300'], { labels })).toThrow(refused('invalid-input', /number from 1 to 255/));
  });
});

describe('masks', () => {
  const a = row(Uint8Array.of(0, 0, 7, 7));
  const b = row(Uint8Array.of(0, 9, 0, 9));
  it.each([
    ['and', [0, 0, 0, 255]],
    ['or', [0, 255, 255, 255]],
    ['xor', [0, 255, 255, 0]],
    ['minus', [0, 0, 255, 0]],
  ])('%s', async (operation, expected) => {
    expect(await run(`combine operation=${operation} with=b`, { a, b })).toEqual(expected);
  });
  it('not, and apply', async () => {
    expect(await run('not', { a })).toEqual([255, 255, 0, 0]);
    const grey = row(Float32Array.of(1.5, 2.5, 3.5, 4.5), 'float32');
    expect(await run('apply-mask with=b', { grey, b })).toEqual([0, 2.5, 0, 4.5]);
  });
  it('of one channel lie over all channels', async () => {
    const one = row(Uint8Array.of(1, 0, 0));
    expect(await run('combine operation=minus with=one', { masks, one })).toEqual([0, 0, 255, 0, 255, 255]);
  });
  it('of confidence clear what is below, not what is at the threshold', async () => {
    const confidence = row(Uint8Array.of(100, 49, 50, 51, 0, 99));
    expect(await run('min-confidence with=confidence threshold=50', { labels, confidence })).toEqual([0, 0, 2, 3, 0, 1]);
  });
});

describe('pixel types', () => {
  it('keep values, rounded and cut to the range', () => {
    const from = Float32Array.of(-3, 0.49, 0.5, 254.6, 300, Number.NaN);
    expect([...convertPixels(from, 'uint8', null)]).toEqual([0, 0, 1, 255, 255, 0]);
    expect([...convertPixels(Uint16Array.of(0, 128, 40_000), 'int8', null)]).toEqual([0, 127, 127]);
    expect([...convertPixels(Uint16Array.of(7, 65_535), 'float32', null)]).toEqual([7, 65_535]);
  });
  it('or rescale a range to the whole of the new one', () => {
    expect([...convertPixels(Uint8Array.of(0, 1, 128, 255), 'uint16', [0, 255])]).toEqual([0, 257, 32_896, 65_535]);
    expect([...convertPixels(Uint16Array.of(0, 128, 129, 65_535), 'uint8', [0, 65_535])]).toEqual([0, 0, 1, 255]);
    expect([...convertPixels(Uint16Array.of(50, 100, 150, 250), 'uint8', [100, 200])]).toEqual([0, 0, 128, 255]);
    expect([...convertPixels(Uint8Array.of(0, 51, 255), 'float64', [0, 255])]).toEqual([0, 0.2, 1]);
  });
  it('rescale by the range of the type, or by low and high', async () => {
    const image = row(Uint16Array.of(0, 65_535, 1000), 'uint16');
    expect(await run('pixel-type type=uint8 rescale=yes', { image })).toEqual([0, 255, 4]);
    expect(await run('pixel-type type=uint8 rescale=yes low=0 high=1000', { image })).toEqual([0, 255, 255]);
    expect(() => planned(['pixel-type type=uint8 rescale=yes low=9 high=9'], { image })).toThrow(
      refused('invalid-input', /low below high/),
    );
  });
});

describe('added channels', () => {
  const deep = row(Uint16Array.of(5, 6), 'uint16', ['DAPI']);
  const mask = row(Uint8Array.of(255, 0), 'uint8', ['Nucleus']);
  const float = row(Float32Array.of(0.5, 2), 'float32', ['P']);
  it('take the type of an 8- or 16-bit image, their values as they are, and it is said', async () => {
    expect(await run('add-channels with=mask', { deep, mask })).toEqual([5, 6, 255, 0]);
    const { notes, layouts } = planned(['add-channels with=mask'], { deep, mask });
    expect(notes).toEqual(['The channels of test.tif were changed from uint8 to uint16, their values as they are.']);
    expect(layouts[1]).toMatchObject({ pixelType: 'uint16', channels: [{ name: 'DAPI' }, { name: 'Nucleus' }], rgb: false });
    expect(planned(['add-channels with=deep'], { mask, deep }).notes[0]).toMatch(/values above its range are cut/);
  });
  it('leave other types alone, and are refused where these cannot hold them', async () => {
    expect(await run('add-channels with=mask', { float, mask })).toEqual([0.5, 2, 255, 0]);
    expect(planned(['add-channels with=mask'], { float, mask }).notes[0]).toMatch(/float32 pixels, which are left alone/);
    const int = row(Int16Array.of(1, 2), 'int16');
    expect(() => planned(['add-channels with=float'], { int, float })).toThrow(refused('mismatch', /change the pixel type/));
    expect(() => planned(['add-channels with=mask adapt=no'], { deep, mask })).toThrow(
      refused('mismatch', /uint8 pixels but .* uint16/),
    );
  });
});

describe('what does not fit', () => {
  const float = row(Float32Array.of(0, 1), 'float32');
  const small = row(Uint8Array.of(1));
  it('is refused by name', () => {
    expect(() => planned(['scrap minimum=2'], { float })).toThrow(refused('mismatch', /float32 pixels but scrap works on masks/));
    expect(() => planned(['combine with=small'], { labels, small })).toThrow(refused('mismatch', /1 × 1 pixels.*6 × 1 pixels/));
    expect(() =>
      planned(['combine with=masks'], { masks, labels: row(Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1), 'uint8', ['a', 'b', 'c']) }),
    ).not.toThrow();
    expect(() => planned(['subset subset=X(50-60)'], { labels })).toThrow(refused('invalid-input', /part of the subset/));
  });
});

describe('functions as texts', () => {
  it('are read and written alike', () => {
    const texts = [
      'mask class=2',
      'mask class="Cell body"',
      'combine operation=xor with="my masks/a b.ome.tif"',
      'scrap minimum=20 maximum=400 connectivity=4',
      'fill-holes connectivity=8',
      'open count=3 element=disk',
      'pixel-type type=uint16 rescale=no',
      'min-confidence with=c.tif threshold=62.5',
      'subset subset=Z(1-5)|T(3)',
      'not',
    ];
    for (const text of texts) {
      expect(formatFunction(parseFunction(text))).toBe(text);
    }
    expect(parseFunction('scrap')).toEqual({ name: 'scrap', minimum: 0, maximum: null, connectivity: 8 });
  });

  it.each([
    ['opne', /no image function 'opne'; there are mask, extract/],
    ['open size=3', /open has no parameter 'size'; it has count, element/],
    ['open count=0', /count a whole number from 1 to 100, not '0'/],
    ['open count=1.5', /whole number/],
    ['open element=star', /element=square or cross or disk, not 'star'/],
    ['scrap minimum=-1', /from 0 on, not '-1'/],
    ['mask', /mask needs class=/],
    ['not 5', /"5" in "not 5" is no parameter/],
    ['open count=1 count=2', /given twice/],
    ['add-channels with=a adapt=maybe', /adapt=yes or no/],
  ])('%s is refused', (text, message) => {
    expect(() => parseFunction(text)).toThrow(refused('invalid-input', message));
  });

  it('exist for every function with its initial values', () => {
    for (const { name, parameters } of IMAGE_FUNCTIONS) {
      const needed = parameters.filter((one) => (one.kind === 'text' || one.kind === 'file') && one.initial === null);
      const step = imageFunction(name, Object.fromEntries(needed.map(({ key }) => [key, '1'])));
      expect(parseFunction(formatFunction(step))).toEqual(step);
    }
  });
});

it('elements are what their formulas say', () => {
  expect(halfWidths('square', 2)).toEqual([2, 2, 2]);
  expect(halfWidths('cross', 2)).toEqual([2, 1, 0]);
  expect(halfWidths('disk', 5)).toEqual([5, 4, 4, 4, 3, 0]);
});
