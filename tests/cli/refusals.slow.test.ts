import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CellImage, colourPng, cutFile, drawCells, greyPng } from '../services/cell-images.ts';
import { runGrove } from './run-grove.ts';

let folder: string;
let cells: CellImage;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-refusals-'));
  process.env.GROVE_DATA = mkdtempSync(join(tmpdir(), 'grove-data-'));
  cells = await drawCells(folder, 'cells', 3, 120, 100);
  const { width, height } = cells;
  const area = width * height;
  const bytes = readFileSync(cells.image);
  cutFile(bytes, file('cut.png'), 900);
  cutFile(bytes, file('empty.png'), 0);
  writeFileSync(file('notes.png'), 'These are notes, not an image.');
  await greyPng(file('small_labels.png'), new Uint8Array(50 * 40).fill(1), 50, 40);
  await greyPng(file('no_labels.png'), new Uint8Array(area), width, height);
  await greyPng(file('one_class.png'), new Uint8Array(area).fill(1), width, height);
  await greyPng(
    file('gap.png'),
    Uint8Array.from({ length: area }, (_, i) => (i % 2 === 0 ? 1 : 3)),
    width,
    height,
  );
  await colourPng(file('colour.png'), width, height);
  mkdirSync(file('folder.tif'));
  const args = [
    'pixel',
    'train',
    '--image',
    cells.image,
    '--labels',
    cells.labels,
    '--trees',
    '3',
    '--out',
    file('m.grovemodel'),
  ];
  expect(await runGrove(args)).toMatchObject({ code: 0 });
  const rgb = [
    'pixel',
    'train',
    '--image',
    file('colour.png'),
    '--labels',
    cells.labels,
    '--trees',
    '3',
    '--out',
    file('rgb.grovemodel'),
  ];
  expect(await runGrove(rgb)).toMatchObject({ code: 0 });
  writeFileSync(file('model.tif'), readFileSync(file('m.grovemodel')));
  cutFile(readFileSync(file('m.grovemodel')), file('cut.grovemodel'), 500);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(process.env.GROVE_DATA!, { recursive: true, force: true });
});

const train =
  (image: string, labels: string, ...more: string[]) =>
  () => ['pixel', 'train', '--image', file(image), '--labels', file(labels), '--out', file('new.grovemodel'), ...more];
const segment =
  (model: string, image: string, out: string, ...more: string[]) =>
  () => ['pixel', 'segment', '--model', file(model), '--image', file(image), '--out', file(out), ...more];

