import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { Overlay, Workspace } from '../../../renderer/state/workspace.ts';

/** What is on screen, RGB, 8 bit, in screen pixels. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): [number, number, number];
}

/** The fixture page as the tests use it. */
export interface ViewerPage {
  readonly page: Page;
  patch(fields: Partial<Workspace>): Promise<void>;
  overlay(fields: Partial<Overlay>): Promise<void>;
  goTo(x: number, y: number, zoom: number): Promise<void>;
  /** Waits until every tile that is wanted has arrived and is drawn. */
  settled(): Promise<void>;
  picture(): Promise<Picture>;
  calls(): Promise<number>;
}

export async function openViewer(
  page: Page,
  url: string,
  settings: Readonly<Record<string, string | number>>,
): Promise<ViewerPage> {
  const query = new URLSearchParams(Object.entries(settings).map(([name, value]) => [name, String(value)]));
  await page.goto(`${url}?${query}`);
  const viewer: ViewerPage = {
    page,
    patch: (fields) => page.evaluate((given) => window.fixture.workspace.patch(given), fields),
    overlay: (fields) =>
      page.evaluate((given) => {
        const { workspace } = window.fixture;
        workspace.patch({ overlay: { ...workspace.get().overlay, ...given } });
      }, fields),
    goTo: (x, y, zoom) => page.evaluate(([cx, cy, factor]) => window.fixture.viewer.goTo(cx, cy, factor), [x, y, zoom] as const),
    settled: async () => {
      await page.evaluate(async () => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        for (let quiet = 0; quiet < 4; ) {
          await frame();
          const stats = window.fixture?.viewer.stats();
          const idle = stats && stats.arrived > 0 && stats.inFlight + stats.waiting + stats.unsavedStrokes === 0;
          quiet = idle ? quiet + 1 : 0;
        }
      });
    },
    picture: async () => {
      const png = await page.screenshot();
      const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      return {
        width: info.width,
        height: info.height,
        at: (x, y) => {
          const start = (y * info.width + x) * 3;
          return [data[start], data[start + 1], data[start + 2]];
        },
      };
    },
    calls: () => page.evaluate(() => window.fixture.host.calls.length),
  };
  await page.waitForFunction(() => (window.fixture?.viewer.stats()?.arrived ?? 0) > 0);
  await viewer.settled();
  return viewer;
}
