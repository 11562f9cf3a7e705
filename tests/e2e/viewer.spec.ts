/** The viewer in a real browser, over a host made of formulas: what is on screen is compared with what the formula says. */
import { expect, test } from '@playwright/test';
import { BROWSER_FLAGS } from './browser-flags.ts';
import { findBrowser } from './find-browser.ts';
import { serveFixture } from './viewer-fixture/serve.ts';
import { predictionOf, sampleOf } from './viewer-fixture/synthetic-image.ts';
import { openViewer } from './viewer-fixture/viewer-page.ts';

test.use({
  viewport: { width: 640, height: 480 },
  launchOptions: { executablePath: findBrowser(), args: [...BROWSER_FLAGS] },
});

let url = '';
let close: () => Promise<void> = async () => {};
test.beforeAll(async () => {
  ({ url, close } = await serveFixture());
});
test.afterAll(() => close());

/** The part of the view without scale bar and minimap. */
const CLEAR = { x0: 10, y0: 10, x1: 440, y1: 400 };

function clearPixels(step = 1): [number, number][] {
  const list: [number, number][] = [];
  for (let y = CLEAR.y0; y < CLEAR.y1; y += step) {
    for (let x = CLEAR.x0; x < CLEAR.x1; x += step) list.push([x, y]);
  }
  return list;
}

const grey = (min: number, max: number) => [{ color: 0xff0000, visible: true, min, max, gamma: 1 }];

test.describe('samples', () => {
  for (const [type, scale] of [
    ['uint8', 1 / 16],
    ['uint16', 1],
    ['int16', 1],
    ['uint32', 1],
    ['float32', 1 / 1000],
  ] as const) {
    test(`of type ${type} are drawn exactly at 100 %`, async ({ page }) => {
      // Sides that are no multiple of anything, so that the last tiles are odd.
      const viewer = await openViewer(page, url, { width: 1003, height: 701, channels: 1, type });
      const whole = type !== 'float32';
      const [min, max] = type === 'uint8' ? [10, 137.5] : [1000 * scale, 1255 * scale];
      await viewer.patch({ displayMode: 'grey', display: grey(min, max) });
      await viewer.goTo(683, 461, 1);
      await viewer.settled();
      const camera = await page.evaluate(() => window.fixture.workspace.get().camera);
      const picture = await viewer.picture();
      let wrong = 0;
      for (const [x, y] of clearPixels()) {
        const value = sampleOf(camera.x + x, camera.y + y, 0) * scale;
        const sample = whole ? Math.floor(value) : Math.fround(value);
        const shown = Math.min(1, Math.max(0, (sample - min) / (max - min))) * 255;
        const [r, g, b] = picture.at(x, y);
        // A half may be rounded either way by the graphics card.
        if (Math.abs(r - shown) > 0.51 || r !== g || g !== b) wrong++;
      }
      expect(wrong).toBe(0);
    });
  }

  test('are squares of one colour when zoomed in', async ({ page }) => {
    const viewer = await openViewer(page, url, { channels: 1 });
    await viewer.patch({ displayMode: 'grey', display: grey(180, 1200) });
    await viewer.goTo(500, 500, 4);
    await viewer.settled();
    const { x, y } = await page.evaluate(() => window.fixture.workspace.get().camera);
    const picture = await viewer.picture();
    let wrong = 0;
    for (const [sx, sy] of clearPixels()) {
      const sample = sampleOf(Math.floor(x + sx / 4), Math.floor(y + sy / 4), 0);
      if (Math.abs(picture.at(sx, sy)[0] - Math.min(255, ((sample - 180) / 1020) * 255)) > 0.51) wrong++;
    }
    expect(wrong).toBe(0);
  });

  test('of one image pixel fill one screen pixel on a fine screen too', async ({ browser }) => {
    const page = await browser.newPage({ viewport: { width: 400, height: 300 }, deviceScaleFactor: 2 });
    const viewer = await openViewer(page, url, { channels: 1 });
    await viewer.patch({ displayMode: 'grey', display: grey(180, 1200) });
    await viewer.goTo(600, 600, 1);
    await viewer.settled();
    const { x, y } = await page.evaluate(() => window.fixture.workspace.get().camera);
    const picture = await viewer.picture();
    expect([picture.width, picture.height]).toEqual([800, 600]);
    let wrong = 0;
    for (const [sx, sy] of clearPixels(3)) {
      const shown = Math.min(255, ((sampleOf(x + sx, y + sy, 0) - 180) / 1020) * 255);
      if (Math.abs(picture.at(sx, sy)[0] - shown) > 0.51) wrong++;
    }
    expect(wrong).toBe(0);
    await page.close();
  });
});

