/** What a user meets when something is wrong with a file: a message that names it, and everything as it was. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import { type GroveUnderTest, test } from './grove-window.ts';

async function choose(page: Page, title: string, folder: string, name: string, action: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
  await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
  await dialog.getByRole('option', { name }).click();
  await dialog.getByRole('button', { name: action, exact: true }).click();
}

async function importLabels(page: Page, folder: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Import labels…' }).click();
  await choose(page, 'Import labels', folder, name, 'Choose');
  await page.getByRole('dialog', { name: 'Import labels' }).getByRole('button', { name: 'Import', exact: true }).click();
}

async function expectAlert(page: Page, ...words: (string | RegExp)[]): Promise<void> {
  let alert = page.getByRole('alert');
  for (const word of words) alert = alert.filter({ hasText: word });
  await expect(alert.first()).toBeVisible();
  const close = page.getByRole('button', { name: 'Close the message' });
  for (let i = 0; i < 10 && (await close.count()) > 0; i++) {
    // One that leaves by itself meanwhile is as good.
    await close
      .first()
      .click({ timeout: 2000 })
      .catch(() => undefined);
  }
}

/** A project with one image in the folder of the test, and open. */
async function newProject(grove: GroveUnderTest): Promise<string> {
  const { page, folder } = grove;
  await sharp(Buffer.alloc(64 * 48, 77), { raw: { width: 64, height: 48, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(join(folder, 'good.png'));
  const path = join(folder, 'work.grove');
  await page.getByRole('button', { name: 'New project…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
  await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
  await dialog.getByRole('textbox', { name: 'File name' }).fill('work.grove');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('tab', { name: 'Images' }).click();
  await page.getByRole('button', { name: 'Add images…' }).first().click();
  await choose(page, 'Add images', folder, 'good.png', 'Add');
  await expect(page.getByRole('list', { name: 'Images' })).toContainText('good.png');
  return path;
}

test('images that can not be read', async ({ grove }) => {
  const { page, folder } = grove;
  await newProject(grove);
  const bad = join(folder, 'bad');
  mkdirSync(bad);
  const png = readFileSync(join(folder, 'good.png'));
  const noise = await sharp(Buffer.from(Array.from({ length: 90_000 }, (_, i) => (i * 7919) % 251)), {
    raw: { width: 300, height: 300, channels: 1 },
  })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  writeFileSync(join(bad, 'empty.tif'), '');
  writeFileSync(join(bad, 'notes.png'), 'These are notes, not pixels.');
  writeFileSync(join(bad, 'cut.png'), noise.subarray(0, noise.length / 2));
  writeFileSync(join(bad, 'slides.czi'), Buffer.concat([Buffer.from('ZISRAWFILE'), Buffer.alloc(600)]));
  // A grey 8-bit TIFF that claims 2,000,000 × 2,000,000 pixels and holds none.
  const entries = [
    [256, 4, 2_000_000],
    [257, 4, 2_000_000],
    [258, 3, 8],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 4, 2_000_000],
    [279, 4, 100],
  ];
  const tiff = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, type, value], i) => {
    tiff.writeUInt16LE(tag!, 10 + 12 * i);
    tiff.writeUInt16LE(type!, 12 + 12 * i);
    tiff.writeUInt32LE(1, 14 + 12 * i);
    tiff.writeUInt32LE(value!, 18 + 12 * i);
  });
  writeFileSync(join(bad, 'huge.tif'), tiff);

  for (const [name, word] of [
    ['empty.tif', /empty/i],
    ['notes.png', /not an? .*image|does not read|no image|cannot be read|format/i],
    ['cut.png', /damaged|truncated|ends|incomplete/i],
    ['huge.tif', /large|damaged|size|bytes|truncated|holds/i],
    ['slides.czi', /damaged/],
  ] as const) {
    await page.getByRole('button', { name: 'Add images…' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add images' });
    await dialog.getByRole('combobox', { name: 'Kind of file' }).selectOption('All files');
    await choose(page, 'Add images', bad, name, 'Add');
    await expectAlert(page, name, word);
  }
  await expect(page.getByRole('list', { name: 'Images' }).getByRole('listitem')).toHaveCount(1);
  expect(readFileSync(join(folder, 'good.png')).equals(png)).toBe(true);
});

test('labels of another size, one class only, a model for more channels', async ({ grove }) => {
  const { page, folder } = grove;
  await newProject(grove);
  await page.getByRole('tab', { name: 'Label & train' }).click();
  await sharp(Buffer.alloc(100, 1), { raw: { width: 10, height: 10, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(join(folder, 'small.png'));
  await importLabels(page, folder, 'small.png');
  await expectAlert(page, 'small.png', '10 × 10', '64 × 48');

  await page.getByRole('button', { name: 'Train & Segment' }).click();
  await expectAlert(page, /Nothing is labelled/);
  await sharp(Buffer.alloc(64 * 48, 1), { raw: { width: 64, height: 48, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(join(folder, 'ones.png'));
  await importLabels(page, folder, 'ones.png');
  await page.getByRole('button', { name: 'Train & Segment' }).click();
  await expectAlert(page, /Only .* is labelled/);
  await page.getByRole('button', { name: 'More for Object' }).click();
  await page.getByRole('menuitem', { name: 'Delete class and its labels' }).click();
  await page.getByRole('button', { name: 'Train & Segment' }).click();
  await expectAlert(page, /only one class/i);

  // A model of two channels, trained on the sample, meets an image of one.
  await grove.api('project.openSample', {});
  await expect(page.getByRole('radio', { name: 'Nucleus' })).toBeVisible();
  const sample = (await grove.api('project.current', {})) as SampleProject & { output?: SampleProject };
  const { images, classes } = sample.output ?? sample;
  const size = images[0]!.info;
  const labels = Buffer.alloc(size.width * size.height);
  labels.fill(1, 0, size.width * 20);
  labels.fill(2, size.width * 400, size.width * 420);
  await sharp(labels, { raw: { width: size.width, height: size.height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(join(folder, 'labels.png'));
  expect(classes.length).toBe(2);
  await grove.api('labels.import', { imageId: images[0]!.id, plane: { scene: 0, z: 0, t: 0 }, path: join(folder, 'labels.png') });
  const trained = (await grove.api('classifier.train', {})) as { id?: string; output?: { id: string } };
  const path = join(folder, 'two-channels.grovemodel');
  await grove.api('classifier.save', { modelId: trained.output?.id ?? trained.id, path });
  await grove.api('project.open', { path: join(folder, 'work.grove') });
  await expect(page.getByRole('radio', { name: 'Nucleus' })).toBeHidden();
  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Load model…' }).first().click();
  await choose(page, 'Load a model', folder, 'two-channels.grovemodel', 'Load');
  await page.getByRole('button', { name: 'Use this version' }).first().click();
  await expectAlert(page, /channel/);
});

/** Ones and twos without any order, so that they do not compress. */
function randomClasses(length: number): Buffer {
  let word = 1;
  return Buffer.from(
    Array.from({ length }, () => {
      word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
      return 1 + (word >>> 31);
    }),
  );
}

interface SampleProject {
  readonly images: readonly { readonly id: string; readonly info: { readonly width: number; readonly height: number } }[];
  readonly classes: readonly unknown[];
}

test('projects that can not be opened or written', async ({ grove }) => {
  const { page, folder } = grove;
  const path = await newProject(grove);
  const open = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Project menu' }).click();
    await page.getByRole('menuitem', { name: 'Open project…' }).click();
    await choose(page, 'Open a project', folder, name, 'Open');
  };

  await test.step('open in another Grove', async () => {
    copyFileSync(path, join(folder, 'busy.grove'));
    await grove.api('project.saveCopy', { path: join(folder, 'busy.grove') });
    const db = new Database(join(folder, 'busy.grove'));
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    await open('busy.grove');
    await expectAlert(page, 'busy.grove', /another Grove/);
    db.close();
  });

  await test.step('corrupt', async () => {
    writeFileSync(join(folder, 'broken.grove'), Buffer.alloc(20_000, 0xa5));
    await open('broken.grove');
    await expectAlert(page, 'broken.grove', /damaged|not a Grove project/);
  });

  await test.step('from a newer version', async () => {
    const newer = join(folder, 'newer.grove');
    await grove.api('project.saveCopy', { path: newer });
    const db = new Database(newer);
    db.pragma('user_version = 990');
    db.close();
    await open('newer.grove');
    await expectAlert(page, 'newer.grove', /newer Grove/);
  });

  await test.step('read-only', async () => {
    const kept = join(folder, 'kept.grove');
    await grove.api('project.saveCopy', { path: kept });
    chmodSync(kept, 0o444);
    await open('kept.grove');
    await expect(page.getByRole('button', { name: 'Project menu' })).toContainText('kept');
    await page.getByRole('tab', { name: 'Label & train' }).click();
    await expect(page.getByText('read only', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add class' })).toBeDisabled();
    await expect(page.getByRole('button', { name: 'Train & Segment' })).toBeDisabled();
    expect(JSON.stringify(await grove.api('classes.add', { name: 'No', color: null }))).toMatch(/kept\.grove is read-only/);
  });
});

test('a full disk', async ({ grove }) => {
  const disk = join(grove.folder, 'disk');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk]).status === 0;
  test.skip(!mounted, 'A small disk can not be mounted here; tests/store/refusals.test.ts has the full disk of the store.');
  try {
    const { page, folder } = grove;
    await newProject(grove);
    await sharp(Buffer.alloc(2000 * 2000, 7), { raw: { width: 2000, height: 2000, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(join(folder, 'wide.png'));
    await grove.api('project.create', { path: join(disk, 'small.grove') });
    await grove.api('images.add', { paths: [join(folder, 'wide.png')] });
    await expect(page.getByRole('button', { name: 'Project menu' })).toContainText('small');
    await grove.api('classes.add', { name: 'One', color: null });
    // Labels that do not compress fill the disk at once.
    const noise = randomClasses(4_000_000);
    await sharp(noise, { raw: { width: 2000, height: 2000, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(join(folder, 'noise.png'));
    await page.getByRole('tab', { name: 'Label & train' }).click();
    await importLabels(page, folder, 'noise.png');
    await expectAlert(page, 'small.grove', /disk is full/);
    const answer = (await grove.api('project.current', {})) as { path?: string; output?: { path: string } };
    expect(answer.output?.path ?? answer.path).toBe(join(disk, 'small.grove'));
  } finally {
    await grove.api('project.close', {}).catch(() => undefined);
    spawnSync('umount', ['--lazy', disk]);
  }
});
