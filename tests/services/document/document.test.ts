import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Events, Input, Method, Output } from '#contract/contract.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { CLASS_COLORS } from '#core/model/label.ts';
import { DEFAULT_TRAINING } from '#core/model/project.ts';
import { compose } from '../../../main/compose.ts';
import { createDispatch } from '../../../main/services/dispatch.ts';
import { createRecentProjects } from '../../../main/services/document/recent-projects.ts';
import { newImage, strokeOf, testFolder, testStores } from '../../store/test-store.ts';

/** All of Grove over a folder of the test, with what it told its listeners. */
async function grove() {
  const folder = testFolder();
  const application = await compose({
    host: 'server',
    dataFolder: join(folder, 'data'),
    cacheFolder: join(folder, 'cache'),
    threads: 1,
  });
  onTestFinished(() => application.close());
  const dispatch = createDispatch(application.handlers);
  const told: (keyof Events)[] = [];
  for (const event of ['document.changed', 'images.changed', 'classes.changed', 'training.changed', 'project.changed'] as const) {
    application.on(event, () => told.push(event));
  }
  const call = <M extends Method>(method: M, input: Input<M>) => dispatch.call(method, input) as Promise<Output<M>>;
  return { folder, told, call };
}

/** A project file with one image whose file is not there. */
function projectFile(folder: string, name = 'work.grove'): string {
  const path = join(folder, name);
  const store = testStores().create(path);
  store.addImage(newImage(join(folder, 'cells.tif')));
  store.close();
  return path;
}

describe('a session', () => {
  it('creates, closes and opens projects, and remembers them newest first', async () => {
    const { folder, call, told } = await grove();
    expect(await call('project.current', {})).toBeNull();
    const made = await call('project.create', { path: join(folder, 'first') });
    expect(made).toMatchObject({ path: join(folder, 'first.grove'), name: 'first', readOnly: false, images: [], classes: [] });
    await call('project.create', { path: join(folder, 'second.grove') });
    await call('project.close', {});
    expect(await call('project.current', {})).toBeNull();
    expect(told).toEqual(['project.changed', 'project.changed', 'project.changed']);
    expect((await call('project.recent', {})).map((one) => [one.name, one.exists])).toEqual([
      ['second', true],
      ['first', true],
    ]);
    // The first is free again: it was closed when the second was created.
    expect((await call('project.open', { path: made.path })).name).toBe('first');
    expect((await call('project.open', { path: made.path })).name).toBe('first');
    await expect(call('project.create', { path: made.path })).rejects.toMatchObject({ kind: 'invalid-input' });
    expect((await call('project.current', {}))?.path).toBe(made.path);
  });

  it('keeps the open project when another one cannot be opened', async () => {
    const { folder, call } = await grove();
    await call('project.open', { path: projectFile(folder) });
    writeFileSync(join(folder, 'bad.grove'), 'no');
    await expect(call('project.open', { path: join(folder, 'bad.grove') })).rejects.toMatchObject({ kind: 'corrupt' });
    expect((await call('project.current', {}))?.name).toBe('work');
  });

  it('saves a copy that opens, and refuses to copy onto itself', async () => {
    const { folder, call } = await grove();
    const path = projectFile(folder);
    await call('project.open', { path });
    await expect(call('project.saveCopy', { path })).rejects.toMatchObject({ kind: 'invalid-input' });
    const copy = await call('project.saveCopy', { path: join(folder, 'copy') });
    expect(existsSync(copy.path)).toBe(true);
    expect((await call('project.open', copy)).images).toHaveLength(1);
  });

  it('has no project to work on before one is open', async () => {
    const { call } = await grove();
    for (const method of ['history.undo', 'history.redo'] as const) {
      await expect(call(method, {})).rejects.toMatchObject({ kind: 'no-project' });
    }
  });
});

