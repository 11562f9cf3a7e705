/** A trained version leaves as a network and comes back: as a network that segments alike, and as the version itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { shell, test } from './grove-window.ts';
import { answerOf, openSample, paintTwoStrokes, trainAndSegment } from './paint-sample.ts';

console.log(`Driving ${shell}.`);

async function chooseFile(page: Page, title: string, folder: string, name: string, action: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
  await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
  const named = dialog.getByRole('textbox', { name: 'File name' });
  if (await named.isVisible()) await named.fill(name);
  else await dialog.getByRole('option', { name, exact: false }).first().click();
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('a version is exported as a network, imported again, and segments the image', async ({ grove }) => {
  const { page, folder } = grove;
  await openSample(page);
  await paintTwoStrokes(page);
  await trainAndSegment(page);
  const areas = page.getByRole('list', { name: 'Area per class' });
  const native = await areas.textContent();

  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('button', { name: /version 1$/ }).click();
  await page.getByRole('checkbox', { name: /With training data/ }).check();
  await page.getByRole('button', { name: 'Export as network (.czann)…' }).click();
  await chooseFile(page, 'Export as network', folder, 'cells.czann', 'Export');
  await expect(page.getByText('The model was exported as cells.czann.')).toBeVisible();
  expect(existsSync(join(folder, 'cells.czann'))).toBe(true);

  await page.getByRole('button', { name: 'Import network…' }).click();
  await chooseFile(page, 'Import a network', folder, 'cells.czann', 'Import');
  const importing = page.getByRole('dialog', { name: 'Import network' });
  await expect(importing.getByRole('textbox', { name: 'Name of class 2' })).toHaveValue('Nucleus');
  await expect(importing.locator('.hint')).toHaveCount(0);
  await importing.getByRole('textbox', { name: 'Name of class 2' }).fill('By network');
  await importing.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(importing).toBeHidden();
  const [network] = await answerOf<{ channelNames: string[]; classes: { name: string }[] }[]>(grove, 'networks.list');
  expect(network).toMatchObject({ classes: [{ name: 'Background' }, { name: 'By network' }], channelNames: ['DAPI', 'Actin'] });

  await page.getByRole('button', { name: 'Use this network' }).click();
  await expect(page.getByRole('button', { name: 'In use' })).toBeVisible();
  await page.getByRole('tab', { name: 'Label & train' }).click();
  await expect(areas).toContainText(/\d\s%/);
  await expect.poll(() => areas.textContent()).toBe(native?.replace('Nucleus', 'By network'));

  // The same version cannot be in the project twice, which shows that the file gives it back.
  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Load model…' }).first().click();
  await chooseFile(page, 'Load a model', folder, 'cells.czann', 'Load');
  await expect(page.getByRole('alert').filter({ hasText: 'is in the project already' })).toBeVisible();
});
