/** Networks that someone else trained: imported, tried, used to segment, process and classify, refused with a reason. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type GroveUnderTest, shell, test } from './grove-window.ts';

const MODELS = resolve('../shared/data/models');
const missing = !existsSync(join(MODELS, 'manifest.json'));
if (missing) console.warn(`Skipped: networks in the window need ${MODELS}.`);

console.log(`Driving ${shell}.`);
test.skip(missing, `needs ${MODELS}`);

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample project' }).first().click();
  await expect(page.getByRole('radio', { name: 'Nucleus' })).toBeVisible();
  await page.getByRole('tab', { name: 'Models' }).click();
  await expect(page.getByRole('button', { name: 'Import network…' })).toBeEnabled();
}

/** Chooses a model file in Grove's own dialog. */
async function chooseModel(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Import network…' }).click();
  const files = page.getByRole('dialog', { name: 'Import a network' });
  await files.getByRole('textbox', { name: 'Folder' }).fill(dirname(path));
  await files.getByRole('textbox', { name: 'Folder' }).press('Enter');
  await files
    .getByRole('option', { name: path.slice(dirname(path).length + 1), exact: false })
    .first()
    .click();
  await files.getByRole('button', { name: 'Import' }).click();
}

async function importModel(page: Page, file: string, channel?: string): Promise<void> {
  await chooseModel(page, join(MODELS, file));
  const dialog = page.getByRole('dialog', { name: 'Import network' });
  await expect(dialog).toBeVisible();
  if (channel !== undefined) await dialog.getByRole('combobox', { name: 'Channel' }).selectOption({ label: channel });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toBeHidden();
}

const networks = async (grove: GroveUnderTest): Promise<{ name: string; channelNames: string[] | null }[]> => {
  const answer = (await grove.api('networks.list', {})) as { output?: never[] } | never[];
  return Array.isArray(answer) ? answer : (answer.output ?? []);
};

test('a network is imported, tried on the image in view, and segments it with a confidence threshold', async ({ grove }) => {
  const { page } = grove;
  await openSample(page);
  await chooseModel(page, join(MODELS, 'real/i2k_2022_zeiss/simple_nuclei_segmodel.czann'));
  const dialog = page.getByRole('dialog', { name: 'Import network' });
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Simple_Nuclei_SegmentationModel');
  await dialog.getByRole('combobox', { name: 'Channel' }).selectOption({ label: 'DAPI' });
  await dialog.getByRole('textbox', { name: 'Name of class 2' }).fill('Nuclei');
  await dialog.getByRole('button', { name: 'Try on the image in view' }).click();
  await expect(dialog.getByRole('img', { name: 'What it answered' })).toBeVisible();
  await expect(dialog.getByRole('status', { name: 'Result of the trial' })).toContainText('processor');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(await networks(grove)).toMatchObject([{ name: 'Simple_Nuclei_SegmentationModel', channelNames: ['DAPI'] }]);

  await page.getByRole('button', { name: 'Use this network' }).click();
  await expect(page.getByRole('button', { name: 'In use' })).toBeVisible();
  await page.getByRole('tab', { name: 'Label & train' }).click();
  await expect(page.getByRole('list', { name: 'Area per class' })).toContainText('Nuclei');
  await expect(page.getByRole('list', { name: 'Area per class' })).toContainText(/\d\s%/);

  await page.getByRole('slider', { name: 'Minimum confidence' }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('list', { name: 'Area per class' })).toContainText('below 100 %');

  await page.keyboard.press('Control+e');
  const exporting = page.getByRole('dialog', { name: 'Export segmentation' });
  const path = join(grove.folder, 'by-network.ome.tif');
  await exporting.getByRole('textbox', { name: 'Segmentation' }).fill(path);
  await exporting.getByRole('button', { name: 'Export', exact: true }).click();
  await expect.poll(() => existsSync(path)).toBe(true);
});

test('every kind of container comes in; the same file twice and a bad file are refused with the reason', async ({ grove }) => {
  const { page } = grove;
  await openSample(page);
  const kinds = ['built/savedmodel_v1_0_0.czann', 'built/legacy_v3_1_0_onnx.czmodel', 'built/regression_superres_x2.czann'];
  for (const [i, file] of kinds.entries()) {
    await importModel(page, file, 'DAPI');
    await expect(page.getByRole('list', { name: 'Networks' }).getByRole('button')).toHaveCount(i + 1);
  }

  await chooseModel(page, join(MODELS, kinds[0]!));
  const dialog = page.getByRole('dialog', { name: 'Import network' });
  await expect(dialog.getByRole('alert')).toContainText('in the library already');
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await chooseModel(page, join(MODELS, 'malformed/class_count_mismatch.czann'));
  await expect(page.getByRole('alert').filter({ hasText: 'names 3 classes' })).toBeVisible();
  await expect(dialog).toBeHidden();
});

test('an image is processed into a new one, and classified', async ({ grove }) => {
  const { page } = grove;
  await openSample(page);
  await importModel(page, 'built/regression_superres_x2.czann', 'DAPI');
  await page.getByRole('button', { name: 'Process images…' }).click();
  const processing = page.getByRole('dialog', { name: 'Process image' });
  const path = join(grove.folder, 'twice.ome.tif');
  await processing.getByRole('textbox', { name: 'New image' }).fill(path);
  await processing.getByRole('button', { name: 'Process', exact: true }).click();
  await expect(page.getByText('twice.ome.tif was written.')).toBeVisible();
  await page.getByRole('tab', { name: 'Images' }).click();
  await expect(page.getByRole('list', { name: 'Images' })).toContainText('twice.ome.tif');
  await expect(page.getByRole('list', { name: 'Images' })).toContainText('2048 × 2048');

  await page.getByRole('tab', { name: 'Models' }).click();
  await importModel(page, 'built/classification_nhwc.czann');
  await page.getByRole('button', { name: 'Classify images…' }).click();
  const classifying = page.getByRole('dialog', { name: 'Classify image' });
  await classifying.getByRole('button', { name: 'Classify', exact: true }).click();
  await expect(classifying.getByRole('table', { name: 'Classes' }).getByRole('row')).toHaveCount(2);
  await classifying.getByRole('button', { name: 'Close' }).last().click();

  await page.getByRole('button', { name: 'Delete…' }).click();
  const deleting = page.getByRole('dialog', { name: 'Delete network' });
  await expect(deleting.getByRole('list', { name: 'Projects' })).toContainText('Sample.grove');
  await deleting.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Networks' }).getByRole('button')).toHaveCount(1);
});
