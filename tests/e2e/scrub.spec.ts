/** Going through a stack of 100 planes: memory stays within the budget, neighbours are there before they are asked for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ImageRecord } from '#core/model/project.ts';
import { buildForBrowser } from '../../main/app/build.ts';
import { compose } from '../../main/compose.ts';
import { RENDERER_FOLDER } from '../../main/server/serve-command.ts';
import { startServer } from '../../main/server/start-server.ts';
import type { Handlers } from '../../main/services/handlers.ts';

import { drawStack } from './draw-stack.ts';
import { planeShown } from './plane-shown.ts';

const EDGE = 768;
const [DEPTH, TIMES] = [10, 10];

const stats = (page: Page) => page.evaluate(() => window.__groveViewer!.stats()!);

/** Waits until the caption names the plane and all of it is on screen. */
async function shown(page: Page, z: number, t: number): Promise<void> {
  await planeShown(page, ` Z ${z} .* T ${t} `);
}

/** Waits until nothing is on its way any more, what is fetched ahead included. */
async function quiet(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const image = window.__groveViewer?.stats()?.image;
    return image !== undefined && image.inFlight + image.waiting === 0;
  });
}

// A recording takes pictures all the time, which here would take longer than the test.
test.use({ trace: 'off' });

test('100 planes are gone through within the budget of memory, and back at once', async ({ page }) => {
  test.setTimeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'grove-scrub-'));
  await buildForBrowser();
  const application = await compose({ host: 'server', dataFolder: join(folder, 'data'), cacheFolder: join(folder, 'cache') });
  // While the door is shut no tile leaves the host: what is shown then was in the window before.
  let door = Promise.resolve();
  let open = (): void => {};
  const shutDoor = (): void => {
    door = new Promise((resolve) => {
      open = resolve;
    });
  };
  const readTile = application.handlers['images.tile'];
  const handlers: Handlers = {
    ...application.handlers,
    'images.tile': async (input, context) => {
      const gone = new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve()));
      await Promise.race([door, gone]);
      return readTile(input, context);
    },
  };
  const server = await startServer({ application: { ...application, handlers }, rendererFolder: RENDERER_FOLDER });
  try {
    const image = join(folder, 'stack.ome.tif');
    await drawStack(image, [{ name: 'Stack', width: EDGE, height: EDGE }], { z: DEPTH, t: TIMES, channels: 2 });
    await server.dispatch.call('project.create', { path: join(folder, 'stack.grove') });
    const { added } = (await server.dispatch.call('images.add', { paths: [image] })) as { added: ImageRecord[] };
    expect(added).toHaveLength(1);
    // The address with the token leads to the one without it.
    await page.goto(server.url);
    await page.goto(`${new URL(server.url).origin}/?probe`);
    await shown(page, 1, 1);
    const plane = (await stats(page)).image.bytes;

    await test.step('plane after plane, forth and back in Z, through all times', async () => {
      for (let t = 1; t <= TIMES; t++) {
        for (let z = 1; z < DEPTH; z++) {
          await page.keyboard.press(t % 2 === 1 ? 'ArrowUp' : 'ArrowDown');
          await shown(page, t % 2 === 1 ? z + 1 : DEPTH - z, t);
        }
        const { image: now } = await stats(page);
        expect(now.bytes).toBeLessThanOrEqual(now.budgetBytes);
        if (t < TIMES) await page.keyboard.press('ArrowRight');
      }
      await shown(page, 1, TIMES);
      await quiet(page);
      const { image: now, blankFrames } = await stats(page);
      // The stack is larger than the budget: tiles were let go, and the budget was nearly filled.
      expect(plane * DEPTH * TIMES).toBeGreaterThan(now.budgetBytes);
      expect(now.mostBytes).toBeLessThanOrEqual(now.budgetBytes);
      expect(now.mostBytes).toBeGreaterThan(0.8 * now.budgetBytes);
      expect(blankFrames).toBe(0);
    });

    await test.step('back over the planes that were seen, and on to those fetched ahead, without the host', async () => {
      shutDoor();
      for (let z = 2; z <= 6; z++) {
        await page.keyboard.press('ArrowUp');
        await shown(page, z, TIMES);
      }
      open();
      await quiet(page);
      // A time that was not looked at for long: only the plane itself is loaded, then its neighbours.
      await page.getByRole('textbox', { name: 'Time point number' }).fill('2');
      await page.getByRole('textbox', { name: 'Time point number' }).press('Enter');
      await page.getByRole('textbox', { name: 'Time point number' }).blur();
      await shown(page, 6, 2);
      await quiet(page);
      await page.keyboard.press('ArrowUp');
      await shown(page, 7, 2);
      await quiet(page);
      shutDoor();
      for (const [key, z] of [
        ['ArrowUp', 8],
        ['ArrowUp', 9],
        ['ArrowDown', 8],
        ['ArrowDown', 7],
        ['ArrowDown', 6],
        ['ArrowDown', 5],
      ] as const) {
        await page.keyboard.press(key);
        await shown(page, z, 2);
      }
      open();
    });

    await test.step('as fast as keys come, with what is overtaken given up', async () => {
      for (let round = 0; round < 6; round++) {
        for (let i = 0; i < 4 + round; i++) await page.keyboard.press(round % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
      }
      await quiet(page);
      const { image: now, blankFrames } = await stats(page);
      console.log(`window ${JSON.stringify(now)}`);
      expect(now.mostBytes).toBeLessThanOrEqual(now.budgetBytes);
      expect(now.requested).toBe(now.arrived + now.cancelled);
      expect(now.cancelled).toBeGreaterThan(0);
      expect(now.failed).toBe(0);
      expect(blankFrames).toBe(0);
    });
  } finally {
    open();
    await page.close();
    await server.close();
    await application.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
