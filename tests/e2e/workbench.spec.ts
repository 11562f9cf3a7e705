/** From the sample project to a segmentation on disk and back, as a user does it. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type GroveUnderTest, shell, test } from './grove-window.ts';

console.log(`Driving ${shell}.`);

/** Drags over the viewer; points are shares of its width and height. */
async function stroke(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const box = (await page.getByRole('region', { name: 'Viewer' }).boundingBox())!;
  const at = ([x, y]: readonly [number, number]): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(points[0]!));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 6 });
  await page.mouse.up();
}

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample project' }).first().click();
  await expect(page.getByRole('radio', { name: 'Nucleus' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Label & train' })).toHaveAttribute('aria-selected', 'true');
}

interface CurrentProject {
  readonly output: {
    readonly path: string;
    readonly images: readonly {
      readonly id: string;
      readonly labels: Record<string, number>;
      readonly display: readonly { readonly max: number }[];
    }[];
    readonly classes: readonly { readonly name: string; readonly value: number }[];
    readonly models: readonly { readonly version: number }[];
  };
}

const project = async (grove: GroveUnderTest): Promise<CurrentProject['output']> => {
  const answer = (await grove.api('project.current', {})) as CurrentProject | CurrentProject['output'];
  return 'output' in answer ? answer.output : answer;
};

const labelled = async (grove: GroveUnderTest): Promise<number> =>
  (await project(grove)).images.reduce((sum, image) => sum + Object.values(image.labels).reduce((a, b) => a + b, 0), 0);

/** Where the sample's first image has ground and nuclei at fit zoom, found from its pixels by a threshold. */
async function paintBothClasses(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Background' }).click();
  await stroke(page, [
    [0.3, 0.1],
    [0.7, 0.12],
  ]);
  await page.getByRole('radio', { name: 'Nucleus' }).click();
  await stroke(page, [
    [0.5, 0.5],
    [0.52, 0.51],
  ]);
}

test('opens the sample, paints, undoes, trains, looks, saves, exports, and finds everything again', async ({ grove }) => {
  let { page } = grove;
  await openSample(page);

  await test.step('a class is added', async () => {
    await page.getByRole('button', { name: 'Add class' }).click();
    await expect.poll(async () => (await project(grove)).classes.length).toBe(3);
    await page.keyboard.press('Escape');
  });

  await test.step('strokes are saved, undone and redone', async () => {
    expect(await labelled(grove)).toBe(0);
    await page.keyboard.press('b');
    await paintBothClasses(page);
    await expect.poll(async () => Object.keys((await project(grove)).images[0]!.labels)).toHaveLength(2);
    const both = await labelled(grove);
    await page.keyboard.press('Control+z');
    await expect.poll(() => labelled(grove)).toBeLessThan(both);
    // The host is asked directly and knows of the step before the window does.
    await expect(page.getByRole('button', { name: 'Redo' })).toBeEnabled();
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => labelled(grove)).toBe(both);
  });

  await test.step('an empty class is named by the refusal, and deleted', async () => {
    await page.getByRole('button', { name: 'Train & Segment' }).click();
    await expect(page.getByRole('alert').filter({ hasText: /no labels/ })).toBeVisible();
    await page
      .getByRole('button', { name: /^More for/ })
      .last()
      .click();
    await page.getByRole('menuitem', { name: 'Delete class and its labels' }).click();
    await expect.poll(async () => (await project(grove)).classes.length).toBe(2);
  });

  await test.step('training gives a version, a report and areas', async () => {
    await page.getByRole('button', { name: 'Train & Segment' }).click();
    await expect(page.getByRole('table', { name: 'Confusion table' })).toBeVisible();
    await expect(page.getByRole('list', { name: 'Area per class' })).toContainText('%');
    await expect(page.getByRole('list', { name: 'Feature importance' }).getByRole('listitem').first()).toBeVisible();
    expect((await project(grove)).models).toHaveLength(1);
  });

  await test.step('live mode retrains after a stroke without a new version', async () => {
    await page.getByRole('switch', { name: 'Live' }).click({ force: true });
    const table = page.getByRole('table', { name: 'Confusion table' });
    const before = await table.textContent();
    await page.getByRole('radio', { name: 'Nucleus' }).click();
    await stroke(page, [
      [0.4, 0.4],
      [0.45, 0.45],
      [0.5, 0.4],
    ]);
    await expect.poll(() => table.textContent()).not.toBe(before);
    await page.getByRole('switch', { name: 'Live' }).click({ force: true });
    expect((await project(grove)).models).toHaveLength(1);
  });

  await test.step('contrast is changed and kept', async () => {
    await page
      .getByRole('button', { name: /^Contrast of/ })
      .first()
      .click();
    const field = page.getByRole('textbox', { name: /maximum value$/ }).first();
    await field.fill('4321');
    await field.press('Enter');
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await project(grove)).images.some((image) => image.display[0]?.max === 4321)).toBe(true);
  });

  const modelFile = join(grove.folder, 'nuclei.grovemodel');
  await test.step('the model is saved to a file', async () => {
    await page.getByRole('tab', { name: 'Models' }).click();
    await page.getByRole('button', { name: /version 1$/ }).click();
    await page.getByRole('button', { name: 'Save to file…' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Save the model' });
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(grove.folder);
    await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
    await dialog.getByRole('textbox', { name: 'File name' }).fill('nuclei.grovemodel');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => existsSync(modelFile)).toBe(true);
    await page.getByRole('tab', { name: 'Label & train' }).click();
  });

  await test.step('the segmentation is exported', async () => {
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: 'Export segmentation' });
    const out = join(grove.folder, 'segmentation.ome.tif');
    await dialog.getByRole('textbox', { name: 'Segmentation' }).fill(out);
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await expect.poll(() => existsSync(out) && statSync(out).size > 1000).toBe(true);
  });

  await test.step('everything is there after a restart', async () => {
    const before = await project(grove);
    await page.waitForTimeout(1500);
    page = await grove.restart();
    await page.getByRole('list', { name: 'Recent projects' }).getByRole('button').first().click();
    await expect(page.getByRole('radio', { name: 'Nucleus' })).toBeVisible();
    const after = await project(grove);
    expect(after.images.map((image) => image.labels)).toEqual(before.images.map((image) => image.labels));
    expect(after.classes).toEqual(before.classes);
    expect(after.models).toEqual(before.models);
    expect(after.images[0]?.display).toEqual(before.images[0]?.display);
    await page.keyboard.press('Control+z');
    await expect
      .poll(() => labelled(grove))
      .not.toBe(before.images.reduce((sum, image) => sum + Object.values(image.labels).reduce((a, b) => a + b, 0), 0));
  });
});

test('an image is segmented in five clicks after it was opened', async ({ grove }) => {
  const { page } = grove;
  await openSample(page);
  // 1 class, 2 stroke, 3 class, 4 stroke, 5 Train & Segment.
  await paintBothClasses(page);
  await page.getByRole('button', { name: 'Train & Segment' }).click();
  await expect(page.getByRole('list', { name: 'Area per class' })).toContainText('%');
});
