/** Pictures of the workbench before and after Train & Segment, on the sample project. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { drawNuclei } from '#core/samples/nuclei.ts';
import { test } from './grove-window.ts';
import { placeInView } from './place-in-view.ts';

const folder = fileURLToPath(new URL('../../resources/screenshots', import.meta.url));
const EDGE = 1024;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Places of the sample's first image whose surroundings of `radius` pixels all belong to one class. */
function places(value: number, radius: number, count: number): Point[] {
  const { truth } = drawNuclei({ width: EDGE, height: EDGE, seed: 1 });
  const found: Point[] = [];
  for (let i = 0; i < 200_000 && found.length < count; i++) {
    const x = 60 + ((i * 7919) % (EDGE - 120));
    const y = 60 + ((i * 104_729) % (EDGE - 120));
    let clean = found.every((other) => Math.hypot(other.x - x, other.y - y) > 90);
    for (let dy = -radius; clean && dy <= radius; dy += 2) {
      for (let dx = -radius; clean && dx <= radius; dx += 2) clean = truth[(y + dy) * EDGE + x + dx] === value;
    }
    if (clean) found.push({ x, y });
  }
  return found;
}

async function paint(page: Page, name: string, points: readonly Point[], length: number): Promise<void> {
  await page.getByRole('radio', { name, exact: true }).click();
  const at = await placeInView(page);
  for (const { x, y } of points) {
    await page.mouse.move(...at(x - length, y - length / 3));
    await page.mouse.down();
    await page.mouse.move(...at(x, y + length / 3), { steps: 5 });
    await page.mouse.move(...at(x + length, y - length / 4), { steps: 5 });
    await page.mouse.up();
  }
}

test('workbench before and after training', async ({ grove }) => {
  const { page } = grove;
  await page.getByRole('button', { name: 'Open the sample project' }).first().click();
  await expect(page.getByRole('radio', { name: 'Nucleus' })).toBeVisible();
  await page.waitForTimeout(2500);
  await paint(page, 'Nucleus', places(2, 9, 7), 6);
  await paint(page, 'Background', places(1, 22, 6), 16);
  await page.getByRole('tab', { name: 'Label & train' }).hover();
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(folder, 'label.png') });
  await page.getByRole('button', { name: 'Train & Segment' }).click();
  await expect(page.getByRole('list', { name: 'Area per class' })).toContainText('%');
  await page.waitForTimeout(5000);
  await page.screenshot({ path: join(folder, 'segmented.png') });
});
