import { expect, type Page } from '@playwright/test';
import type { GroveUnderTest } from './grove-window.ts';

/** Shares of the width and height of the viewer. */
type Point = readonly [x: number, y: number];

/** Drags over the viewer. */
export async function stroke(page: Page, points: readonly Point[]): Promise<void> {
  const box = (await page.getByRole('region', { name: 'Viewer' }).boundingBox())!;
  const at = ([x, y]: Point): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(points[0]!));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 6 });
  await page.mouse.up();
}

export async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample project' }).first().click();
  await expect(page.getByRole('radio', { name: 'Nucleus' })).toBeVisible();
  await page.keyboard.press('b');
}

/** A stroke of background and one within the nuclei in the middle, by which the sample is segmented well. */
export async function paintTwoStrokes(page: Page): Promise<void> {
  await paintClass(page, 'Background', [
    [
      [0.3, 0.1],
      [0.7, 0.12],
    ],
  ]);
  await paintClass(page, 'Nucleus', [
    [
      [0.5, 0.5],
      [0.52, 0.51],
    ],
  ]);
}

export async function paintClass(page: Page, name: string, strokes: readonly (readonly Point[])[]): Promise<void> {
  await page.getByRole('radio', { name }).click();
  for (const points of strokes) await stroke(page, points);
}

export async function trainAndSegment(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Train & Segment' }).click();
  await expect(page.getByRole('list', { name: 'Area per class' })).toContainText(/\d\s%/);
}

/** What the host answers to a call without the window. */
export async function answerOf<T>(grove: GroveUnderTest, method: string, input: object = {}): Promise<T> {
  const answer = (await grove.api(method, input)) as { output?: T };
  return answer !== null && typeof answer === 'object' && 'output' in answer ? (answer.output as T) : (answer as T);
}
