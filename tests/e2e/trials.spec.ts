/** Settings are suggested, tried and compared on the labels, versions are judged by labels kept apart, and the next place is in any image. */
import { expect, type Page } from '@playwright/test';
import { shell, test } from './grove-window.ts';
import { answerOf, openSample, paintClass, paintTwoStrokes, trainAndSegment } from './paint-sample.ts';

console.log(`Driving ${shell}.`);

/** Labels in all parts of the image, so that parts can be kept apart; some of them wrong on purpose. */
async function paintAllOver(page: Page): Promise<void> {
  const rows = [0.15, 0.38, 0.62, 0.85];
  await paintClass(
    page,
    'Background',
    rows.map((y) => [
      [0.3, y],
      [0.44, y],
    ]),
  );
  await paintClass(
    page,
    'Nucleus',
    rows.map((y) => [
      [0.56, y],
      [0.7, y],
    ]),
  );
}

interface Project {
  readonly training: { readonly set: string; readonly trees: number; readonly crf: { readonly strength: number } };
}

test('settings are suggested, tried, shown side by side, and put to use', async ({ grove }) => {
  test.slow();
  const { page } = grove;
  await openSample(page);
  await paintAllOver(page);
  await page.getByRole('button', { name: 'Suggest or compare…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Suggest or compare settings' });
  const rows = dialog.getByRole('table', { name: 'Settings tried' }).locator('tbody tr');
  await expect(rows).toHaveCount(1);

  await dialog.getByRole('button', { name: 'Suggest', exact: true }).click();
  await expect(dialog.getByText('suggested', { exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(rows).toHaveCount(7);
  await expect(rows.first()).toContainText(/%.*s.*MB/);

  await dialog.getByRole('combobox', { name: 'Features' }).selectOption('basic33');
  await dialog.getByRole('textbox', { name: 'Trees' }).fill('7');
  await dialog.getByRole('textbox', { name: 'Trees' }).press('Enter');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(rows).toHaveCount(8);
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  const added = rows.filter({ hasText: 'Basic Features 33, 7 trees' });
  await expect(added).toContainText('MB', { timeout: 60_000 });

  await dialog.getByRole('checkbox', { name: 'Show Basic Features 33, 7 trees side by side' }).check();
  await dialog.getByRole('checkbox', { name: 'Show Scattering 13, 25 trees side by side' }).check();
  await page.screenshot({ path: 'test-results/trials-dialog.png' });
  await dialog.getByRole('button', { name: 'Side by side' }).click();
  const bar = page.getByRole('region', { name: 'Comparison' });
  await expect(bar).toContainText('Basic Features 33, 7 trees');
  await expect(bar.getByRole('status')).toHaveText(/^\d+\.\d\s%\sof what is in view$/, { timeout: 30_000 });
  expect(Number.parseFloat((await bar.getByRole('status').textContent())!)).toBeGreaterThan(0);
  await page.screenshot({ path: 'test-results/comparison.png' });

  const other = (await bar.textContent())!.startsWith('A Basic Features 33') ? 'A' : 'B';
  await bar.getByRole('button', { name: `Use ${other}` }).click();
  await expect(bar).toBeHidden();
  await expect
    .poll(async () => (await answerOf<Project>(grove, 'project.current')).training)
    .toMatchObject({ set: 'basic33', trees: 7 });
});

test('trials are stopped without losing those that have ended, and do not outlive a change of the labels', async ({ grove }) => {
  const { page } = grove;
  await openSample(page);
  await paintAllOver(page);
  await page.getByRole('button', { name: 'Suggest or compare…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Suggest or compare settings' });
  const ended = dialog.locator('tbody tr').filter({ hasText: 'MB' });
  await dialog.getByRole('button', { name: 'Suggest', exact: true }).click();
  await expect(ended).not.toHaveCount(0, { timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  expect(await ended.count()).toBeGreaterThan(0);
  await expect(dialog.getByText('running…')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await paintClass(page, 'Nucleus', [
    [
      [0.5, 0.5],
      [0.52, 0.5],
    ],
  ]);
  await page.getByRole('button', { name: 'Suggest or compare…' }).click();
  await expect(ended).toHaveCount(0);
});

test('a version is judged by labels kept apart, shows where it is wrong and how it changed, and keeps its report', async ({
  grove,
}) => {
  let { page } = grove;
  await openSample(page);
  await paintAllOver(page);
  await trainAndSegment(page);
  await page.getByRole('button', { name: 'Judge by labels kept apart' }).click();
  const score = page.getByRole('group', { name: 'Score on labels kept apart' });
  await expect(score).toContainText(/\d\s%.*mean IoU · \d folds, blocks of \d+ px kept apart/, { timeout: 60_000 });
  await expect(page.getByRole('table', { name: 'Scores per class' }).locator('tbody tr')).toHaveCount(2);
  await expect(page.getByRole('checkbox', { name: 'Show where it is wrong' })).toBeChecked();
  const marks = page.getByTestId('misjudged');
  await expect.poll(async () => Number(await marks.getAttribute('data-marks'))).toBeGreaterThan(0);
  await page.screenshot({ path: 'test-results/quality-report.png' });

  const camera = (): Promise<string | null> =>
    page.getByRole('status', { name: 'Zoom' }).or(page.getByLabel('Zoom')).first().textContent();
  const before = await camera();
  await page.getByRole('list', { name: 'Misjudged labels' }).getByRole('button').first().click();
  await expect.poll(camera).not.toBe(before);
  await page.getByRole('checkbox', { name: 'Show where it is wrong' }).uncheck();
  await expect(marks).toBeHidden();

  await paintClass(page, 'Nucleus', [
    [
      [0.45, 0.3],
      [0.55, 0.3],
    ],
  ]);
  await trainAndSegment(page);
  await expect(page.getByRole('button', { name: /version 2|v2/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Judge by labels kept apart' }).click();
  await expect(score).toContainText('mean IoU', { timeout: 60_000 });
  await expect(page.locator('.change').first()).toBeVisible();

  await page.waitForTimeout(1500);
  page = await grove.restart();
  await page.getByRole('list', { name: 'Recent projects' }).getByRole('button').first().click();
  await expect(page.getByRole('group', { name: 'Score on labels kept apart' })).toContainText('mean IoU');
});

test('single features are ranked', async ({ grove }) => {
  const { page } = grove;
  await openSample(page);
  await paintTwoStrokes(page);
  await trainAndSegment(page);
  await page.getByRole('button', { name: 'Each feature alone…' }).click();
  const list = page.getByRole('dialog', { name: 'Each feature alone' }).getByRole('list').getByRole('listitem');
  await expect(list).toHaveCount(50, { timeout: 60_000 });
  const worth = (await list.locator('.quiet').allTextContents()).map((text) => Number.parseFloat(text));
  expect(worth).toEqual([...worth].sort((a, b) => b - a));
  expect(worth[0]).toBeGreaterThan(70);
  await page.screenshot({ path: 'test-results/feature-worth.png' });
});

test('the place to label next is in whatever image teaches most', async ({ grove }) => {
  const { page } = grove;
  await openSample(page);
  await paintTwoStrokes(page);
  await trainAndSegment(page);
  const caption = page.locator('.hud.top-left');
  const seen = new Set<string>();
  await expect(caption).toContainText('nuclei-1');
  await page.keyboard.press('n');
  await expect(page.getByText('Looking for places to label')).toHaveCount(0, { timeout: 30_000 });
  for (let i = 0; i < 8; i++) {
    seen.add((await caption.textContent())!.split(' · ')[0]!);
    await page.keyboard.press('n');
    await page.waitForTimeout(200);
  }
  expect([...seen].sort()).toEqual(['nuclei-1.ome.tif', 'nuclei-2.ome.tif']);
});