const CASES: [string, () => string[], RegExp][] = [
  [
    'a CRF that is too strong',
    segment('m.grovemodel', 'cells.png', 'out.tif', '--crf', '200'),
    /--crf must be .*0 to 100, not '200'/,
  ],
  ['an image that is not there', () => ['image', 'info', file('absent.tif')], /absent\.tif/],
  ['an empty image', () => ['image', 'info', file('empty.png')], /empty\.png.*empty/],
  ['a file that is no image', () => ['image', 'info', file('notes.png')], /notes\.png/],
  ['a cut image', train('cut.png', 'cells_labels.png'), /cut\.png/],
  [
    'labels of another size',
    train('cells.png', 'small_labels.png'),
    /small_labels\.png is 50 × 40 pixels but cells\.png is 120 × 100/,
  ],
  [
    'labels in colour',
    train('cells.png', 'colour.png'),
    /colour\.png is a colour image; labels must be a grey image of 8 or 16 bits/,
  ],
  [
    'labels that are no classes',
    train('cells.png', 'cells.png'),
    /cells\.png holds the value \d{3,5}; labels are 0 = unlabelled and k = class k/,
  ],
  ['labels without a label', train('cells.png', 'no_labels.png'), /no_labels\.png has no labelled pixel/],
  ['one class only', train('cells.png', 'one_class.png'), /There is only one class, Class 1: add a second one/],
  [
    'one of two classes without labels',
    train('cells.png', 'one_class.png', '--classes', 'A,B'),
    /Only A is labelled: paint B too/,
  ],
  ['a class without labels', train('cells.png', 'gap.png'), /Class 2 has no labels: paint some pixels of it, or delete it/],
  ['too few names', train('cells.png', 'gap.png', '--classes', 'A,B'), /The labels hold 3 classes but only 2 names are given/],
  [
    'a channel that is not there',
    train('cells.png', 'cells_labels.png', '--channels', '1'),
    /Channel 1 is chosen but cells\.png has only channel 0/,
  ],
  [
    'grey and colour images together',
    () => [...train('cells.png', 'cells_labels.png')(), '--image', file('colour.png'), '--labels', cells.labels],
    /cells\.png has one channel but colour\.png has 3 colour channels; train on images of one kind/,
  ],
  [
    'an image without labels',
    () => ['pixel', 'train', '--image', 'a', '--out', 'b'],
    /Each --image needs its --labels: there are 1 of the one and 0/,
  ],
  ['no image', () => ['pixel', 'train', '--out', 'b'], /--image is missing/],
  ['no model file', () => ['pixel', 'train', '--image', 'a', '--labels', 'b'], /--out is missing: give the model file to write/],
  [
    'an unknown feature set',
    train('cells.png', 'cells_labels.png', '--features', 'basic99'),
    /There is no feature set 'basic99': give basic25, basic33, multiscale or scattering/,
  ],
  ['a scale of neither kind', train('cells.png', 'cells_labels.png', '--scale', 'mm'), /--scale must be px or um, not 'mm'/],
  [
    'scales in µm of an image without a pixel size',
    train('cells.png', 'cells_labels.png', '--scale', 'um'),
    /cells\.png does not say how large/,
  ],
  [
    'a model over its own image',
    () => ['pixel', 'train', '--image', cells.image, '--labels', cells.labels, '--out', cells.image],
    /cells\.png would overwrite cells\.png/,
  ],
  [
    'a model in no folder',
    () => ['pixel', 'train', '--image', cells.image, '--labels', cells.labels, '--out', file('no/m.grovemodel')],
    /The folder of m\.grovemodel, .*no, does not exist/,
  ],
  ['a model that is not there', segment('absent.grovemodel', 'cells.png', 'out.tif'), /absent\.grovemodel/],
  ['a cut model', segment('cut.grovemodel', 'cells.png', 'out.tif'), /cut\.grovemodel is damaged/],
  ['an image as model', segment('cells.png', 'cells.png', 'out.tif'), /cells\.png is not a Grove model/],
  [
    'a model for more channels',
    segment('rgb.grovemodel', 'cells.png', 'out.tif'),
    /trained on channels 0, 1, 2 but cells\.png has only one channel/,
  ],
  [
    'a channel that the image has not',
    segment('m.grovemodel', 'cells.png', 'out.tif', '--channel', '4'),
    /cells\.png has no channel 4: it has one channel/,
  ],
  [
    'a plane that the image has not',
    segment('m.grovemodel', 'cells.png', 'out.tif', '--z', '2'),
    /cells\.png has only one plane; choose a plane that it has/,
  ],
  ['a result over its image', segment('m.grovemodel', 'cells.png', 'cells.png'), /cells\.png would overwrite cells\.png/],
  ['a result over its model', segment('model.tif', 'cells.png', 'model.tif'), /model\.tif would overwrite model\.tif/],
  [
    'two results in one file',
    () => [...segment('m.grovemodel', 'cells.png', 'out.tif')(), '--confidence', file('out.tif')],
    /out\.tif is asked for twice/,
  ],
  [
    'a result with another ending',
    segment('m.grovemodel', 'cells.png', 'out.jpg'),
    /out\.jpg must end in \.tif, \.ome\.zarr or \.png/,
  ],
  [
    'masks as PNG',
    segment('m.grovemodel', 'cells.png', 'out.png', '--format', 'multichannel'),
    /out\.png cannot hold a channel per class/,
  ],
  ['a folder as result', segment('m.grovemodel', 'cells.png', 'folder.tif'), /folder\.tif is a folder/],
  ['a result in no folder', segment('m.grovemodel', 'cells.png', 'no/out.tif'), /The folder of out\.tif, .*no, does not exist/],
  [
    'a confidence of 101',
    segment('m.grovemodel', 'cells.png', 'out.tif', '--min-confidence', '101'),
    /--min-confidence must be a whole number from 0 to 100/,
  ],
  ['a misspelt command', () => ['pixel', 'segmnt'], /There is no command 'pixel segmnt'; did you mean 'grove pixel segment'\?/],
  ['half a command', () => ['pixel'], /'grove pixel' is not complete: use 'grove pixel train' or 'grove pixel segment'/],
  ['something else', () => ['dance'], /There is no command 'dance'; 'grove --help' lists the commands\./],
  ['two images at once', () => ['image', 'info', 'a', 'b'], /One image at a time/],
];

describe('the command line refuses', () => {
  it.each(CASES)('%s, in one line and without a trace', async (_, args, message) => {
    const before = readdirSync(folder);
    const { code, stdout, stderr } = await runGrove(args());
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const lines = stderr.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('grove: '))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(message);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('the command line helps', () => {
  it('with a list, and with each command', async () => {
    const { code, stdout } = await runGrove(['--help']);
    expect(code).toBe(0);
    for (const name of ['image info', 'pixel train', 'pixel segment', 'serve']) {
      expect(stdout).toContain(`grove ${name}`);
      expect((await runGrove([...name.split(' '), '--help'])).stdout).toContain(`grove ${name}`);
    }
  });
});
