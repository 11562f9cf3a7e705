/** Every pixel as SciPy and scikit-image have it; see tests/golden/image-functions. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type MemoryImage, memoryImage, runSteps } from './run-plan.ts';

const folder = new URL('../../golden/image-functions/', import.meta.url);
const { width, height, masks } = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as {
  width: number;
  height: number;
  masks: Record<string, number>;
};
const packed = readFileSync(new URL('masks.bin', folder));
const area = width * height;
const bytes = Math.ceil(area / 8);

function golden(name: string): Uint8Array {
  const at = masks[name]! * bytes;
  return Uint8Array.from({ length: area }, (_, i) => (((packed[at + (i >> 3)]! >> (i & 7)) & 1) === 1 ? 255 : 0));
}
const a = memoryImage(width, height, golden('a'));
const b = memoryImage(width, height, golden('b'));
const c = memoryImage(width, height, golden('c'));
const labels = memoryImage(width, height, new Uint8Array(readFileSync(new URL('labels.bin', folder))));
const images: Record<string, MemoryImage> = { a, b };

/** How many pixels differ; the test says none may. */
async function differing(step: string, name: string, of: Record<string, MemoryImage> = images): Promise<number> {
  const expected = golden(name);
  const pixels = await runSteps(step.split('; '), of);
  return expected.reduce((sum, value, i) => sum + (pixels[i] === value ? 0 : 1), 0);
}

const named = (start: string): string[] => Object.keys(masks).filter((name) => name.startsWith(start));

describe('functions of masks are those of SciPy and scikit-image', () => {
  it.each(['and', 'or', 'xor', 'minus'])('%s', async (operation) => {
    expect(await differing(`combine operation=${operation} with=b`, operation)).toBe(0);
  });
  it('not', async () => expect(await differing('not', 'not')).toBe(0));

  it.each(named('scrap'))('%s', async (name) => {
    const [, connectivity, minimum, maximum] = name.split(' ');
    expect(await differing(`scrap minimum=${minimum} maximum=${maximum} connectivity=${connectivity}`, name)).toBe(0);
  });

  it.each(named('fill'))('%s', async (name) => {
    const [, connectivity, maximum] = name.split(' ');
    expect(await differing(`fill-holes maximum=${maximum} connectivity=${connectivity}`, name)).toBe(0);
  });

  it.each(['erode', 'dilate', 'open', 'close'].flatMap(named))('%s', async (name) => {
    const [step, element, count] = name.split(' ');
    expect(await differing(`${step} element=${element} count=${count}`, name, { c })).toBe(0);
  });
});

describe('functions of labels do to each class what they do to its mask', () => {
  it.each([1, 2, 3, 4])('class %i', async (k) => {
    const of = { labels };
    for (const connectivity of [4, 8]) {
      const steps = `scrap minimum=30 connectivity=${connectivity}; mask class=${k}`;
      expect(await differing(steps, `class ${k} scrap ${connectivity}`, of)).toBe(0);
    }
    expect(await differing(`erode element=disk count=2; mask class=${k}`, `class ${k} erode`, of)).toBe(0);
    expect(await differing(`open element=cross count=2; mask class=${k}`, `class ${k} open`, of)).toBe(0);
  });
});

it('the golden masks are no trivial ones', () => {
  for (const name of Object.keys(masks)) {
    const share = golden(name).reduce((sum, value) => sum + value / 255, 0) / area;
    expect(share, name).toBeGreaterThan(0);
    expect(share, name).toBeLessThan(1);
  }
});
