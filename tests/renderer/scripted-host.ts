/**
 * A host in the page's own memory, for tests of the window's state: it keeps a project, classes, labels with undo, versions
 * and settings, sends the events the real host sends, and lets a test hold back or fail single calls. It computes nothing.
 */
import type { Events, Input, Method, Output } from '#contract/contract.ts';
import type { ClassifierInfo } from '#core/model/classifier.ts';
import { NO_CRF } from '#core/model/crf.ts';
import { cancelled, GroveError } from '#core/model/error.ts';
import { canonicalFeatureSet, featureSetPlanes } from '#core/model/feature-set-id.ts';
import type { ImageInfo, PlaneIndex } from '#core/model/image.ts';
import { CLASS_COLORS, type LabelClass } from '#core/model/label.ts';
import {
  DEFAULT_TRAINING,
  type DocumentChange,
  type ImageRecord,
  type LabelChange,
  type ProjectInfo,
} from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';
import { FIRST_PLANE } from '../../main/core/model/image.ts';
import type { CallOptions, GroveClient } from '../../renderer/client/grove-client.ts';

export const TEST_IMAGE: ImageInfo = {
  format: 'tiff',
  width: 512,
  height: 512,
  sizeScene: 1,
  sizeZ: 5,
  sizeT: 1,
  channels: [
    { name: 'DAPI', color: 0x3f7fff },
    { name: 'GFP', color: 0x3ddc84 },
  ],
  rgb: false,
  pixelType: 'uint16',
  pixelSizeUm: { x: 0.325, y: 0.325, z: 1 },
  levels: [{ width: 512, height: 512, downsample: 1 }],
  chunk: { width: 256, height: 256 },
};

export function testImage(id: string, patch: Partial<ImageRecord> = {}): ImageRecord {
  return {
    id,
    name: `${id}.tif`,
    path: `/data/${id}.tif`,
    contentHash: id,
    fileBytes: 1_048_576,
    info: TEST_IMAGE,
    display: TEST_IMAGE.channels.map((channel) => ({
      color: channel.color ?? 0xffffff,
      visible: true,
      min: 100,
      max: 2400,
      gamma: 1,
    })),
    training: true,
    missing: false,
    labels: {},
    ...patch,
  };
}

export function testModel(id: string, version: number, classes: readonly LabelClass[]): ClassifierInfo {
  return {
    id,
    name: 'Pixel classifier',
    description: '',
    version,
    created: '2026-01-01T00:00:00Z',
    appVersion: '0.1.0',
    classes: classes.map(({ name, color }) => ({ name, color })),
    channelNames: ['DAPI', 'GFP'],
    pixelType: 'uint16',
    features: { set: 'basic25', channels: [0, 1] },
    trees: 25,
    seed: 0,
    trainingHash: 'hash',
    trainingImages: ['a.tif'],
    report: {
      outOfBagError: 0.03,
      confusion: classes.map((_, row) => classes.map((__, column) => (row === column ? 970 : 30))),
      importance: Array.from({ length: 50 }, (_, index) => (50 - index) / 1275),
      labelledPixels: classes.map(() => 1000),
      usedPixels: classes.map(() => 1000),
      distinctRows: 1500,
      nodes: 900,
    },
  };
}

interface Step {
  readonly label: string;
  readonly changes: readonly LabelChange[];
  undo(): void;
  redo(): void;
}

type Gate = (method: Method) => Promise<void> | undefined;

export interface ScriptedHost {
  readonly client: GroveClient;
  /** Calls in the order in which they arrived. */
  readonly calls: { readonly method: Method; readonly input: unknown; readonly aborted: () => boolean }[];
  readonly files: Map<string, ProjectInfo>;
  project(): ProjectInfo | null;
  /** Holds back every call for which it gives a promise. */
  gate: Gate;
  /** Pixels of a class that a quick training uses. */
  livePixels: number;
  emit<E extends keyof Events>(event: E, value: Events[E]): void;
  connection(connected: boolean): void;
}

type Answers = { [M in Method]?: (input: Input<M>) => Output<M> | Promise<Output<M>> };

