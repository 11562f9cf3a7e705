import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImageInfo, SceneInfo } from '#core/model/image.ts';
import { createViewCamera } from '../../renderer/canvas/view-camera.ts';
import { balanceHints } from '../../renderer/state/balance-hints.ts';
import { openScene } from '../../renderer/state/open-scene.ts';
import { BROWSER } from '../../renderer/state/platform.ts';
import { TEST_IMAGE, testImage } from './scripted-host.ts';
import { settle, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const scene = (name: string, width: number, height: number): SceneInfo => ({
  name,
  width,
  height,
  levels: [
    { width, height, downsample: 1 },
    { width: width / 2, height: height / 2, downsample: 2 },
  ],
});

/** Two fields of the same size and a wider one. */
const SCENES = [scene('left', 512, 512), scene('right', 512, 512), scene('overview', 1600, 400)];
const INFO: ImageInfo = { ...TEST_IMAGE, sizeScene: 3, levels: SCENES[0]!.levels, scenes: SCENES };
const start = () => startInSample(BROWSER, [testImage('a', { info: INFO }), testImage('b')]);
const asked = (host: Awaited<ReturnType<typeof start>>['host']) =>
  host.calls.filter(({ method }) => method === 'images.levels').map(({ input }) => (input as { scene?: number }).scene);

describe('scenes with sizes of their own', () => {
  it('have their levels asked for once for each shape', async () => {
    const { app, host } = await start();
    expect(asked(host)).toEqual([0]);
    expect(app.workspace.get().levels).toBe(SCENES[0]!.levels);
    app.selection.setPlane({ scene: 1 });
    // The picture of the same shape goes on being shown until the new one is there.
    expect(app.workspace.get().levels).toBe(SCENES[0]!.levels);
    app.selection.setPlane({ scene: 2 });
    expect(app.workspace.get().levels).toBeNull();
    await settle();
    expect(app.workspace.get().levels).toEqual(SCENES[2]!.levels);
    app.selection.setPlane({ scene: 0 });
    expect(app.workspace.get().levels).toBe(SCENES[0]!.levels);
    expect(asked(host)).toEqual([0, 2]);
  });

  it('never show the levels of a scene that was left while they were on their way', async () => {
    const { app, host } = await start();
    let answer = (): void => {};
    host.gate = (method) => (method === 'images.levels' ? new Promise((resolve) => (answer = resolve)) : undefined);
    app.selection.setPlane({ scene: 2 });
    app.selection.setPlane({ scene: 1 });
    answer();
    await settle();
    expect(app.workspace.get().levels).toBe(SCENES[0]!.levels);
  });

  it('are fitted when the size is another, and keep the view when it is the same', async () => {
    const { app } = await start();
    const camera = createViewCamera(app.workspace);
    app.workspace.subscribe(camera.followImage);
    camera.setView({ width: 800, height: 800 });
    camera.followImage();
    camera.zoomTo(4);
    const left = app.workspace.get().camera;
    app.selection.setPlane({ scene: 1 });
    expect(app.workspace.get().camera).toEqual(left);
    app.selection.setPlane({ scene: 2 });
    expect(app.workspace.get().camera).toEqual({ x: 0, y: -600, zoom: 0.5 });
    camera.zoomTo(2);
    app.selection.setPlane({ scene: 0 });
    expect(app.workspace.get().camera.zoom).toBe(800 / 512);
  });

  it('are found again with the image, in the view that was left', async () => {
    const { app } = await start();
    const camera = createViewCamera(app.workspace);
    app.workspace.subscribe(camera.followImage);
    camera.setView({ width: 800, height: 800 });
    camera.followImage();
    app.selection.setPlane({ scene: 2 });
    camera.zoomTo(2);
    const left = app.workspace.get().camera;
    await app.selection.select('b');
    await app.selection.select('a', { scene: 2, z: 0, t: 0 });
    expect(openScene(app.workspace.get())).toEqual(SCENES[2]);
    expect(app.workspace.get().camera).toEqual(left);
  });

  it('keep the plane within the image', async () => {
    const { app } = await start();
    app.selection.setPlane({ scene: 99, z: -3 });
    expect(app.workspace.get().plane).toEqual({ scene: 2, z: 0, t: 0 });
    await app.selection.select('b', { scene: 2, z: 9, t: 1 });
    expect(app.workspace.get().plane).toEqual({ scene: 0, z: 4, t: 0 });
  });

  it('count with their own sizes for the hint about large areas', () => {
    const pixels = (512 * 512 * 2 + 1600 * 400) * INFO.sizeZ;
    const labelled = (count: number) => [testImage('a', { info: INFO, labels: { 1: count } })];
    expect(balanceHints([], labelled(0.29 * pixels))).toHaveLength(0);
    expect(balanceHints([], labelled(0.31 * pixels))).toHaveLength(1);
  });
});
