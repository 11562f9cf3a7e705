import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { labelMarks } from '../../renderer/state/labelled-planes.ts';
import { BROWSER } from '../../renderer/state/platform.ts';
import { TEST_IMAGE, testImage } from './scripted-host.ts';
import { settle, startInSample, stroke } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const INFO = { ...TEST_IMAGE, sizeScene: 2, sizeZ: 5, sizeT: 3 };
const start = () => startInSample(BROWSER, [testImage('a', { info: INFO }), testImage('b')]);
const plane = (z: number, t = 0, scene = 0) => ({ scene, z, t });

/** A viewer that shows planes only when told. */
function slowViewer() {
  const viewer = {
    shown: false,
    visible: () => null,
    fit: () => {},
    zoomTo: () => {},
    zoomBy: () => {},
    goTo: () => {},
    showsPlane: () => viewer.shown,
  };
  return viewer;
}

describe('playing', () => {
  it('goes on at the chosen speed, and from the last plane to the first', async () => {
    const { app } = await start();
    app.playback.setFps(10);
    app.playback.toggle('z');
    const seen: number[] = [];
    for (let i = 0; i < 6; i++) {
      await settle(100);
      seen.push(app.workspace.get().plane.z);
    }
    expect(seen).toEqual([1, 2, 3, 4, 0, 1]);
    app.playback.toggle('z');
    await settle(1000);
    expect(app.workspace.get().plane.z).toBe(1);
  });

  it('waits for a plane that is still loading, but not for ever', async () => {
    const { app } = await start();
    const viewer = slowViewer();
    app.viewer.current = viewer;
    app.playback.setFps(20);
    app.playback.toggle('t');
    await settle(1500);
    expect(app.workspace.get().plane.t).toBe(0);
    viewer.shown = true;
    await settle(20);
    expect(app.workspace.get().plane.t).toBe(1);
    viewer.shown = false;
    await settle(1900);
    expect(app.workspace.get().plane.t).toBe(1);
    await settle(200);
    expect(app.workspace.get().plane.t).toBe(2);
  });

  it('goes back and forth, or stops, as it was told', async () => {
    const { app } = await start();
    app.playback.setFps(10);
    app.playback.setEnd('bounce');
    app.playback.toggle('t');
    const seen: number[] = [];
    for (let i = 0; i < 6; i++) {
      await settle(100);
      seen.push(app.workspace.get().plane.t);
    }
    expect(seen).toEqual([1, 2, 1, 0, 1, 2]);
    app.playback.stop();

    app.playback.setEnd('stop');
    app.selection.setPlane({ t: 1 });
    app.playback.toggle('t');
    await settle(1000);
    expect(app.workspace.get().plane.t).toBe(2);
    expect(app.frame.get().playing).toBeNull();
    app.playback.toggle('t');
    expect(app.workspace.get().plane.t).toBe(0);
  });

  it('takes up another axis in place of the first, and ends with the image', async () => {
    const { app } = await start();
    app.playback.setFps(10);
    app.playback.toggle('z');
    await settle(100);
    app.playback.toggle('t');
    await settle(100);
    expect(app.workspace.get().plane).toEqual(plane(1, 1));
    await app.selection.select('b');
    await settle(1000);
    expect(app.workspace.get().plane).toEqual(plane(0));
  });

  it('is begun and ended by its key, on the axis that played last', async () => {
    const { app } = await start();
    const play = app.commands.find(({ id }) => id === 'plane.play')!;
    play.run();
    expect(app.frame.get().playing).toBe('t');
    play.run();
    expect(app.frame.get().playing).toBeNull();
    app.playback.toggle('z');
    app.playback.stop();
    play.run();
    expect(app.frame.get().playing).toBe('z');
    app.playback.stop();
  });
});

describe('keys', () => {
  it('step and leap along every axis, within the image', async () => {
    const { app } = await start();
    const run = (id: string) => app.commands.find((command) => command.id === id)!.run();
    run('plane.z.next');
    run('plane.t.next');
    run('plane.scene.next');
    expect(app.workspace.get().plane).toEqual(plane(1, 1, 1));
    run('plane.z.farnext');
    run('plane.scene.next');
    run('plane.t.previous');
    expect(app.workspace.get().plane).toEqual(plane(4, 0, 1));
  });
});

describe('planes with labels', () => {
  it('are known for the open image, and after each stroke', async () => {
    const { app } = await start();
    expect(app.results.get().labelledPlanes).toEqual([]);
    await app.painting.paint('a', plane(2), stroke(1));
    await settle();
    expect(app.results.get().labelledPlanes).toEqual([plane(2)]);
    await app.selection.select('b');
    await settle();
    expect(app.results.get().labelledPlanes).toEqual([]);
    await app.selection.select('a');
    await settle();
    expect(app.results.get().labelledPlanes).toEqual([plane(2)]);
  });

  it('are gone through in order, round and round', async () => {
    const { app } = await start();
    for (const one of [plane(1), plane(3, 2), plane(0, 0, 1)]) await app.painting.paint('a', one, stroke(1));
    await settle();
    const seen = [];
    for (let i = 0; i < 4; i++) {
      app.labelledPlanes.go(1);
      seen.push(app.workspace.get().plane);
    }
    expect(seen).toEqual([plane(1), plane(3, 2), plane(0, 0, 1), plane(1)]);
    app.labelledPlanes.go(-1);
    expect(app.workspace.get().plane).toEqual(plane(0, 0, 1));
  });

  it('are marked where they are, and faintly where another plane of the place has them', () => {
    const planes = [plane(1), plane(3, 2), plane(0, 0, 1)];
    expect([...labelMarks(planes, plane(0), 'z')]).toEqual([
      [1, 'here'],
      [3, 'elsewhere'],
    ]);
    expect([...labelMarks(planes, plane(3), 't')]).toEqual([
      [0, 'elsewhere'],
      [2, 'here'],
    ]);
    expect([...labelMarks(planes, plane(3), 'scene').keys()]).toEqual([0, 1]);
    expect([...labelMarks(planes, plane(0, 0, 1), 't')]).toEqual([[0, 'here']]);
  });
});