test.describe('channels', () => {
  for (const channels of [3, 20, 70]) {
    test(`${channels} of them add up in their colours, with window and gamma`, async ({ page }) => {
      const viewer = await openViewer(page, url, { width: 512, height: 512, channels });
      const display = Array.from({ length: channels }, (_, channel) => ({
        color: [0xff2000, 0x10ff40, 0x2040ff][channel % 3],
        visible: channel % 4 !== 3,
        min: 200 + 10 * channel,
        max: 4000 * Math.max(1, channels / 6),
        gamma: channel % 2 === 0 ? 1 : 0.7,
      }));
      await viewer.patch({ display });
      await viewer.goTo(256, 256, 1);
      await viewer.settled();
      const { x, y } = await page.evaluate(() => window.fixture.workspace.get().camera);
      const picture = await viewer.picture();
      // Each pass is rounded to 8 bit.
      const tolerance = 0.6 + Math.ceil(channels / 16) * 0.5;
      let worst = 0;
      for (const [sx, sy] of clearPixels(3)) {
        const [px, py] = [x + sx, y + sy];
        if (px < 0 || py < 0 || px >= 512 || py >= 512) continue;
        const sum = [0, 0, 0];
        display.forEach(({ color, visible, min, max, gamma }, channel) => {
          if (!visible) return;
          const t = Math.min(1, Math.max(0, (sampleOf(px, py, channel % 2) - min) / (max - min))) ** gamma;
          [16, 8, 0].forEach((shift, i) => {
            sum[i] += t * ((color >> shift) & 255);
          });
        });
        picture.at(sx, sy).forEach((shown, i) => {
          worst = Math.max(worst, Math.abs(shown - Math.min(255, sum[i])));
        });
      }
      expect(worst).toBeLessThan(tolerance);
    });
  }

  test('change their contrast without a word to the host', async ({ page }) => {
    const viewer = await openViewer(page, url, { channels: 1 });
    await viewer.patch({ displayMode: 'grey' });
    const before = await viewer.calls();
    const dark = await viewer.picture();
    await viewer.patch({ display: grey(100, 500) });
    const bright = await viewer.picture();
    expect(bright.at(320, 240)[0]).toBeGreaterThan(dark.at(320, 240)[0]);
    expect(await viewer.calls()).toBe(before);
  });

  test('show what is saturated in red and what is empty in blue', async ({ page }) => {
    const viewer = await openViewer(page, url, { channels: 1 });
    await viewer.patch({ displayMode: 'grey', display: grey(300, 900), rangeIndicator: true });
    await viewer.goTo(500, 500, 1);
    await viewer.settled();
    const { x, y } = await page.evaluate(() => window.fixture.workspace.get().camera);
    const picture = await viewer.picture();
    let wrong = 0;
    const seen = new Set<string>();
    for (const [sx, sy] of clearPixels()) {
      const sample = sampleOf(x + sx, y + sy, 0);
      const [r, g, b] = picture.at(sx, sy);
      const kind = sample >= 900 ? 'red' : sample <= 300 ? 'blue' : 'grey';
      seen.add(kind);
      const fits =
        kind === 'red' ? r === 255 && g === 0 && b === 0 : kind === 'blue' ? r === 0 && g === 0 && b === 255 : r === g && g === b;
      if (!fits) wrong++;
    }
    expect(wrong).toBe(0);
    expect(seen.size).toBe(3);
  });
});

