import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../renderer/state/app.ts';
import { BROWSER } from '../../renderer/state/platform.ts';
import { readViewMemory } from '../../renderer/state/view-memory.ts';
import { createScriptedHost } from './scripted-host.ts';
import { paint, settle, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('opening', () => {
  it('an image without a project makes one beside it with two classes, ready to paint', async () => {
    const host = createScriptedHost();
    const app = createApp(host.client, BROWSER);
    await app.project.start();
    await app.images.add(['/data/cells.ome.tif']);
    const { project, imageId, activeClass, step, tool } = app.workspace.get();
    expect(project?.path).toBe('/data/cells.grove');
    expect(project?.classes.map((one) => one.name)).toEqual(['Background', 'Object']);
    expect(imageId).toBe('cells.ome');
    expect({ activeClass, step, tool }).toEqual({ activeClass: 1, step: 'label', tool: 'brush' });
  });

  it('by another window shows what that one did while this one was on its way in', async () => {
    const host = createScriptedHost();
    const app = createApp(host.client, BROWSER);
    await app.project.start();
    const other = [
      host.client.call('project.create', { path: '/data/shared.grove' }),
      host.client.call('images.add', { paths: ['/data/c.tif'] }),
    ];
    await Promise.all(other);
    await settle();
    expect(app.workspace.get().project?.images.map((one) => one.id)).toEqual(['c']);
  });

  it('the same image again goes on in the project beside it', async () => {
    const host = createScriptedHost();
    const app = createApp(host.client, BROWSER);
    await app.project.start();
    await app.images.add(['/data/cells.tif']);
    await app.classes.add();
    await app.project.close();
    expect(app.workspace.get().project).toBeNull();
    await app.images.add(['/data/cells.tif']);
    expect(app.workspace.get().project?.classes).toHaveLength(3);
  });

  it('several images keeps the good ones and names the others', async () => {
    const { app } = await startInSample();
    await app.images.add(['/data/c.tif', '/data/notes.txt']);
    expect(app.workspace.get().project?.images.map((one) => one.id)).toEqual(['a', 'b', 'c']);
    expect(app.toasts.get().map((toast) => toast.message)).toEqual(['/data/notes.txt is not an image.']);
  });

  it('a project that is not there leaves the window where it was', async () => {
    const { app } = await startInSample();
    await app.project.open('/data/gone.grove');
    expect(app.workspace.get().project?.name).toBe('sample');
    expect(app.toasts.get()[0]?.message).toBe('/data/gone.grove is not there.');
  });

  it('finds image, plane and overlay as they were left', async () => {
    const { app } = await startInSample();
    await app.selection.select('b');
    app.selection.setPlane({ z: 3 });
    app.view.setOverlay('uncertainty');
    await settle();
    await app.project.close();
    await app.project.open('/data/sample.grove');
    const { imageId, plane, overlay } = app.workspace.get();
    expect(imageId).toBe('b');
    expect(plane.z).toBe(3);
    expect(overlay.kind).toBe('uncertainty');
  });

  it('another project closes the messages that belong to this one', async () => {
    const { app, host } = await startInSample();
    await app.classes.remove(2);
    expect(app.toasts.get()).toHaveLength(1);
    await app.project.close();
    await app.images.add(['/data/x.tif']);
    expect(app.toasts.get()).toHaveLength(0);
    expect(host.calls.some((call) => call.method === 'history.undo')).toBe(false);
  });

  it('shows the newest version at once', async () => {
    const { app } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    await app.training.trainAndSegment();
    await app.project.close();
    await app.project.open('/data/sample.grove');
    expect(app.workspace.get().model?.id).toBe('v1');
  });

  it('reads remembered views of any shape without trusting them', () => {
    expect(readViewMemory(null)).toEqual({ overlay: {} });
    expect(readViewMemory({ imageId: 7, plane: { scene: -1 }, overlay: { kind: 'loud', labelOpacity: 9 } })).toEqual({
      overlay: {},
    });
  });
});

describe('images', () => {
  it('that are removed can be taken back, and another one is shown meanwhile', async () => {
    const { app } = await startInSample();
    await app.images.remove('a');
    expect(app.workspace.get().imageId).toBe('b');
    app.toasts.get().at(-1)?.actions[0]?.run();
    await settle();
    expect(app.workspace.get().project?.images.map((one) => one.id)).toEqual(['a', 'b']);
  });

  it('keep planes within their bounds', async () => {
    const { app } = await startInSample();
    app.selection.setPlane({ z: 99, t: -4 });
    expect(app.workspace.get().plane).toEqual({ scene: 0, z: 4, t: 0 });
  });
});

describe('display', () => {
  it('changes at once and is saved once', async () => {
    const { app, host } = await startInSample();
    for (const max of [500, 600, 700]) app.display.setChannel(0, { max });
    expect(app.workspace.get().display[0]?.max).toBe(700);
    await settle();
    expect(host.calls.filter((call) => call.method === 'images.setDisplay')).toHaveLength(1);
    expect(host.project()?.images[0]?.display[0]?.max).toBe(700);
  });

  it('is saved for the image it belongs to when another one is opened', async () => {
    const { app, host } = await startInSample();
    app.display.setChannel(1, { gamma: 0.5 });
    await app.selection.select('b');
    expect(host.project()?.images.map((one) => one.display[1]?.gamma)).toEqual([0.5, 1]);
    expect(app.workspace.get().display[1]?.gamma).toBe(1);
  });

  it('fits one channel or all of them to the percentiles', async () => {
    const { app } = await startInSample();
    await app.display.auto(1);
    expect(app.workspace.get().display.map((one) => [one.min, one.max])).toEqual([
      [100, 2400],
      [80, 2001],
    ]);
    await app.display.auto(null);
    expect(app.workspace.get().display[0]).toMatchObject({ min: 150, max: 2000 });
  });

  it('never lets max come down to min', async () => {
    const { app } = await startInSample();
    app.display.setChannel(0, { min: 3000 });
    const channel = app.workspace.get().display[0];
    expect(channel && channel.max > channel.min).toBe(true);
  });
});

describe('the connection', () => {
  it('is shown when lost, and the project is read again when it is back', async () => {
    const { app, host } = await startInSample();
    const reads = (): number => host.calls.filter((call) => call.method === 'project.current').length;
    const before = reads();
    host.connection(false);
    expect(app.frame.get().connected).toBe(false);
    expect(reads()).toBe(before);
    host.connection(true);
    await settle();
    expect(app.frame.get().connected).toBe(true);
    expect(reads()).toBe(before + 1);
    expect(app.workspace.get().project?.name).toBe('sample');
  });

  it('coming back leaves the view where it was', async () => {
    const { app, host } = await startInSample();
    await app.selection.select('b');
    app.workspace.patch({ camera: { x: 40, y: 50, zoom: 3 } });
    host.connection(false);
    host.connection(true);
    await settle();
    expect(app.workspace.get()).toMatchObject({ imageId: 'b', camera: { x: 40, y: 50, zoom: 3 } });
  });
});