describe('the document', () => {
  it('tells every change, and takes it back', async () => {
    const { folder, call, told } = await grove();
    const { images } = await call('project.open', { path: projectFile(folder) });
    const imageId = images[0]!.id;
    const first = await call('classes.add', { name: 'One', color: null });
    const second = await call('classes.add', { name: 'Two', color: 0x123456 });
    expect([first.added.color, second.added.color]).toEqual([CLASS_COLORS[0], 0x123456]);
    await call('labels.paint', { imageId, plane: FIRST_PLANE, stroke: strokeOf({ x: 0, y: 0, width: 4, height: 4 }, 1) });
    expect(await call('labels.counts', { imageId })).toEqual({ 1: 16 });
    expect(await call('labels.tiles', { imageId, plane: FIRST_PLANE })).toEqual([[0, 0]]);
    expect(await call('labels.tiles', { imageId, plane: { scene: 0, z: 1, t: 0 } })).toEqual([]);
    expect(await call('labels.planes', { imageId })).toEqual([FIRST_PLANE]);
    await call('classes.update', { value: 1, patch: { name: 'Uno', visible: false } });
    await call('classes.reorder', { values: [2, 1] });
    await call('classes.remove', { value: 1 });
    await call('images.remove', { imageId });
    told.length = 0;
    while ((await call('history.undo', {})) !== null) {}
    const begun = await call('project.current', {});
    expect(begun).toMatchObject({ classes: [], history: { canUndo: false, canRedo: true } });
    expect(begun?.images).toHaveLength(1);
    expect(new Set(told)).toEqual(new Set(['document.changed', 'classes.changed', 'images.changed']));
    while ((await call('history.redo', {})) !== null) {}
    expect(await call('project.current', {})).toMatchObject({
      classes: [{ name: 'Two' }],
      images: [],
      history: { canRedo: false },
    });
  });

  it('keeps display, training and settings without a step of history', async () => {
    const { folder, call, told } = await grove();
    const { images } = await call('project.open', { path: projectFile(folder) });
    const imageId = images[0]!.id;
    const display = [{ color: 1, visible: true, min: 5, max: 9, gamma: 1 }];
    await call('images.setDisplay', { imageId, display });
    await call('images.setTraining', { imageId, training: false });
    await call('training.settings', { ...DEFAULT_TRAINING, channels: null, trees: 7 });
    await call('project.setSetting', { key: 'view', value: { a: [1] } });
    expect(await call('project.getSetting', { key: 'view' })).toEqual({ a: [1] });
    expect(await call('project.current', {})).toMatchObject({
      images: [{ display, training: false }],
      training: { trees: 7 },
      history: { canUndo: false },
    });
    expect(told).toContain('training.changed');
  });

  it('refuses planes and classes that are not there, and wrong orders', async () => {
    const { folder, call } = await grove();
    const { images } = await call('project.open', { path: projectFile(folder) });
    const imageId = images[0]!.id;
    const stroke = strokeOf({ x: 0, y: 0, width: 4, height: 4 }, 1);
    await expect(call('labels.paint', { imageId, plane: FIRST_PLANE, stroke })).rejects.toMatchObject({ kind: 'not-found' });
    await call('classes.add', { name: 'One', color: null });
    const far = { scene: 0, z: 99, t: 0 };
    await expect(call('labels.paint', { imageId, plane: far, stroke })).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(call('labels.paint', { imageId: 'no', plane: FIRST_PLANE, stroke })).rejects.toMatchObject({
      kind: 'not-found',
    });
    await expect(call('classes.update', { value: 9, patch: {} })).rejects.toMatchObject({ kind: 'not-found' });
    await expect(call('classes.reorder', { values: [1, 1] })).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe('the list of recent projects', () => {
  it('survives a damaged file and says which projects are gone', async () => {
    const file = join(testFolder(), 'deep', 'recent.json');
    const clock = { now: () => new Date(0), elapsed: () => 0 };
    const recent = createRecentProjects(file, clock);
    expect(await recent.list()).toEqual([]);
    await recent.remember('/nowhere/a.grove');
    expect(await recent.list()).toEqual([
      { path: '/nowhere/a.grove', name: 'a', opened: new Date(0).toISOString(), exists: false },
    ]);
    writeFileSync(file, '{ not json');
    expect(await recent.list()).toEqual([]);
    for (let i = 0; i < 25; i++) await recent.remember(`/nowhere/${i}.grove`);
    await recent.remember('/nowhere/9.grove');
    const names = (await recent.list()).map((one) => one.name);
    expect(names).toHaveLength(20);
    expect(names.slice(0, 2)).toEqual(['9', '24']);
  });
});