test.describe('moving about', () => {
  test('a large image never goes blank, asks for little at a time and gives up what scrolled away', async ({ page }) => {
    // Slow enough that tiles are still on their way when the view moves on, however slowly frames are drawn.
    const viewer = await openViewer(page, url, { width: 16_384, height: 16_384, delay: 300 });
    await viewer.patch({ tool: 'hand' });
    await viewer.goTo(8000, 8000, 1);
    const most = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let highest = 0;
          let frames = 0;
          const look = () => {
            highest = Math.max(highest, window.fixture.viewer.stats()?.image.inFlight ?? 0);
            if (++frames < 90) requestAnimationFrame(look);
            else resolve(highest);
          };
          look();
        }),
    );
    for (let i = 0; i < 6; i++) {
      await page.mouse.move(500, 400);
      await page.mouse.down();
      await page.mouse.move(80, 60, { steps: 6 });
      await page.mouse.up();
      await page.mouse.wheel(0, i % 2 === 0 ? 400 : -400);
    }
    expect(await most).toBeLessThanOrEqual(6);
    await viewer.settled();
    const stats = await page.evaluate(() => window.fixture.viewer.stats());
    expect(stats?.blankFrames).toBe(0);
    expect(stats?.image.cancelled).toBeGreaterThan(0);
    expect(stats?.image.requested).toBe((stats?.image.arrived ?? 0) + (stats?.image.cancelled ?? 0));
    expect(await page.evaluate(() => window.fixture.errors)).toEqual([]);
  });

  test('with the wheel keeps the pixel under the pointer, with space and middle button drags', async ({ page }) => {
    const viewer = await openViewer(page, url, {});
    const under = () => page.evaluate(() => window.fixture.workspace.get().cursor);
    const camera = () => page.evaluate(() => window.fixture.workspace.get().camera);
    await viewer.goTo(500, 500, 2);
    await page.mouse.move(200, 150);
    await viewer.settled();
    const before = await under();
    await page.mouse.wheel(0, -300);
    await viewer.settled();
    expect((await camera()).zoom).toBeGreaterThan(2.5);
    const after = await under();
    expect(Math.abs((after?.x ?? 0) - (before?.x ?? 0))).toBeLessThanOrEqual(1);
    expect(after?.values).toEqual([sampleOf(after?.x ?? 0, after?.y ?? 0, 0), sampleOf(after?.x ?? 0, after?.y ?? 0, 1)]);

    const start = await camera();
    await page.keyboard.down(' ');
    await page.mouse.down();
    await page.mouse.move(250, 150);
    await page.mouse.up();
    await page.keyboard.up(' ');
    expect(((await camera()).x - start.x) * start.zoom).toBeCloseTo(-50, 3);
    await page.mouse.down({ button: 'middle' });
    await page.mouse.move(200, 150);
    await page.mouse.up({ button: 'middle' });
    expect((await camera()).x).toBeCloseTo(start.x, 6);
    expect(await page.evaluate(() => window.fixture.host.strokes.length)).toBe(0);

    await viewer.patch({ tool: 'hand' });
    await page.mouse.dblclick(300, 200);
    expect((await camera()).zoom).toBeCloseTo(480 / 1024, 6);
  });

  test('through planes shows the old one until the new one is there', async ({ page }) => {
    const viewer = await openViewer(page, url, { channels: 1, delay: 250 });
    await viewer.patch({ displayMode: 'grey', display: grey(180, 1200) });
    await viewer.goTo(500, 500, 1);
    await viewer.settled();
    await viewer.patch({ plane: { scene: 0, z: 2, t: 0 } });
    await page.waitForTimeout(60);
    const { x, y } = await page.evaluate(() => window.fixture.workspace.get().camera);
    const shown = (z: number) =>
      clearPixels(7).map(([sx, sy]) => Math.min(255, ((sampleOf(x + sx, y + sy, 0, z) - 180) / 1020) * 255));
    const wrong = async (z: number) => {
      const picture = await viewer.picture();
      const expected = shown(z);
      return clearPixels(7).filter(([sx, sy], i) => Math.abs(picture.at(sx, sy)[0] - expected[i]) > 0.51).length;
    };
    expect(await wrong(0)).toBe(0);
    await viewer.settled();
    expect(await wrong(2)).toBe(0);
    expect(await page.evaluate(() => window.fixture.viewer.stats()?.blankFrames)).toBe(0);
  });
});

