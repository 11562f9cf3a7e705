import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultFiles } from '../../main/formats/result-files.ts';
import { seededNumbers } from '../formats/seeded-numbers.ts';

/** Two textures of the same brightness: stripes across and stripes down, in squares of `PATCH` pixels. */
const EDGE = 512;
const PATCH = 128;

let folder: string;
const place = (name: string): string => join(folder, name);
const classAt = (x: number, y: number): 1 | 2 => ((Math.floor(x / PATCH) + Math.floor(y / PATCH)) % 2 === 0 ? 1 : 2);

async function draw(name: string, seed: number): Promise<void> {
  const random = seededNumbers(seed);
  const image = Uint8Array.from({ length: EDGE * EDGE }, (_, i) => {
    const [x, y] = [i % EDGE, Math.floor(i / EDGE)];
    const phase = classAt(x, y) === 1 ? x : y;
    return 120 + 60 * Math.sin((2 * Math.PI * phase) / 7) + 20 * random();
  });
  const labels = Uint8Array.from({ length: EDGE * EDGE }, (_, i) => {
    const [x, y] = [i % EDGE, Math.floor(i / EDGE)];
    const inside = x % PATCH > 30 && x % PATCH < 98 && y % PATCH > 60 && y % PATCH < 66;
    return inside ? classAt(x, y) : 0;
  });
  const near = labels.map((value, i) => (i % EDGE < 200 && i < EDGE * 70 ? value : 0));
  for (const [suffix, data] of [
    ['', image],
    ['-labels', labels],
    ['-near', near],
  ] as const) {
    await resultFiles.png(place(`${name}${suffix}.png`), { width: EDGE, height: EDGE, channels: 1, data });
  }
}

function grove(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const program = fileURLToPath(new URL('../../main/cli/grove.ts', import.meta.url));
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
}

const pair = (name: string, labels = 'labels'): string[] => [
  '--image',
  place(`${name}.png`),
  '--labels',
  place(`${name}-${labels}.png`),
];
/** A file that holds the text. */
function written(text: string): string {
  const path = place(`${text.length}.json`);
  writeFileSync(path, text);
  return path;
}

const json = (...args: string[]) => {
  const { status, stdout, stderr } = grove(...args, '--json');
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-suggest-'));
  await draw('one', 1);
  await draw('two', 2);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the quality of a classifier where it was not trained', () => {
  it('keeps blocks of one image apart, whole images of several, and is the same each time', () => {
    const alone = json('pixel', 'validate', ...pair('one'), '--threads', '1');
    expect(alone).toMatchObject({ by: 'block', blockPx: 132, classNames: ['Class 1', 'Class 2'] });
    expect(alone.meanIou).toBeGreaterThan(0.8);
    expect(alone.pixels).toBe(alone.confusion.flat().reduce((sum: number, count: number) => sum + count, 0));
    expect(json('pixel', 'validate', ...pair('one'), '--threads', '2')).toEqual(alone);
    const both = json('pixel', 'validate', ...pair('one'), ...pair('two'));
    expect(both).toMatchObject({ by: 'image', blockPx: null, folds: 2 });
    const { status, stdout } = grove('pixel', 'validate', ...pair('one'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/blocks of 132 pixels kept apart\nclass +precision +recall +IoU\nClass 1 .*%\nClass 2 .*%\nmean IoU/);
  });

  it('tells feature sets that see a difference from those that see none', () => {
    const sets = ['multiscale(gaussian:10)', 'basic25', 'multiscale(gaussian:5,10)'];
    const { suggested, ranked } = json('pixel', 'suggest', ...pair('one'), ...sets.flatMap((set) => ['--features', set]));
    expect(suggested.setting.set).toBe('basic25');
    expect(ranked.map(({ setting }: { setting: { set: string } }) => setting.set)[0]).toBe('basic25');
    expect(ranked[0].blocks.meanIou).toBeGreaterThan(ranked[1].blocks.meanIou + 0.2);
    // All are tested on the same pixels, however far each sees.
    expect(new Set(ranked.map(({ blocks }: { blocks: { pixels: number } }) => blocks.pixels)).size).toBe(1);
    const { stdout } = grove('pixel', 'suggest', ...pair('one'), ...pair('two'), '--features', 'basic33');
    expect(stdout).toMatch(
      /^mean IoU +new images.*\n +\d+\.\d % +\d+\.\d % +[\d.]+ +[\d.]+ +\d+ {2}Basic Features 33, 25 trees {2}basic33\nsuggested: Basic/,
    );
  });

  it('is known for each setting of a tournament, and the winner is written', () => {
    const settings = place('settings.json');
    const list = [{ set: 'multiscale(gaussian:10)' }, { trees: 10 }, { set: 'basic25', crf: 50 }];
    writeFileSync(settings, JSON.stringify(list));
    const out = place('winner.grovemodel');
    const ranked = json('pixel', 'tournament', '--settings', settings, ...pair('one'), '--out', out);
    expect(ranked).toHaveLength(3);
    expect(ranked.at(-1).setting).toEqual({ set: 'multiscale(gaussian:10)', channels: null, trees: 25, scale: 'px', crf: 0 });
    for (const { trainSeconds, segmentSeconds, megabytes, blocks } of ranked) {
      expect(Math.min(trainSeconds, segmentSeconds)).toBeGreaterThan(0);
      expect(megabytes).toBeGreaterThanOrEqual(0);
      expect(blocks.blockPx).toBe(160);
    }
    const [best] = ranked;
    expect(json('pixel', 'segment', '--model', out, '--image', place('two.png'), '--out', place('two.tif')).files).toHaveLength(
      1,
    );
    expect(best.blocks.meanIou).toBeGreaterThan(0.8);
  });

  it('is refused where nothing can be kept apart, and where options make no sense', () => {
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [['pixel', 'validate', ...pair('one', 'near')], /lie too close together/],
      [['pixel', 'validate'], /--image is missing/],
      [['pixel', 'suggest', ...pair('one'), '--features', 'basic99'], /no feature set 'basic99'/],
      [['pixel', 'validate', ...pair('one'), '--features', 'basic25', '--features', 'basic33'], /given twice/],
      [['pixel', 'suggest', ...pair('one'), '--folds', '1'], /--folds/],
      [['pixel', 'tournament', ...pair('one')], /--settings is missing/],
      [['pixel', 'tournament', ...pair('one'), '--settings', place('absent.json')], /absent\.json cannot be read/],
      [['pixel', 'tournament', ...pair('one'), '--settings', place('one.png')], /one\.png is no JSON/],
      [['pixel', 'tournament', ...pair('one'), '--settings', written('[]')], /holds no list of settings/],
      [['pixel', 'tournament', ...pair('one'), '--settings', written('[{}, {"trees": 0}]')], /mistake in setting 2: trees/],
      [['pixel', 'tournament', ...pair('one'), '--settings', written('[{}]'), '--trees', '9'], /--trees does not go together/],
    ];
    for (const [args, reason] of refused) {
      const { status, stderr } = grove(...args);
      expect(status, args.join(' ')).not.toBe(0);
      expect(stderr).toMatch(reason);
    }
  });
});
