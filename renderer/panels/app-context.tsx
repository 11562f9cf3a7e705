import { createContext, useContext, useSyncExternalStore } from 'react';
import type { App } from '../state/app.ts';
import type { Command } from '../state/command.ts';
import type { Frame } from '../state/frame.ts';
import type { Job } from '../state/jobs.ts';
import type { Observable } from '../state/observable.ts';
import type { Results } from '../state/results.ts';
import type { Workspace } from '../state/workspace.ts';

const AppContext = createContext<App | null>(null);

export const AppProvider = AppContext.Provider;

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('Panels stand inside an AppProvider.');
  return app;
}

/**
 * Reads a part of a store and draws again when that part is another. `select` must return a field or a primitive, not an
 * object made on the spot.
 */
export function useStore<T, S>(store: Pick<Observable<T>, 'get' | 'subscribe'>, select: (value: T) => S): S {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

export const useWorkspace = <S,>(select: (workspace: Workspace) => S): S => useStore(useApp().workspace, select);
export const useFrame = <S,>(select: (frame: Frame) => S): S => useStore(useApp().frame, select);
export const useResults = <S,>(select: (results: Results) => S): S => useStore(useApp().results, select);
export const useJobs = (): readonly Job[] => useStore(useApp().jobs, (jobs) => jobs);

export function useCommand(id: string): { readonly command: Command; readonly enabled: boolean } {
  const { commands, workspace, jobs } = useApp();
  const command = commands.find((one) => one.id === id);
  if (!command) throw new Error(`There is no command ${id}.`);
  const enabled = useSyncExternalStore(
    (listener) => {
      const stops = [workspace.subscribe(listener), jobs.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    () => command.enabled(),
  );
  return { command, enabled };
}
