/** Choosing features by the keyboard, in the grid of Multi-scale features. */
import { expect } from '@playwright/test';
import { test } from './grove-window.ts';

test('ticks Multi-scale features by keyboard and comes back to them', async ({ grove }) => {
  const { page } = grove;
  await page.getByRole('button', { name: 'Open the sample project' }).first().click();
  await page.getByLabel('Features', { exact: true }).selectOption('Multi-scale');
  await page.getByRole('button', { name: 'Scales' }).click();
  const dialog = page.getByRole('dialog', { name: 'Multi-scale features' });
  const status = dialog.getByRole('status');
  await expect(status).toHaveText('49 features of each channel');

  await dialog.getByRole('button', { name: 'None' }).click();
  await expect(status).toHaveText('Tick at least one box.');
  await expect(dialog.getByRole('button', { name: 'Use' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Gaussian at σ 0.7', exact: true }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('checkbox', { name: 'Gaussian at σ 1', exact: true })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: 'Laplacian of Gaussian at σ 1', exact: true })).toBeChecked();
  await expect(status).toHaveText('3 features of each channel');
  await dialog.getByRole('checkbox', { name: 'Hessian eigenvalues', exact: true }).focus();
  await page.keyboard.press('Space');
  await expect(status).toHaveText('17 features of each channel');
  await page.screenshot({ path: test.info().outputPath('grid.png') });
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(page.getByRole('button', { name: 'Scales' })).toHaveText('17 features…');

  await page.getByLabel('Features', { exact: true }).selectOption('Scattering');
  await page.getByLabel('Paths').selectOption('3 scales, order 1 (19)');
  await page.getByLabel('Features', { exact: true }).selectOption('Multi-scale');
  await expect(page.getByRole('button', { name: 'Scales' })).toHaveText('17 features…');
});
