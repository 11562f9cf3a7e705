/** Panning and zooming over a 16384² image through the real host: no blank frame, and what scrolled away is cancelled. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { ImageRecord } from '#core/model/project.ts';
import { buildForBrowser } from '../../main/app/build.ts';
import { compose } from '../../main/compose.ts';
import { resultFiles } from '../../main/formats/result-files.ts';
import { RENDERER_FOLDER } from '../../main/server/serve-command.ts';
import { startServer } from '../../main/server/start-server.ts';
import type { Handlers } from '../../main/services/handlers.ts';
import type {} from '../../renderer/canvas/viewer-view.tsx';

const EDGE = 16_384;

/** Smooth waves with a fine pattern, tile by tile. */
async function drawLarge(path: string): Promise<void> {
  const writer = await resultFiles.omeTiff({
    path,
    scenes: [{ name: 'Scene 1', width: EDGE, height: EDGE }],
    sizeZ: 1,
    sizeT: 1,
    coarsen: 'mean',
    channels: [{ name: 'Grey', color: null }],
    pixelType: 'uint16',
    pixelSizeUm: { x: 0.5, y: 0.5, z: null },
    description: '',
  });
  const edge = writer.tileEdge;
  const tile = new Uint16Array(edge * edge);
  for (let row = 0; row < EDGE / edge; row++) {
    for (let column = 0; column < EDGE / edge; column++) {
      for (let i = 0; i < tile.length; i++) {
        const x = column * edge + (i % edge);
        const y = row * edge + Math.floor(i / edge);
        tile[i] = 1000 + (((x >> 6) ^ (y >> 6)) & 31) * 90 + ((x * y) & 63);
      }
      await writer.write(tile);
    }
  }
  await writer.finish();
}

test('pan and zoom over 16384² stay responsive and cancel what scrolled away', async ({ page }) => {
  test.setTimeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'grove-large-view-'));
  await buildForBrowser();
  const application = await compose({ host: 'server', dataFolder: join(folder, 'data'), cacheFolder: join(folder, 'cache') });
  // A workstation in the next room is not this fast; and what is on its way when the view moves on must be given up.
  const readTile = application.handlers['images.tile'];
  const handlers: Handlers = {
    ...application.handlers,
    'images.tile': async (input, context) => {
      await setTimeout(120, undefined, { signal: context.signal });
      return readTile(input, context);
    },
  };
  const server = await startServer({ application: { ...application, handlers }, rendererFolder: RENDERER_FOLDER });
  try {
    const image = join(folder, 'large.ome.tif');
    await drawLarge(image);
    await server.dispatch.call('project.create', { path: join(folder, 'large.grove') });
    const { added } = (await server.dispatch.call('images.add', { paths: [image] })) as { added: ImageRecord[] };
    expect(added).toHaveLength(1);

    // The address with the token leads to the one without it.
    await page.goto(server.url);
    await page.goto(`${new URL(server.url).origin}/?probe`);
    const view = page.getByRole('region', { name: 'Viewer' });
    await expect(view).toBeVisible();
    const stats = () => page.evaluate(() => window.__groveViewer!.stats()!);
    // The overview of such an image is made first, once.
    await expect
      .poll(async () => (await page.evaluate(() => window.__groveViewer?.stats()?.image.arrived)) ?? 0, { timeout: 120_000 })
      .toBeGreaterThan(10);

    const box = (await view.boundingBox())!;
    const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(cx, cy);
    // In to full resolution, far across, out again, three times over.
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 14; i++) await page.mouse.wheel(0, -240);
      for (let i = 0; i < 12; i++) {
        await page.mouse.move(cx + 300, cy + 200);
        await page.mouse.down({ button: 'middle' });
        await page.mouse.move(cx - 300, cy - 200, { steps: 4 });
        await page.mouse.up({ button: 'middle' });
      }
      await page.mouse.move(cx, cy);
      for (let i = 0; i < 14; i++) await page.mouse.wheel(0, 240);
    }
    await expect.poll(async () => (await stats()).image.inFlight).toBe(0);
    const seen = await stats();
    const host = server.dispatch.stats()['images.tile']!;
    console.log(`window ${JSON.stringify(seen)}\nhost ${JSON.stringify(host)}`);
    expect(seen.blankFrames).toBe(0);
    expect(seen.image.cancelled).toBeGreaterThan(10);
    expect(seen.image.failed).toBe(0);
    expect(seen.image.requested).toBe(seen.image.arrived + seen.image.cancelled);
    expect(host.cancelled).toBeGreaterThan(0);
    expect(host.finished + host.cancelled).toBe(host.received);
  } finally {
    await page.close();
    await server.close();
    await application.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
