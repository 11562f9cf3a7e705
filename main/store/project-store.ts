import { renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { ImageInfo, PlaneIndex } from '#core/model/image.ts';
import { DEFAULT_TRAINING, type TrainingSettings } from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { LabelImport, ProjectStore } from '../services/ports.ts';
import { type ClassState, createClassRepository } from './class-repository.ts';
import { createDocument } from './document.ts';
import type { HistoryChange } from './history-change.ts';
import { createHistoryRepository } from './history-repository.ts';
import { createImageRepository } from './image-repository.ts';
import { createJobRepository } from './job-repository.ts';
import { createLabelRepository } from './label-repository.ts';
import { eraseChanges, importChanges, strokeChanges } from './label-steps.ts';
import { createModelRepository, type ModelCodec } from './model-repository.ts';
import type { OpenDatabase } from './open-database.ts';
import { createReportRepository } from './report-repository.ts';
import { createSettingsRepository } from './settings-repository.ts';
import { storeError, withStoreErrors } from './store-errors.ts';

export interface StoreMeans {
  readonly codec: ModelCodec;
  now(): Date;
  newId(): string;
}

type ClassChange = Extract<HistoryChange, { kind: 'class' }>;

const TRAINING = 'training';

const sizeOf = (info: ImageInfo, { scene }: PlaneIndex): { width: number; height: number } => sceneOf(info, scene);

/** A project on an open database. */
export function createProjectStore(path: string, opened: OpenDatabase, means: StoreMeans): ProjectStore {
  const { db, readOnly } = opened;
  const settings = createSettingsRepository(db);
  const labels = createLabelRepository(db);
  const images = createImageRepository(db, path, labels.counts);
  const classes = createClassRepository(db);
  const history = createHistoryRepository(db, settings);
  const models = createModelRepository(db, path, means.codec);
  const reports = createReportRepository(db);
  const jobs = createJobRepository(db);
  const document = createDocument(db, { images, classes, labels, history, settings });

  if (!readOnly) {
    images.purge(history.mentioned().images);
    jobs.markInterrupted();
  }

  function writable(): void {
    if (!readOnly) return;
    const message = `${path} is read-only: save a copy somewhere else to go on working.`;
    throw new GroveError('read-only', message, { file: path });
  }

  const change = (title: string, make: () => Iterable<HistoryChange>) => {
    writable();
    return document.change(title, make);
  };

  function knownClass(value: number): ClassState {
    const state = classes.get(value);
    if (state === null || state.removed) throw new GroveError('not-found', 'This class is not part of the project any more.');
    return state;
  }

  function newClass(name: string, color: number): ClassChange {
    const value = classes.freeValue(history.mentioned().classes);
    if (value === null) throw new GroveError('too-large', 'A project holds at most 255 classes; delete one to add another.');
    // Whatever removed class had the value before is beyond any undo.
    classes.delete(value);
    const after = { value, name, color, visible: true, position: classes.nextPosition(), removed: false };
    return { kind: 'class', value, before: null, after };
  }

  function* importedLabels(imageId: string, labelled: LabelImport): Generator<HistoryChange> {
    for (const { name, color } of labelled.newClasses) yield newClass(name, color);
    const values = [0, ...classes.all().map((one) => one.value)];
    yield* importChanges(labels, imageId, labelled, values);
  }

  const paintTitle = (value: number): string => (value === 0 ? 'Erase' : `Paint ${knownClass(value).name}`);

  const store: ProjectStore = {
    path,
    readOnly,
    revision: document.revision,
    close: opened.close,

    async copyTo(target) {
      const to = resolve(target);
      if (to === path)
        throw new GroveError('invalid-input', `${to} is the open project itself; choose another name.`, { file: to });
      const temporary = `${to}.${means.newId()}.tmp`;
      try {
        await db.backup(temporary);
        renameSync(temporary, to);
      } catch (thrown) {
        for (const end of ['', '-wal', '-shm', '-journal']) rmSync(temporary + end, { force: true });
        throw storeError(thrown, to);
      }
    },

    images: images.all,
    image: images.get,
    addImage(image) {
      writable();
      const id = means.newId();
      images.add(id, image);
      return images.get(id);
    },
    removeImage(id) {
      const { name } = images.get(id);
      return change(`Remove ${name}`, () => [{ kind: 'image', imageId: id, before: false, after: true }]);
    },
    relinkImage(id, file) {
      writable();
      images.get(id);
      images.relink(id, file);
    },
    setDisplay(id, display) {
      writable();
      images.setDisplay(id, display);
    },
    setTraining(id, training) {
      writable();
      images.setTraining(id, training);
    },

    classes: classes.all,
    addClass(name, color) {
      let value: number | null = null;
      const done = change(`Add class ${name}`, () => {
        const added = newClass(name, color);
        value = added.value;
        return [added];
      });
      return { change: done, added: classes.all().find((one) => one.value === value)! };
    },
    updateClass(value, patch) {
      const before = knownClass(value);
      const title = patch.name !== undefined ? `Rename ${before.name}` : `Change ${before.name}`;
      return change(title, () => {
        const after = { ...before, ...patch };
        const same = after.name === before.name && after.color === before.color && after.visible === before.visible;
        return same ? [] : [{ kind: 'class', value, before, after }];
      });
    },
    removeClass(value) {
      const before = knownClass(value);
      return change(`Delete ${before.name}`, () => [
        ...eraseChanges(labels, value),
        { kind: 'class', value, before, after: { ...before, removed: true } },
      ]);
    },
    reorderClasses(values) {
      const present = classes.all().map((one) => one.value);
      if (values.length !== present.length || present.some((value) => !values.includes(value))) {
        throw new GroveError('invalid-input', 'The new order must name every class once.');
      }
      return change('Reorder classes', () =>
        values.flatMap((value, position): HistoryChange[] => {
          const before = knownClass(value);
          const after = { ...before, position: position + 1 };
          return before.position === after.position ? [] : [{ kind: 'class', value, before, after }];
        }),
      );
    },

    paint(imageId, plane, stroke) {
      const { info } = images.get(imageId);
      return change(paintTitle(stroke.value), () => strokeChanges(labels, imageId, plane, stroke, sizeOf(info, plane)));
    },
    importLabels(imageId, labelled) {
      const { name } = images.get(imageId);
      return change(`Import labels of ${name}`, () => importedLabels(imageId, labelled));
    },
    labelTile: (imageId, plane, column, row) => labels.tile({ imageId, plane, column, row }),
    labelTileStamp: (imageId, plane, column, row) => labels.stamp({ imageId, plane, column, row }),
    labelledTiles: labels.tilesOf,
    labelCounts: labels.counts,

    history: history.state,
    undo() {
      writable();
      return document.undo();
    },
    redo() {
      writable();
      return document.redo();
    },

    trainingSettings: () => ({ ...DEFAULT_TRAINING, ...(settings.get(TRAINING) as Partial<TrainingSettings> | undefined) }),
    setTrainingSettings(value) {
      writable();
      settings.set(TRAINING, value);
    },

    models: models.all,
    model: models.get,
    addModel(model) {
      writable();
      models.add(model);
    },
    describeModel(id, name, description) {
      writable();
      models.describe(id, name, description);
    },

    qualityReport: reports.get,
    keepQualityReport(report) {
      writable();
      reports.put(report);
    },

    startJob(kind, title) {
      const id = means.newId();
      if (!readOnly) jobs.start(id, kind, title, means.now().toISOString());
      return id;
    },
    finishJob(id, outcome, message) {
      if (!readOnly) jobs.finish(id, outcome, message, means.now().toISOString());
    },
    jobs: jobs.all,

    getSetting: (key) => settings.get(`window.${key}`) ?? null,
    setSetting(key, value) {
      if (readOnly) return;
      try {
        settings.set(`window.${key}`, value);
      } catch (thrown) {
        // Where the window looked last is not worth a refusal on a full disk.
        if (storeError(thrown, path).kind !== 'disk-full') throw thrown;
      }
    },
  };
  return withStoreErrors(store, path);
}