const GOLD = [0xf0, 0xb7, 0x26];
const PURPLE = [0x79, 0x61, 0xdb];

test.describe('painting', () => {
  const drag = async (page: import('@playwright/test').Page, from: [number, number], to: [number, number]) => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 4 });
    await page.mouse.up();
  };

  test('shows a stroke before the host knows of it, and the same when it does', async ({ page }) => {
    const viewer = await openViewer(page, url, { delay: 600 });
    await viewer.goTo(500, 500, 1);
    await viewer.settled();
    await viewer.patch({ brushPx: 12 });
    await page.mouse.move(100, 200);
    await page.mouse.down();
    await page.mouse.move(200, 200, { steps: 4 });
    const under = await viewer.picture();
    expect(under.at(130, 203)).toEqual(GOLD);
    expect(await page.evaluate(() => window.fixture.host.strokes.length)).toBe(0);
    await page.mouse.up();
    await page.mouse.move(5, 5);
    const before = await viewer.picture();
    await viewer.settled();
    const after = await viewer.picture();
    expect(await page.evaluate(() => window.fixture.host.strokes.length)).toBe(1);
    const changed = clearPixels().filter(([x, y]) => after.at(x, y).join() !== before.at(x, y).join());
    const painted = clearPixels().filter(([x, y]) => after.at(x, y).join() === GOLD.join()).length;
    expect(changed).toEqual([]);
    // A band of 100 × 12 pixels with round ends of 12.
    expect(painted).toBe(100 * 12 + 112);
  });

  test('sends strokes in their order while the next is drawn, and erases with the right button', async ({ page }) => {
    const viewer = await openViewer(page, url, { delay: 120 });
    await viewer.goTo(500, 500, 1);
    await viewer.settled();
    await viewer.patch({ brushPx: 10 });
    await drag(page, [100, 100], [200, 100]);
    await viewer.patch({ activeClass: 2 });
    await drag(page, [150, 60], [150, 160]);
    await page.mouse.move(100, 100);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(120, 100, { steps: 3 });
    await page.mouse.up({ button: 'right' });
    await viewer.patch({ activeClass: 1, onlyUnlabelled: true });
    await drag(page, [150, 80], [300, 80]);
    await page.mouse.move(5, 5);
    const before = await viewer.picture();
    await viewer.settled();
    const after = await viewer.picture();
    for (const picture of [before, after]) {
      expect(picture.at(180, 100)).toEqual(GOLD);
      expect(picture.at(150, 100)).toEqual(PURPLE);
      expect(picture.at(150, 80)).toEqual(PURPLE);
      expect(picture.at(250, 80)).toEqual(GOLD);
      expect(picture.at(110, 100)).not.toEqual(GOLD);
    }
    expect(await page.evaluate(() => window.fixture.host.strokes.map(({ value }) => value))).toEqual([1, 2, 0, 1]);
  });

  test('takes back what could not be saved and says so', async ({ page }) => {
    const viewer = await openViewer(page, url, { delay: 100 });
    await viewer.goTo(500, 500, 1);
    await viewer.settled();
    await viewer.patch({ brushPx: 10 });
    await page.evaluate(() => {
      window.fixture.host.refuse = true;
    });
    await drag(page, [100, 100], [200, 100]);
    expect((await viewer.picture()).at(150, 100)).toEqual(GOLD);
    await viewer.settled();
    expect((await viewer.picture()).at(150, 100)).not.toEqual(GOLD);
    expect(await page.evaluate(() => window.fixture.errors)).toEqual([expect.stringContaining('The disk is full.')]);
  });

  test('fills polygons and lassos, draws lines, hands the bucket on', async ({ page }) => {
    const viewer = await openViewer(page, url, {});
    await viewer.goTo(500, 500, 1);
    await viewer.settled();
    await viewer.patch({ tool: 'polygon', brushPx: 6 });
    for (const [x, y] of [
      [100, 100],
      [180, 100],
      [180, 160],
      [100, 160],
    ]) {
      await page.mouse.click(x, y);
    }
    await page.keyboard.press('Enter');
    await page.mouse.move(250, 100);
    await page.mouse.down();
    for (let i = 1; i <= 24; i++) {
      await page.mouse.move(250 + 40 * Math.sin((i * Math.PI) / 12), 140 - 40 * Math.cos((i * Math.PI) / 12));
    }
    await page.mouse.up();
    await viewer.patch({ tool: 'line' });
    await drag(page, [100, 250], [200, 250]);
    await viewer.patch({ tool: 'bucket' });
    await page.mouse.click(300, 300);
    await viewer.settled();
    await page.mouse.move(5, 5);
    const picture = await viewer.picture();
    expect(picture.at(140, 130)).toEqual(GOLD);
    expect(picture.at(185, 130)).not.toEqual(GOLD);
    expect(picture.at(250, 140)).toEqual(GOLD);
    expect(picture.at(150, 251)).toEqual(GOLD);
    expect(picture.at(150, 256)).not.toEqual(GOLD);
    const bucket = await page.evaluate(() => window.fixture.host.calls.filter(({ method }) => method === 'labels.bucket'));
    const { x, y } = await page.evaluate(() => window.fixture.workspace.get().camera);
    expect(bucket.map(({ input }) => input)).toEqual([
      expect.objectContaining({ x: x + 300, y: y + 300, value: 1, tolerance: 10, within: { x, y, width: 640, height: 480 } }),
    ]);
  });

  test('keeps labels in sight when the view is zoomed out', async ({ page }) => {
    const viewer = await openViewer(page, url, { width: 8192, height: 8192 });
    await viewer.goTo(4096, 4096, 1);
    await viewer.settled();
    await viewer.patch({ brushPx: 3 });
    await drag(page, [200, 240], [440, 240]);
    await viewer.settled();
    await page.evaluate(() => window.fixture.viewer.fit());
    await page.mouse.move(5, 5);
    await viewer.settled();
    const picture = await viewer.picture();
    const found = clearPixels().filter(([x, y]) => picture.at(x, y).join() === GOLD.join());
    expect(found.length).toBeGreaterThan(5);
  });
});

