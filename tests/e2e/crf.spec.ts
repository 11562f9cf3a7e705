/** The dense CRF in the window: switched on, it changes the segmentation on screen, its areas and what is exported. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type GroveUnderTest, shell, test } from './grove-window.ts';
import { answerOf, openSample, paintTwoStrokes, trainAndSegment } from './paint-sample.ts';

console.log(`Driving ${shell}.`);

interface Project {
  readonly training: { readonly crf: { readonly strength: number; readonly confidence: string } };
}

const project = (grove: GroveUnderTest): Promise<Project> => answerOf(grove, 'project.current');

/** Shares of the two classes and, where there is a threshold, of what is below it. */
const areas = (page: Page): Promise<string[]> =>
  page.getByRole('list', { name: 'Area per class' }).locator('.value').allTextContents();

/** What the canvas shows, once it has stopped changing. */
async function picture(page: Page): Promise<Buffer> {
  const canvas = page.getByRole('region', { name: 'Viewer' });
  let before = await canvas.screenshot();
  for (;;) {
    await page.waitForTimeout(400);
    const now = await canvas.screenshot();
    if (now.equals(before)) return now;
    before = now;
  }
}

async function exportTo(grove: GroveUnderTest, name: string): Promise<Buffer> {
  const { page } = grove;
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export segmentation' });
  const path = join(grove.folder, name);
  await dialog.getByRole('textbox', { name: 'Segmentation' }).fill(path);
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect.poll(() => existsSync(path)).toBe(true);
  return readFileSync(path);
}

test('the CRF changes what is seen, measured and exported, and is found again after a restart', async ({ grove }) => {
  let { page } = grove;
  await openSample(page);
  await paintTwoStrokes(page);
  await trainAndSegment(page);
  await page.mouse.move(5, 5);
  const slider = page.getByRole('slider', { name: 'CRF strength' });
  await expect(slider).toHaveAttribute('aria-valuetext', 'Off');
  const [seenBefore, areasBefore] = [await picture(page), await areas(page)];
  const fileBefore = await exportTo(grove, 'without.ome.tif');
  expect(fileBefore.includes('conditional random field')).toBe(false);

  await slider.focus();
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', '100');
  await expect.poll(async () => (await project(grove)).training.crf.strength).toBe(100);
  await expect.poll(() => areas(page)).not.toEqual(areasBefore);
  await expect(page.getByRole('list', { name: 'Area per class' })).toContainText('%');
  const seenAfter = await picture(page);
  expect(seenAfter.equals(seenBefore)).toBe(false);
  const areasAfter = await areas(page);
  const fileAfter = await exportTo(grove, 'with.ome.tif');
  expect(fileAfter.includes('conditional random field (crf 100 after)')).toBe(true);

  // After a CRF every pixel is decided: a threshold takes nothing away, unless the model's own confidence is asked for.
  const threshold = page.getByRole('slider', { name: 'Minimum confidence' });
  await threshold.focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('list', { name: 'Area per class' })).toContainText('below 100 %');
  expect((await areas(page)).slice(0, 2)).toEqual(areasAfter);
  await page.getByRole('combobox', { name: 'Confidence' }).selectOption({ label: "The model's own" });
  await expect.poll(async () => (await areas(page)).slice(0, 2)).not.toEqual(areasAfter);
  await expect(page.getByRole('list', { name: 'Area per class' })).toContainText(/[1-9]\S*\s%/);
  await threshold.focus();
  await page.keyboard.press('Home');

  await page.waitForTimeout(600);
  page = await grove.restart();
  await page.getByRole('list', { name: 'Recent projects' }).getByRole('button').first().click();
  await expect(page.getByRole('slider', { name: 'CRF strength' })).toHaveAttribute('aria-valuetext', '100');
  await expect(page.getByRole('combobox', { name: 'Confidence' })).toHaveValue('before');

  await page.getByRole('slider', { name: 'CRF strength' }).focus();
  await page.keyboard.press('Home');
  await expect.poll(() => areas(page)).toEqual(areasBefore);
});
