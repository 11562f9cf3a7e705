import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { contract, type Events, type Method, type RecentProject, VIEW_TILE } from '#contract/contract.ts';
import { cancelled, GroveError } from '#core/model/error.ts';
import { DEFAULT_TRAINING, type ProjectInfo } from '#core/model/project.ts';
import { FIRST_PLANE } from '../../main/core/model/image.ts';
import type { Application } from '../../main/services/application.ts';
import type { CallContext, Handlers } from '../../main/services/handlers.ts';

const SAMPLE: ProjectInfo = {
  path: '/home/sample.grove',
  name: 'Sample & more',
  readOnly: false,
  revision: 0,
  images: [],
  classes: [],
  training: DEFAULT_TRAINING,
  models: [],
  history: { canUndo: false, canRedo: false, undoLabel: null, redoLabel: null },
};

/** A small application whose few handlers do what they say, for trying the doors. */
export interface TestApplication extends Application {
  /** Endless work that has begun, and that has been stopped by its signal. */
  readonly work: { begun: number; stopped: number };
  emit<E extends keyof Events>(event: E, value: Events[E]): void;
  readonly listeners: () => number;
}

const HISTORY = { canUndo: true, canRedo: false, undoLabel: 'Paint', redoLabel: null };

export function createTestApplication(): TestApplication {
  const listeners = new Map<keyof Events, Set<(value: never) => void>>();
  const settings = new Map<string, unknown>();
  const recent: RecentProject[] = [];
  const work = { begun: 0, stopped: 0 };
  let painted: Uint8Array | null = null;
  let revision = 0;

  const emit: TestApplication['emit'] = (event, value) => {
    for (const listener of listeners.get(event) ?? []) listener(value as never);
  };

  /** Works until it is told to stop. */
  const endless = async ({ signal, progress }: CallContext): Promise<never> => {
    work.begun++;
    for (let done = 0; ; done++) {
      progress({ done, total: 1e9, stage: 'Working', secondsLeft: null });
      await pause(2);
      if (signal.aborted) {
        work.stopped++;
        throw cancelled();
      }
    }
  };

  const few: Partial<Handlers> = {
    'app.info': () => ({
      version: '0.0.0',
      threads: 1,
      host: 'server',
      platform: process.platform,
    }),
    'files.list': async ({ folder }) => {
      const at = folder ?? process.cwd();
      const names = await readdir(at);
      const entries = await Promise.all(
        names.map(async (name) => {
          const path = join(at, name);
          const info = await stat(path);
          return { name, path, folder: info.isDirectory(), bytes: info.size };
        }),
      );
      return { folder: at, parent: dirname(at), entries };
    },
    'project.recent': () => recent,
    'project.current': () => null,
    'project.openSample': () => {
      recent.push({ path: '/home/sample.grove', name: 'Sample & more', opened: '2026-01-01T00:00:00Z', exists: true });
      emit('project.changed', null);
      return SAMPLE;
    },
    'project.open': ({ path }) => {
      throw new GroveError('not-found', `There is no project at ${path}; choose another file.`, { file: path });
    },
    'project.getSetting': ({ key }) => settings.get(key) ?? null,
    'project.setSetting': ({ key, value }) => {
      settings.set(key, value);
      return null;
    },
    /** Shared memory, as it comes from the worker threads. */
    'images.tile': ({ column }) => {
      const data = new Uint16Array(new SharedArrayBuffer(VIEW_TILE * VIEW_TILE * 2));
      for (let i = 0; i < data.length; i++) data[i] = (i * 31 + column) & 0xffff;
      return { width: VIEW_TILE, height: VIEW_TILE, channels: 1, data };
    },
    'labels.paint': ({ imageId, plane, stroke }) => {
      painted = stroke.mask.slice();
      revision++;
      const change = { revision, labels: [{ imageId, plane, tiles: [[0, 0] as const] }], history: HISTORY };
      emit('document.changed', change);
      return change;
    },
    'labels.tile': () => painted,
    'classes.remove': () => {
      throw new TypeError('a defect in a handler');
    },
    'segmentation.run': (_input, context) => endless(context),
    'prediction.labelNext': async (_input, { progress }) => {
      for (let done = 1; done <= 200; done++) {
        progress({ done, total: 200, stage: 'Searching', secondsLeft: null });
        await pause(1);
      }
      return [{ imageId: 'i', plane: FIRST_PLANE, x: 1, y: 2, uncertainty: Number.NaN, novelty: 1, gain: 0 }];
    },
  };
  const missing = (): never => {
    throw new GroveError('no-project', 'Open a project first.');
  };
  const names = Object.keys(contract) as Method[];
  const handlers = Object.fromEntries(names.map((name) => [name, few[name] ?? missing])) as unknown as Handlers;

  return {
    handlers,
    work,
    emit,
    listeners: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
    on(event, listener) {
      const own = listeners.get(event) ?? new Set();
      listeners.set(event, own.add(listener as (value: never) => void));
      return () => own.delete(listener as (value: never) => void);
    },
    close: async () => undefined,
  };
}

/** Waits until something holds; the test's own time limit is the only clock. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(2);
}
