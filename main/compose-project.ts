import { randomUUID } from 'node:crypto';
import { composeEngine, type Engine, type EngineOptions } from './compose-engine.ts';
import { decodeModel } from './formats/grove-model/decode.ts';
import { encodeModel } from './formats/grove-model/encode.ts';
import type { ProjectStore } from './services/ports.ts';
import { createProjectStores } from './store/create-project-stores.ts';

/** A project without a window, for a command that works on its document. */
export interface OpenProject {
  readonly engine: Engine;
  readonly store: ProjectStore;
  close(): Promise<void>;
}

/** Throws what ProjectStores.open throws, 'locked' where another Grove has the project open. */
export async function composeProject(
  path: string,
  options: EngineOptions & { readonly readOnly?: boolean },
): Promise<OpenProject> {
  const { readOnly = false, ...rest } = options;
  const engine = composeEngine(rest);
  const stores = createProjectStores({
    codec: { encode: encodeModel, decode: decodeModel },
    now: () => engine.clock.now(),
    newId: randomUUID,
  });
  try {
    const store = stores.open(path, { readOnly });
    return {
      engine,
      store,
      async close() {
        await engine.close();
        store.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
