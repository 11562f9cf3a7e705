/** An image that Grove does not read itself: refused with what is missing, then converted by a program set in the preferences. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { writeForeignFile } from '../engines/bio-formats/foreign-file.ts';
import { installStandIn } from '../engines/bio-formats/install-stand-in.ts';
import { test } from './grove-window.ts';

test('an ND2 file through Bio-Formats', async ({ grove }) => {
  test.skip(process.platform === 'win32', 'the program that stands in for bfconvert is a script for POSIX shells');
  const { page, folder } = grove;
  const standIn = installStandIn(join(folder, 'bftools'));
  writeForeignFile(join(folder, 'cells.nd2'), { width: 400, height: 300, planes: 3, pauseMs: 500 });

  const add = async (): Promise<void> => {
    // Keys are the dialog's while it is open.
    await expect(page.getByRole('dialog', { name: 'Preferences' })).toBeHidden();
    await page.keyboard.press('Control+i');
    const dialog = page.getByRole('dialog', { name: 'Add images' });
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
    await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
    await dialog.getByRole('combobox').selectOption({ label: 'Microscopy files, through Bio-Formats' });
    await dialog.getByRole('option', { name: 'cells.nd2' }).click();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  };
  await page.getByRole('button', { name: 'Project menu' }).waitFor();

  await page.keyboard.press('Control+,');
  const preferences = page.getByRole('dialog', { name: 'Preferences' });
  const path = preferences.getByRole('textbox', { name: 'bfconvert' });
  const result = preferences.getByRole('status', { name: 'Result of the test' });
  await path.fill(join(folder, 'gone', 'bfconvert'));
  await preferences.getByRole('button', { name: 'Test' }).click();
  await expect(result).toContainText('There is no bfconvert at');
  await preferences.getByRole('button', { name: 'Save' }).click();
  await add();
  await expect(page.getByRole('alert').filter({ hasText: 'There is no bfconvert at' })).toBeVisible();

  await page.getByRole('button', { name: 'Project menu' }).click();
  await page.getByRole('menuitem', { name: 'Preferences…' }).click();
  await preferences.getByRole('button', { name: 'Find…' }).click();
  const files = page.getByRole('dialog', { name: 'Where is bfconvert?' });
  await files.getByRole('textbox', { name: 'Folder' }).fill(join(folder, 'bftools'));
  await files.getByRole('textbox', { name: 'Folder' }).press('Enter');
  await files.getByRole('option', { name: 'bfconvert' }).click();
  await files.getByRole('button', { name: 'Choose' }).click();
  await expect(path).toHaveValue(standIn.program);
  await preferences.getByRole('button', { name: 'Test' }).click();
  await expect(result).toHaveText('Bio-Formats 8.1.0 answers.');
  await preferences.getByRole('button', { name: 'Save' }).click();

  await add();
  await expect(page.getByRole('status', { name: 'Jobs' })).toContainText('Opening cells.nd2');
  await expect(page.getByRole('slider', { name: 'Z plane' })).toBeVisible();
  await page.getByRole('tab', { name: 'Images' }).click();
  await expect(page.getByRole('list', { name: 'Images' })).toContainText('cells.nd2');

  // The cache may go at any time; opening the image brings the copy back.
  const runs = standIn.runs().length;
  rmSync(join(folder, 'data', 'cache', 'converted'), { recursive: true });
  await page.getByRole('list', { name: 'Images' }).getByRole('button', { name: 'cells.nd2', exact: true }).first().click();
  await expect.poll(() => standIn.runs().length).toBe(runs + 1);
  await expect(page.getByRole('status', { name: 'Jobs' })).not.toContainText('Opening cells.nd2');
});
