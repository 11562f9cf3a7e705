import { describe, expect, it } from 'vitest';
import {
  centredAt,
  clampZoom,
  fitCamera,
  MAX_ZOOM,
  panBy,
  resized,
  settle,
  showsAll,
  toImage,
  toScreen,
  visibleBox,
  zoomAbout,
} from '../../../renderer/state/camera.ts';
import { seededRandom } from './random.ts';

const view = { width: 1000, height: 700 };
const image = { width: 16_384, height: 9000 };

describe('the camera', () => {
  it('fits the whole image into the middle of the view', () => {
    const camera = fitCamera(view, image);
    expect(camera.zoom).toBeCloseTo(1000 / 16_384, 12);
    expect(toScreen(camera, image.width / 2, image.height / 2)).toEqual({ x: 500, y: 350 });
    expect(showsAll(camera, view, image)).toBe(true);
  });

  it('does not blow a tiny image up beyond 32 times', () => {
    expect(fitCamera(view, { width: 4, height: 4 }).zoom).toBe(32);
  });

  it('keeps the point under the pointer while zooming', () => {
    const random = seededRandom(1);
    let camera = centredAt(4000, 3000, 0.7, view);
    for (let i = 0; i < 200; i++) {
      const [sx, sy] = [random() * view.width, random() * view.height];
      const before = toImage(camera, sx, sy);
      camera = zoomAbout(camera, 0.5 + random(), sx, sy, view, image);
      const after = toImage(camera, sx, sy);
      expect(after.x).toBeCloseTo(before.x, 6);
      expect(after.y).toBeCloseTo(before.y, 6);
    }
  });

  it('keeps the zoom between a quarter of the fit and its maximum', () => {
    expect(clampZoom(1e9, view, image)).toBe(MAX_ZOOM);
    expect(clampZoom(0, view, image)).toBeCloseTo(1000 / 16_384 / 4, 12);
    expect(clampZoom(0, view, { width: 10, height: 10 })).toBe(0.25);
  });

  it('puts the image on whole screen pixels, exactly at 100 %', () => {
    const random = seededRandom(2);
    for (let i = 0; i < 100; i++) {
      const camera = settle({ x: random() * 9000, y: random() * 5000, zoom: 1 }, view, image);
      expect(Number.isInteger(camera.x)).toBe(true);
      expect(Number.isInteger(camera.y)).toBe(true);
      const zoomed = settle({ x: random() * 9000, y: random() * 5000, zoom: 0.1 + 5 * random() }, view, image);
      const origin = toScreen(zoomed, 0, 0);
      expect(Math.abs(origin.x - Math.round(origin.x))).toBeLessThan(1e-6);
      expect(Math.abs(origin.y - Math.round(origin.y))).toBeLessThan(1e-6);
    }
  });

  it('never loses the image', () => {
    const far = settle(panBy(fitCamera(view, image), 1e6, -1e6), view, image);
    const middle = toImage(far, view.width / 2, view.height / 2);
    expect(middle.x).toBeCloseTo(0, 0);
    expect(middle.y).toBeCloseTo(image.height, -2);
  });

  it('keeps the middle when the view is resized', () => {
    const camera = centredAt(5000, 4000, 2, view);
    const smaller = { width: 300, height: 200 };
    const after = resized(camera, view, smaller);
    expect(toImage(after, 150, 100)).toEqual({ x: 5000, y: 4000 });
  });

  it('tells what is in view, cut to the image', () => {
    expect(visibleBox({ x: -100, y: 8900, zoom: 2 }, view, image)).toEqual({ x0: 0, y0: 8900, x1: 400, y1: 9000 });
    const outside = visibleBox({ x: 20_000, y: 0, zoom: 1 }, view, image);
    expect(outside.x1).toBeLessThanOrEqual(outside.x0);
  });
});