/** `images` are those of the sample project. */
export function createScriptedHost(images: readonly ImageRecord[] = [testImage('a'), testImage('b')]): ScriptedHost {
  const listeners = new Map<string, Set<(value: never) => void>>();
  const connections = new Set<(connected: boolean) => void>();
  const calls: ScriptedHost['calls'] = [];
  const files = new Map<string, ProjectInfo>();
  const settings = new Map<string, unknown>();
  /** Planes that were painted on, by image. */
  const labelled = new Map<string, Map<string, PlaneIndex>>();
  let project: ProjectInfo | null = null;
  let done: Step[] = [];
  let undone: Step[] = [];
  let versions = 0;
  let lives = 0;

  const emit: ScriptedHost['emit'] = (event, value) => {
    for (const listener of listeners.get(event) ?? []) listener(value as never);
  };
  const open = (): ProjectInfo => {
    if (!project) throw new GroveError('no-project', 'No project is open.');
    return project;
  };
  const patch = (fields: Partial<ProjectInfo>): void => {
    project = { ...open(), ...fields };
    files.set(project.path, project);
  };
  const changed = (changes: readonly LabelChange[]): DocumentChange => {
    const history = {
      canUndo: done.length > 0,
      canRedo: undone.length > 0,
      undoLabel: done.at(-1)?.label ?? null,
      redoLabel: undone.at(-1)?.label ?? null,
    };
    patch({ revision: open().revision + 1, history });
    const change = { revision: open().revision, labels: changes, history };
    emit('document.changed', change);
    return change;
  };
  const step = (label: string, changes: readonly LabelChange[], redo: () => void, undo: () => void): DocumentChange => {
    redo();
    done.push({ label, changes, undo, redo });
    undone = [];
    return changed(changes);
  };
  const setClasses = (classes: readonly LabelClass[]): void => {
    patch({ classes });
    emit('classes.changed', classes);
  };
  const setCount = (imageId: string, value: number, by: number): void =>
    patch({
      images: open().images.map((one) =>
        one.id === imageId ? { ...one, labels: { ...one.labels, [value]: Math.max(0, (one.labels[value] ?? 0) + by) } } : one,
      ),
    });
  const enter = (path: string, images: readonly ImageRecord[] = []): ProjectInfo => {
    done = [];
    undone = [];
    project = files.get(path) ?? {
      path,
      name: path.slice(path.lastIndexOf('/') + 1).replace(/\.grove$/, ''),
      readOnly: false,
      revision: 0,
      images,
      classes: [],
      training: DEFAULT_TRAINING,
      models: [],
      history: { canUndo: false, canRedo: false, undoLabel: null, redoLabel: null },
    };
    files.set(path, project);
    emit('project.changed', project);
    return project;
  };
  const trained = (id: string, version: number): ClassifierInfo => {
    const counts = open().images.flatMap((one) => Object.values(one.labels).filter((count) => count > 0));
    if (counts.length < 2)
      throw new GroveError('invalid-input', 'Only one class is labelled: paint another one too, then train.');
    return testModel(id, version, open().classes);
  };

  const answers: Answers = {
    'networks.list': () => [],
    'app.info': () => ({
      version: '0.1.0',
      threads: 2,
      host: 'server',
      platform: 'test',
    }),
    'features.names': ({ set }) => Array.from({ length: featureSetPlanes(canonicalFeatureSet(set)) }, (_, i) => `Plane ${i}`),
    'files.list': ({ folder }) => ({
      folder: folder ?? '/data',
      parent: '/',
      entries: [...files.keys(), '/data/a.tif', '/data/b.tif'].map((path) => ({
        name: path.slice(path.lastIndexOf('/') + 1),
        path,
        folder: false,
        bytes: 1000,
      })),
    }),
    'project.current': () => project,
    'project.recent': () =>
      [...files.values()].map(({ path, name }) => ({ path, name, opened: '2026-01-01T00:00:00Z', exists: true })),
    'project.create': ({ path }) => {
      if (files.has(path)) throw new GroveError('invalid-input', `${path} exists already.`);
      return enter(path);
    },
    'project.open': ({ path }) => {
      if (!files.has(path)) throw new GroveError('not-found', `${path} is not there.`);
      return enter(path);
    },
    'project.openSample': () => {
      const sample = enter('/data/sample.grove', images);
      if (sample.classes.length === 0) {
        patch({
          classes: ['Background', 'Nucleus'].map((name, i) => ({
            value: i + 1,
            name,
            color: CLASS_COLORS[i] ?? 0,
            visible: true,
          })),
        });
      }
      return open();
    },
    'project.close': () => {
      project = null;
      emit('project.changed', null);
      return null;
    },
    'project.getSetting': ({ key }) => settings.get(`${open().path} ${key}`) ?? null,
    'project.setSetting': ({ key, value }) => {
      settings.set(`${open().path} ${key}`, value);
      return null;
    },
    'images.add': ({ paths }) => {
      const good = paths.filter((path) => path.endsWith('.tif'));
      const added = good.map((path) => testImage(path.slice(path.lastIndexOf('/') + 1, -4), { path }));
      patch({ images: [...open().images, ...added] });
      emit('images.changed', open().images);
      const refused = paths
        .filter((path) => !path.endsWith('.tif'))
        .map((path) => ({ path, message: `${path} is not an image.` }));
      return { added, refused };
    },
    'images.remove': ({ imageId }) => {
      const before = open().images;
      const set = (images: readonly ImageRecord[]) => () => {
        patch({ images });
        emit('images.changed', images);
      };
      return step('Remove image', [], set(before.filter((one) => one.id !== imageId)), set(before));
    },
    'images.setTraining': () => null,
    'images.setDisplay': ({ imageId, display }) => {
      patch({ images: open().images.map((one) => (one.id === imageId ? { ...one, display } : one)) });
      emit('images.changed', open().images);
      return null;
    },
    'images.range': () =>
      [150, 80].map((low, i) => ({
        min: 0,
        max: 4095,
        low,
        high: 2000 + i,
        histogram: Array.from({ length: 256 }, (_, bin) => 256 - bin),
      })),
    'images.levels': ({ imageId, scene }) => {
      const info = open().images.find((one) => one.id === imageId)?.info ?? TEST_IMAGE;
      return sceneOf(info, scene ?? 0).levels;
    },
    'images.thumbnail': () => ({ width: 1, height: 1, rgba: new Uint8Array([90, 120, 200, 255]) }),
    'classes.add': ({ name, color }) => {
      const value = Math.max(0, ...open().classes.map((one) => one.value)) + 1;
      const added = { value, name, color: color ?? CLASS_COLORS[(value - 1) % CLASS_COLORS.length] ?? 0, visible: true };
      const before = open().classes;
      const change = step(
        `Add ${name}`,
        [],
        () => setClasses([...before, added]),
        () => setClasses(before),
      );
      return { change, added };
    },
    'classes.update': ({ value, patch: fields }) => {
      const before = open().classes;
      const { name, color, visible } = fields;
      const given = {
        ...(name !== undefined && { name }),
        ...(color !== undefined && { color }),
        ...(visible !== undefined && { visible }),
      };
      const after = before.map((one) => (one.value === value ? { ...one, ...given } : one));
      return step(
        'Change class',
        [],
        () => setClasses(after),
        () => setClasses(before),
      );
    },
    'classes.remove': ({ value }) => {
      const before = open().classes;
      const after = before.filter((one) => one.value !== value);
      return step(
        'Delete class',
        [],
        () => setClasses(after),
        () => setClasses(before),
      );
    },
    'classes.reorder': ({ values }) => {
      const before = open().classes;
      const after = values.map((value) => before.find((one) => one.value === value)).filter((one) => one !== undefined);
      return step(
        'Reorder classes',
        [],
        () => setClasses(after),
        () => setClasses(before),
      );
    },
    'labels.paint': ({ imageId, plane, stroke }) => {
      const pixels = stroke.box.width * stroke.box.height;
      const changes: LabelChange[] = [{ imageId, plane, tiles: [[0, 0]] }];
      const planes = labelled.get(imageId) ?? new Map<string, PlaneIndex>();
      labelled.set(imageId, planes.set(JSON.stringify(plane), plane));
      return step(
        'Paint',
        changes,
        () => setCount(imageId, stroke.value, pixels),
        () => setCount(imageId, stroke.value, -pixels),
      );
    },
    'labels.tile': () => null,
    'labels.tiles': () => [],
    'labels.planes': ({ imageId }) => [...(labelled.get(imageId)?.values() ?? [])],
    'labels.counts': ({ imageId }) => open().images.find((one) => one.id === imageId)?.labels ?? {},
    'history.undo': () => {
      const last = done.pop();
      if (!last) return null;
      last.undo();
      undone.push(last);
      return changed(last.changes);
    },
    'history.redo': () => {
      const next = undone.pop();
      if (!next) return null;
      next.redo();
      done.push(next);
      return changed(next.changes);
    },
    'training.settings': ({ crf = NO_CRF, scale = 'px', ...rest }) => {
      const training = { ...rest, crf, scale, set: canonicalFeatureSet(rest.set) };
      patch({ training });
      emit('training.changed', training);
      return null;
    },
    'classifier.train': () => {
      const model = trained(`v${++versions}`, versions);
      patch({ models: [...open().models, model] });
      emit('models.changed', open().models);
      return model;
    },
    'classifier.trainLive': ({ quick }) => {
      const model = trained(`live${lives + 1}`, 0);
      lives++;
      const usedPixels = quick
        ? model.report.labelledPixels.map((count) => Math.min(count, host.livePixels))
        : model.report.usedPixels;
      return { ...model, report: { ...model.report, usedPixels } };
    },
    'classifier.exportNetwork': ({ path, trainingData }) => {
      if (path.startsWith('/full/')) throw new GroveError('disk-full', 'The disk is full.');
      return { path, notes: trainingData ? ['The labels have changed since.'] : [] };
    },
    'segmentation.run': ({ modelId, imageId }) => ({
      modelId,
      imageId,
      planes: 1,
      confidenceHistogram: open().classes.map((_, k) =>
        Array.from({ length: 101 }, (__, percent) => (percent >= 50 ? 10 * (k + 1) : 0)),
      ),
    }),
    'export.segmentation': ({ path }) => {
      if (path.startsWith('/full/')) throw new GroveError('disk-full', 'The disk is full.');
      return { files: [path] };
    },
    'images.export': ({ path }) => ({ path, width: 512, height: 512, planes: 2, channels: 2 }),
    'prediction.labelNext': () => [
      { imageId: 'a', plane: FIRST_PLANE, x: 10, y: 20, uncertainty: 0.9, novelty: 0.5, gain: 0.45 },
      { imageId: 'b', plane: { ...FIRST_PLANE, z: 1 }, x: 300, y: 40, uncertainty: 0.8, novelty: 0.5, gain: 0.4 },
    ],
  };

  const host: ScriptedHost = {
    calls,
    files,
    project: () => project,
    gate: () => undefined,
    livePixels: 5000,
    emit,
    connection: (connected) => {
      for (const listener of connections) listener(connected);
    },
    client: {
      call: async <M extends Method>(method: M, input: Input<M>, options: CallOptions = {}): Promise<Output<M>> => {
        const { signal } = options;
        calls.push({ method, input, aborted: () => signal?.aborted === true });
        if (signal?.aborted) throw cancelled();
        const held = host.gate(method);
        if (held) {
          const abort = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(cancelled())));
          await Promise.race([held, abort]);
        } else await Promise.resolve();
        const answer = answers[method] as ((input: Input<M>) => Output<M> | Promise<Output<M>>) | undefined;
        if (!answer) throw new GroveError('unsupported', `The scripted host has no ${method}.`);
        return answer(input);
      },
      on: (event, listener) => {
        const set = listeners.get(event) ?? new Set();
        listeners.set(event, set);
        set.add(listener as (value: never) => void);
        return () => set.delete(listener as (value: never) => void);
      },
      onConnection: (listener) => {
        connections.add(listener);
        return () => connections.delete(listener);
      },
    },
  };
  return host;
}