test.describe('predictions', () => {
  const MODEL = { id: 'first', classColors: [0xf0b726, 0x7961db, 0x147eb3], stamp: 1 };
  const shownClass = (rgb: readonly number[]): number =>
    MODEL.classColors.findIndex((color) => rgb.join() === [color >> 16, (color >> 8) & 255, color & 255].join()) + 1;

  test('are coloured by class, and hidden below the minimum confidence without a word to the host', async ({ page }) => {
    const viewer = await openViewer(page, url, {});
    await viewer.overlay({ kind: 'segmentation', resultOpacity: 1 });
    await viewer.patch({ model: MODEL });
    await viewer.goTo(500, 500, 1);
    await viewer.settled();
    const calls = await viewer.calls();
    for (const minConfidence of [0, 60, 95]) {
      await viewer.patch({ minConfidence });
      const { x, y } = await page.evaluate(() => window.fixture.workspace.get().camera);
      const picture = await viewer.picture();
      let wrong = 0;
      for (const [sx, sy] of clearPixels(3)) {
        const { label, confidence } = predictionOf(x + sx, y + sy);
        const expected = confidence >= minConfidence ? label : 0;
        if (shownClass(picture.at(sx, sy)) !== expected) wrong++;
      }
      expect(wrong).toBe(0);
    }
    expect(await viewer.calls()).toBe(calls);
  });

  test('of the old model stay until those of the new one arrive', async ({ page }) => {
    const viewer = await openViewer(page, url, { delay: 300 });
    await viewer.overlay({ kind: 'segmentation', resultOpacity: 1 });
    await viewer.patch({ model: MODEL });
    await viewer.goTo(500, 500, 1);
    await viewer.settled();
    await viewer.patch({ model: { ...MODEL, id: 'second', stamp: 2 } });
    await page.waitForTimeout(80);
    const { x, y } = await page.evaluate(() => window.fixture.workspace.get().camera);
    const wrong = async (shift: number) => {
      const picture = await viewer.picture();
      return clearPixels(5).filter(([sx, sy]) => shownClass(picture.at(sx, sy)) !== predictionOf(x + sx, y + sy, shift).label)
        .length;
    };
    expect(await wrong(0)).toBe(0);
    await viewer.settled();
    expect(await wrong(0.2)).toBe(0);
  });

  test('are cancelled when a newer model supersedes them', async ({ page }) => {
    const viewer = await openViewer(page, url, { delay: 300 });
    await viewer.overlay({ kind: 'segmentation' });
    for (let stamp = 1; stamp <= 5; stamp++) {
      await viewer.patch({ model: { ...MODEL, stamp } });
      await page.waitForTimeout(40);
    }
    await viewer.settled();
    const stats = await page.evaluate(() => window.fixture.viewer.stats()?.prediction);
    expect(stats?.cancelled).toBeGreaterThanOrEqual(4);
    expect(stats?.inFlight).toBe(0);
  });

  test('stand beside the raw image in a split view and hide while a key is held', async ({ page }) => {
    const viewer = await openViewer(page, url, {});
    await viewer.overlay({ kind: 'segmentation', resultOpacity: 1 });
    await viewer.patch({ model: MODEL, split: true });
    await viewer.goTo(500, 500, 1);
    await viewer.settled();
    const count = async (x0: number, x1: number) => {
      const picture = await viewer.picture();
      let found = 0;
      for (let y = 200; y < 450; y += 2) for (let x = x0; x < x1; x += 2) if (shownClass(picture.at(x, y)) > 0) found++;
      return found;
    };
    expect(await count(10, 310)).toBe(0);
    expect(await count(330, 630)).toBe(125 * 150);
    await viewer.overlay({ hidden: true });
    expect(await count(330, 630)).toBe(0);
  });

  test('are shown as heat maps of probability and uncertainty', async ({ page }) => {
    const viewer = await openViewer(page, url, {});
    await viewer.patch({ model: MODEL, display: [] });
    await viewer.goTo(500, 500, 1);
    const { x, y } = await page.evaluate(() => window.fixture.workspace.get().camera);
    const brightness = ([r, g, b]: readonly number[]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
    for (const kind of ['probability', 'uncertainty'] as const) {
      await viewer.overlay({ kind, probabilityClass: 0, resultOpacity: 1 });
      await viewer.settled();
      const picture = await viewer.picture();
      const pairs = clearPixels(3).map(([sx, sy]) => {
        const { label, confidence } = predictionOf(x + sx, y + sy);
        const heat = kind === 'uncertainty' ? 100 - confidence : label === 1 ? confidence : 100 - confidence;
        return { heat, light: brightness(picture.at(sx, sy)) };
      });
      pairs.sort((a, b) => a.heat - b.heat);
      const falling = pairs.filter(({ heat, light }, i) => i > 0 && heat > pairs[i - 1].heat && light < pairs[i - 1].light);
      expect(falling).toEqual([]);
      expect(pairs[pairs.length - 1].light).toBeGreaterThan(pairs[0].light + 60);
    }
  });
});
