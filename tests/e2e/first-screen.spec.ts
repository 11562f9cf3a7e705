/** An image of 4.5 GB with a pyramid shows its first screen after reading a small part of its bytes. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import type { ImageRecord } from '#core/model/project.ts';
import { buildForBrowser } from '../../main/app/build.ts';
import { compose } from '../../main/compose.ts';
import { RENDERER_FOLDER } from '../../main/server/serve-command.ts';
import { startServer } from '../../main/server/start-server.ts';
import type {} from '../../renderer/canvas/viewer-view.tsx';
import { writeHugeCzi, writeHugeTiff } from '../formats/huge-pyramids.ts';

/** All bytes that this process, which is the host, has read since it started: files, and what the browser told it. */
const bytesRead = (): number => Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))![1]);

test.skip(process.platform !== 'linux', 'Only Linux tells how many bytes a process has read.');

for (const [name, write] of [
  ['huge.ome.tif', writeHugeTiff],
  ['huge.czi', writeHugeCzi],
] as const) {
  test(`${name} shows its first screen after reading less than 1 % of it`, async ({ page }) => {
    test.setTimeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'grove-first-screen-'));
    await buildForBrowser();
    const application = await compose({ host: 'server', dataFolder: join(folder, 'data'), cacheFolder: join(folder, 'cache') });
    const server = await startServer({ application, rendererFolder: RENDERER_FOLDER });
    try {
      const image = join(folder, name);
      await write(image);
      const { size } = statSync(image);
      expect(size).toBeGreaterThan(4e9);
      await server.dispatch.call('project.create', { path: join(folder, 'huge.grove') });
      await page.goto(server.url);
      await page.goto(`${new URL(server.url).origin}/?probe`);

      const before = bytesRead();
      const { added } = (await server.dispatch.call('images.add', { paths: [image] })) as { added: ImageRecord[] };
      expect(added).toHaveLength(1);
      const arrived = async (): Promise<number> => {
        const tiles = await page.evaluate(() => window.__groveViewer?.stats()?.image);
        return tiles === undefined || tiles.inFlight + tiles.waiting > 0 ? 0 : tiles.arrived;
      };
      await expect.poll(arrived, { timeout: 60_000 }).toBeGreaterThan(0);
      const share = (bytesRead() - before) / size;
      console.log(`${name}: ${(100 * share).toFixed(3)} % of ${(size / 1e9).toFixed(1)} GB read for the first screen`);
      expect(share).toBeLessThan(0.01);
      const view = page.getByRole('region', { name: 'Viewer' });
      const picture = sharp(await view.screenshot());
      const { width, height } = await picture.metadata();
      const brightness = async (x: number, y: number): Promise<number> => {
        const patch = picture
          .clone()
          .extract({ left: Math.round(x * width) - 4, top: Math.round(y * height) - 4, width: 8, height: 8 });
        return (await sharp(await patch.png().toBuffer()).stats()).channels[1]!.mean;
      };
      expect(await brightness(0.5, 0.5)).toBeGreaterThan(200);
      expect(await brightness(0.5, 0.05)).toBeLessThan(60);
    } finally {
      await page.close();
      await server.close();
      await application.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
