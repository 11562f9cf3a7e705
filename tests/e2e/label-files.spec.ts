/** Labels of files, their statistics, and image functions, through the controls of the window. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { type GroveUnderTest, test } from './grove-window.ts';

const [WIDTH, HEIGHT] = [96, 64];

async function png(path: string, value: (x: number, y: number) => number): Promise<void> {
  const pixels = Buffer.from(Array.from({ length: WIDTH * HEIGHT }, (_, i) => value(i % WIDTH, Math.floor(i / WIDTH))));
  await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(path);
}

async function pixelsOf(path: string): Promise<Buffer> {
  return sharp(path).extractChannel(0).raw().toBuffer();
}

async function choose(page: Page, title: string, folder: string, names: readonly string[], action: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
  await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
  for (const name of names) await dialog.getByRole('option', { name }).click({ modifiers: ['Control'] });
  await dialog.getByRole('button', { name: action, exact: true }).click();
}

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(title);
  await page.keyboard.press('Enter');
}

type Project = {
  readonly images: readonly { readonly name: string; readonly labels: Record<string, number> }[];
  readonly classes: readonly { readonly name: string }[];
};
async function project(grove: GroveUnderTest): Promise<Project> {
  const answer = (await grove.api('project.current', {})) as Project & { readonly output?: Project };
  return answer.output ?? answer;
}

test('labels come in from files of two people, are counted, go out, and masks are made of them', async ({ grove }) => {
  const { page, folder } = grove;
  await png(join(folder, 'cells.png'), (x, y) => (x * 2 + y) % 250);
  await png(join(folder, 'anna.png'), (x) => (x < 40 ? 1 : x < 60 ? 2 : 0));
  await png(join(folder, 'ben.png'), (x) => (x < 30 ? 1 : x < 60 ? 2 : 0));
  await grove.api('project.create', { path: join(folder, 'work.grove') });
  await grove.api('images.add', { paths: [join(folder, 'cells.png')] });
  await page.reload();
  await page.getByRole('tab', { name: 'Images' }).click();
  await page.getByRole('button', { name: 'cells.png', exact: true }).click();
  await page.getByRole('tab', { name: 'Label & train' }).click();

  await test.step('two label images become one set, in one step', async () => {
    await page.getByRole('button', { name: 'Import labels…' }).click();
    await choose(page, 'Import labels', folder, ['anna.png', 'ben.png'], 'Choose');
    const dialog = page.getByRole('dialog', { name: 'Import labels' });
    await dialog.getByRole('combobox', { name: 'Of several' }).selectOption('agree');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByText(`The files disagree in ${10 * HEIGHT} pixels.`)).toBeVisible();
    await expect.poll(async () => (await project(grove)).images[0]!.labels).toEqual({ 1: 30 * HEIGHT, 2: 20 * HEIGHT });
    expect((await project(grove)).classes).toHaveLength(2);
    await expect(page.getByRole('radio', { name: 'Class 2' })).toBeVisible();
  });

  await test.step('the statistics show each class', async () => {
    await page.getByRole('button', { name: 'Statistics…' }).click();
    const table = page.getByRole('table', { name: 'Labelled pixels' });
    const row = table.getByRole('row', { name: /cells\.png/ });
    await expect(row).toContainText(/1\s920/);
    await expect(row).toContainText(/1\s280/);
    await page
      .getByRole('dialog', { name: 'Label statistics' })
      .getByRole('button', { name: 'Close', exact: true })
      .last()
      .click();
  });

  await test.step('the labels are written as a PNG', async () => {
    const path = join(folder, 'out.png');
    await page.getByRole('button', { name: 'Export labels…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export labels' });
    await dialog.getByRole('textbox', { name: 'Labels' }).fill(path);
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await expect.poll(() => existsSync(path)).toBe(true);
    const written = await pixelsOf(path);
    expect([written[29], written[30], written[40], written[60]]).toEqual([1, 0, 2, 0]);
  });

  await test.step('undo takes the labels and the classes back', async () => {
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await expect.poll(async () => (await project(grove)).classes.length).toBe(0);
    expect((await project(grove)).images[0]!.labels).toEqual({});
  });

  await test.step('functions make a mask of a class', async () => {
    await grove.api('images.add', { paths: [join(folder, 'out.png')] });
    await page.getByRole('tab', { name: 'Images' }).click();
    await page.getByRole('button', { name: 'out.png', exact: true }).click();
    await command(page, 'Image functions');
    const dialog = page.getByRole('dialog', { name: 'Image functions' });
    await expect(dialog.getByRole('button', { name: 'Apply' })).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Class' }).fill('2');
    await dialog.getByRole('button', { name: 'Add a function' }).click();
    await dialog.getByRole('combobox', { name: 'Function 2' }).selectOption('erode');
    await dialog.getByRole('textbox', { name: 'Count' }).fill('3');
    await expect(dialog.getByRole('status', { name: 'As a command' })).toHaveText('mask class=2; erode count=3 element=square');
    const path = join(folder, 'mask.png');
    await dialog.getByRole('textbox', { name: 'New image' }).fill(path);
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(async () => (await project(grove)).images.map(({ name }) => name)).toContain('mask.png');
    const mask = await pixelsOf(path);
    expect([mask[42], mask[43], mask[56], mask[57]]).toEqual([0, 255, 255, 0]);
  });
});
