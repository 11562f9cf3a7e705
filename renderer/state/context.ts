import type { ClassifierInfo } from '#core/model/classifier.ts';
import type { ImageRecord } from '#core/model/project.ts';
import type { GroveClient } from '../client/grove-client.ts';
import { type Frame, initialFrame } from './frame.ts';
import { initialWorkspace } from './initial-workspace.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { type MutableObservable, observable } from './observable.ts';
import { openRecord } from './open-scene.ts';
import type { Platform } from './platform.ts';
import { initialResults, type Results } from './results.ts';
import { createToasts, type Toasts } from './toasts.ts';
import type { ViewerHandle } from './viewer-handle.ts';
import type { Workspace } from './workspace.ts';

/** The stores of the window and its way to the host; every action works on this. */
export interface Context {
  readonly client: GroveClient;
  readonly platform: Platform;
  readonly workspace: MutableObservable<Workspace>;
  readonly frame: MutableObservable<Frame>;
  readonly results: MutableObservable<Results>;
  readonly jobs: Jobs;
  readonly toasts: Toasts;
  /** Filled while a viewer is on screen. */
  readonly viewer: { current: ViewerHandle | null };
}

export function createContext(client: GroveClient, platform: Platform): Context {
  return {
    client,
    platform,
    workspace: observable(initialWorkspace()),
    frame: observable(initialFrame()),
    results: observable(initialResults()),
    jobs: createJobs(),
    toasts: createToasts(),
    viewer: { current: null },
  };
}

/** Runs an action of the user; what goes wrong becomes a message and `null`. */
export async function attempt<T>(context: Context, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    context.toasts.error(thrown);
    return null;
  }
}

export function openImage(context: Context): ImageRecord | null {
  return openRecord(context.workspace.get());
}

/** A version of the project, or the classifier of Live mode. */
export function findModel(context: Context, id: string | null | undefined): ClassifierInfo | null {
  if (id === null || id === undefined) return null;
  const { live } = context.results.get();
  if (live?.id === id) return live;
  return context.workspace.get().project?.models.find((model) => model.id === id) ?? null;
}
