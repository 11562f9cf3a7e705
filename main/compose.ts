import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { composeEngine } from './compose-engine.ts';
import { defaultFolders } from './data-folder.ts';
import { decodeModel } from './formats/grove-model/decode.ts';
import { encodeModel } from './formats/grove-model/encode.ts';
import { appHandlers } from './services/app/app-handlers.ts';
import type { Application } from './services/application.ts';
import { documentHandlers } from './services/document/document-handlers.ts';
import { labelHandlers } from './services/document/label-handlers.ts';
import { projectHandlers } from './services/document/project-handlers.ts';
import { createProjectSession } from './services/document/project-session.ts';
import { createRecentProjects } from './services/document/recent-projects.ts';
import { exportHandlers } from './services/export/export-handlers.ts';
import type { Handlers } from './services/handlers.ts';
import { imageExportHandlers } from './services/image-export/image-export-handlers.ts';
import { imageFunctionHandlers } from './services/image-function/image-function-handlers.ts';
import { imageHandlers } from './services/images/image-handlers.ts';
import { labelFileHandlers } from './services/labels/label-file-handlers.ts';
import { networkLibraryHandlers } from './services/network/network-library-handlers.ts';
import { networkRunHandlers } from './services/network/network-run-handlers.ts';
import { predictionHandlers } from './services/prediction/prediction-handlers.ts';
import { createUsableModels } from './services/prediction/usable-models.ts';
import { preferenceHandlers } from './services/preferences/preference-handlers.ts';
import { sampleHandlers } from './services/sample/sample-handlers.ts';
import { trainingHandlers } from './services/training/training-handlers.ts';
import { trialHandlers } from './services/training/trial-handlers.ts';
import { createProjectStores } from './store/create-project-stores.ts';

export interface ComposeOptions {
  readonly host: 'electron' | 'server';
  /** The user's own when left out. */
  readonly dataFolder?: string;
  /** The user's own when left out; may be deleted at any time. */
  readonly cacheFolder?: string;
  /** As many as the machine runs at once when left out. */
  readonly threads?: number;
}

/** All of Grove but its doors: every call of the contract over the real store, formats and worker threads. */
export async function compose(options: ComposeOptions): Promise<Application> {
  const folders = { ...defaultFolders(), ...options };
  const { host, dataFolder, cacheFolder } = folders;
  const engine = composeEngine({ cacheFolder, dataFolder, ...(options.threads !== undefined && { threads: options.threads }) });
  const { appVersion, clock, pool } = engine;
  const stores = createProjectStores({
    codec: { encode: encodeModel, decode: decodeModel },
    now: () => clock.now(),
    newId: randomUUID,
  });
  const session = createProjectSession();
  const models = createUsableModels();
  session.on('project.changed', () => models.clear());
  const recent = createRecentProjects(join(dataFolder, 'recent-projects.json'), clock);
  const means = { ...engine, ...session, session, stores, recent, models, dataFolder };

  const handlers: Handlers = {
    ...appHandlers({ version: appVersion, threads: pool.threads, host }),
    ...preferenceHandlers(means),
    ...projectHandlers(means),
    ...sampleHandlers(means),
    ...documentHandlers(session),
    ...labelHandlers(means),
    ...labelFileHandlers(means),
    ...imageHandlers(means),
    ...trainingHandlers(means),
    ...trialHandlers(means),
    ...predictionHandlers(means),
    ...exportHandlers(means),
    ...imageExportHandlers(means),
    ...imageFunctionHandlers(means),
    ...networkLibraryHandlers(means),
    ...networkRunHandlers(means),
  };
  return {
    handlers,
    on: session.on,
    async close() {
      await engine.close();
      session.close();
    },
  };
}
