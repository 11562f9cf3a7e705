import { basename } from 'node:path';
import type { Events } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { ProjectInfo } from '#core/model/project.ts';
import type { ProjectStore } from '../ports.ts';

/** The one open project of this Grove, and what it tells its listeners. */
export interface ProjectSession {
  /** Throws 'no-project' when none is open. */
  store(): ProjectStore;
  info(): ProjectInfo | null;
  /** Makes a project the open one; the one before is closed. */
  adopt(store: ProjectStore): ProjectInfo;
  close(): void;
  emit<E extends keyof Events>(event: E, value: Events[E]): void;
  /** Returns the function that stops listening. */
  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void;
}

export function createProjectSession(): ProjectSession {
  let current: ProjectStore | null = null;
  const listeners = new Map<keyof Events, Set<(value: never) => void>>();

  const emit: ProjectSession['emit'] = (event, value) => {
    for (const listener of [...(listeners.get(event) ?? [])]) (listener as (value: unknown) => void)(value);
  };

  const info = (): ProjectInfo | null => (current === null ? null : projectInfo(current));

  return {
    store() {
      if (current === null) throw new GroveError('no-project', 'No project is open; open or create one first.');
      return current;
    },
    info,
    adopt(store) {
      const before = current;
      current = store;
      before?.close();
      const opened = projectInfo(store);
      emit('project.changed', opened);
      return opened;
    },
    close() {
      const before = current;
      current = null;
      before?.close();
      if (before !== null) emit('project.changed', null);
    },
    emit,
    on(event, listener) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard);
      heard.add(listener);
      return () => heard.delete(listener);
    },
  };
}

/** The file's name without its ending. */
export function projectName(path: string): string {
  return basename(path).replace(/\.grove$/i, '');
}

function projectInfo(store: ProjectStore): ProjectInfo {
  return {
    path: store.path,
    name: projectName(store.path),
    readOnly: store.readOnly,
    revision: store.revision(),
    images: store.images(),
    classes: store.classes(),
    training: store.trainingSettings(),
    models: store.models(),
    history: store.history(),
  };
}
