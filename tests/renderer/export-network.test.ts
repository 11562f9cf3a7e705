import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImageInfo } from '#core/model/image.ts';
import { firstMap } from '../../renderer/panels/networks/channel-map.tsx';
import { BROWSER, type FileRequest, type Platform } from '../../renderer/state/platform.ts';
import { paint, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A shell whose file dialog answers with `path` and remembers what it was asked. */
function answering(path: string | null): { platform: Platform; asked: FileRequest[] } {
  const asked: FileRequest[] = [];
  const chooseFiles = async (request: FileRequest): Promise<readonly string[] | null> => {
    asked.push(request);
    return path === null ? null : [path];
  };
  return { platform: { ...BROWSER, chooseFiles }, asked };
}

async function withModel(path: string | null) {
  const { platform, asked } = answering(path);
  const { app, host } = await startInSample(platform);
  await paint(app, 1);
  await paint(app, 2);
  await app.training.trainAndSegment();
  for (const { id } of app.toasts.get()) app.toasts.dismiss(id);
  const sent = () => host.calls.filter(({ method }) => method === 'classifier.exportNetwork').map(({ input }) => input);
  return { app, asked, sent };
}

describe('exporting a version as a network', () => {
  it('asks for a file, gives it the extension, and says where it is', async () => {
    const { app, asked, sent } = await withModel('/results/cells');
    await app.models.exportNetwork('v1', false);
    expect(asked).toMatchObject([{ title: 'Export as network', mode: 'save', filters: [{ extensions: ['czann'] }] }]);
    expect(asked[0]!.suggestedName).toMatch(/ v1\.czann$/);
    expect(sent()).toEqual([{ modelId: 'v1', path: '/results/cells.czann', trainingData: false }]);
    expect(app.toasts.get().map(({ intent, message }) => [intent, message])).toEqual([
      ['success', 'The model was exported as cells.czann.'],
    ]);
    expect(app.jobs.get()).toHaveLength(0);
  });

  it('tells what could not go with it', async () => {
    const { app, sent } = await withModel('/results/cells.CZANN');
    await app.models.exportNetwork('v1', true);
    expect(sent()).toEqual([{ modelId: 'v1', path: '/results/cells.CZANN', trainingData: true }]);
    expect(app.toasts.get().map(({ intent }) => intent)).toEqual(['success', 'info']);
  });

  it('does nothing where no file is chosen or the version is gone, and tells of a full disk', async () => {
    const none = await withModel(null);
    await none.app.models.exportNetwork('v1', false);
    expect(none.sent()).toEqual([]);
    const full = await withModel('/full/cells');
    await full.app.models.exportNetwork('v9', false);
    expect(full.asked).toEqual([]);
    await full.app.models.exportNetwork('v1', false);
    expect(full.app.toasts.get().map(({ intent, message }) => [intent, message])).toEqual([['danger', 'The disk is full.']]);
  });

  it('is a command while a kept version is shown', async () => {
    const { app, sent } = await withModel('/results/cells');
    const command = app.commands.find(({ id }) => id === 'model.exportNetwork')!;
    expect(command.enabled()).toBe(true);
    command.run();
    await vi.advanceTimersByTimeAsync(100);
    expect(sent()).toHaveLength(1);
    const { app: fresh } = await startInSample();
    expect(fresh.commands.find(({ id }) => id === 'model.exportNetwork')!.enabled()).toBe(false);
  });
});

describe('channels chosen at first for a network', () => {
  const info = (names: readonly string[], rgb = false) =>
    ({ channels: names.map((name) => ({ name, color: null })), rgb }) as unknown as ImageInfo;

  it('are those that its file names, where the image has them all', () => {
    expect(firstMap(2, info(['Actin', 'GFP', 'DAPI']), ['DAPI', 'Actin'])).toEqual([2, 0]);
    expect(firstMap(1, info(['Actin', 'DAPI']), ['DAPI'])).toEqual([1]);
    expect(firstMap(1, info(['Actin', 'DAPI']), ['GFP'])).toEqual([0]);
    expect(firstMap(3, info(['Red', 'Green', 'Blue'], true), ['Blue', 'Green', 'Red'])).toBeNull();
  });
});
