import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Workspace } from '../../renderer/state/workspace.ts';
import { paint, settle, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('changes of the document', () => {
  it('are taken in once, though reply and event both bring them', async () => {
    const { app } = await startInSample();
    const seen: NonNullable<Workspace['labelChange']>[] = [];
    let last: Workspace['labelChange'] = null;
    app.workspace.subscribe(() => {
      const { labelChange } = app.workspace.get();
      if (labelChange && labelChange !== last) seen.push(labelChange);
      last = labelChange;
    });
    await paint(app, 1);
    await paint(app, 1);
    expect(seen.map((one) => one.revision)).toEqual([1, 2]);
    expect(seen[0]?.changes[0]).toMatchObject({ imageId: 'a', tiles: [[0, 0]] });
  });

  it('keep undo and redo, labels and counts in step', async () => {
    const { app } = await startInSample();
    const counts = () => app.workspace.get().project?.images[0]?.labels;
    await paint(app, 1);
    await settle();
    expect(counts()).toEqual({ 1: 32 });
    expect(app.workspace.get().project?.history).toMatchObject({ canUndo: true, canRedo: false, undoLabel: 'Paint' });
    await app.history.undo();
    await settle();
    expect(counts()).toEqual({ 1: 0 });
    expect(app.workspace.get().project?.history).toMatchObject({ canUndo: false, canRedo: true });
    await app.history.redo();
    await settle();
    expect(counts()).toEqual({ 1: 32 });
  });

  it('runs quick undos one after another', async () => {
    const { app, host } = await startInSample();
    for (let i = 0; i < 4; i++) await paint(app, 1);
    await Promise.all([app.history.undo(), app.history.undo(), app.history.undo()]);
    expect(host.project()?.history).toMatchObject({ canUndo: true, canRedo: true });
    await settle();
    expect(app.workspace.get().project?.images[0]?.labels).toEqual({ 1: 32 });
  });

  it('undoes the stroke painted last, even while it is still being saved', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    let release = (): void => {};
    host.gate = (method) => (method === 'labels.paint' ? new Promise((resolve) => (release = resolve)) : undefined);
    const stroke = paint(app, 2);
    const undone = app.history.undo();
    await settle(10);
    expect(host.calls.some((call) => call.method === 'history.undo')).toBe(false);
    release();
    await settle(10);
    await Promise.all([stroke, undone]);
    expect(host.project()?.images[0]?.labels).toEqual({ 1: 32, 2: 0 });
  });

  it('keep an older reply from turning the history back', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    const late = { revision: 0, labels: [], history: { canUndo: false, canRedo: false, undoLabel: null, redoLabel: null } };
    host.emit('document.changed', late);
    expect(app.workspace.get().project?.history.canUndo).toBe(true);
  });

  it('refuse to be painted in a project that is read-only', async () => {
    const { app, host } = await startInSample();
    const { project } = app.workspace.get();
    if (project) app.workspace.patch({ project: { ...project, readOnly: true } });
    await expect(paint(app, 1)).rejects.toMatchObject({ kind: 'read-only' });
    expect(host.calls.some((call) => call.method === 'labels.paint')).toBe(false);
  });
});

describe('classes', () => {
  it('are added with a free name, chosen, and taken back by undo', async () => {
    const { app } = await startInSample();
    await app.classes.add();
    const { project, activeClass } = app.workspace.get();
    expect(project?.classes.map((one) => one.name)).toEqual(['Background', 'Nucleus', 'Class 3']);
    expect(activeClass).toBe(3);
    await app.history.undo();
    expect(app.workspace.get().project?.classes).toHaveLength(2);
    expect(app.workspace.get().activeClass).toBe(1);
  });

  it('offer to undo their removal', async () => {
    const { app } = await startInSample();
    await app.classes.remove(2);
    expect(app.workspace.get().project?.classes.map((one) => one.value)).toEqual([1]);
    app.toasts.get().at(-1)?.actions[0]?.run();
    await settle();
    expect(app.workspace.get().project?.classes.map((one) => one.value)).toEqual([1, 2]);
  });

  it('move to another place', async () => {
    const { app } = await startInSample();
    await app.classes.add();
    await app.classes.move(3, 0);
    expect(app.workspace.get().project?.classes.map((one) => one.value)).toEqual([3, 1, 2]);
  });
});
