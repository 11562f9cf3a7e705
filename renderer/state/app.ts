import type { GroveClient } from '../client/grove-client.ts';
import type { Actions } from './actions.ts';
import { createClassActions } from './class-actions.ts';
import type { Command } from './command.ts';
import { createCommands } from './commands.ts';
import { attempt, createContext } from './context.ts';
import { createDisplayActions } from './display-actions.ts';
import { createDocumentFollower } from './document-follower.ts';
import { createExportActions } from './export-actions.ts';
import { createFeatureActions } from './feature-actions.ts';
import { createFunctionActions } from './function-actions.ts';
import { createHistoryActions } from './history-actions.ts';
import { followHost } from './host-events.ts';
import { createImageActions } from './image-actions.ts';
import { createImageSelection } from './image-selection.ts';
import { createLabelFileActions } from './label-file-actions.ts';
import { createLabelNext } from './label-next.ts';
import { createLabelledPlanes } from './labelled-planes.ts';
import { createLiveMode } from './live-mode.ts';
import { createModelActions } from './model-actions.ts';
import { createNetworkActions } from './network-actions.ts';
import { createPaintActions } from './paint-actions.ts';
import type { Platform } from './platform.ts';
import { createPlayback } from './playback.ts';
import { createPreferenceActions } from './preference-actions.ts';
import { createProjectActions } from './project-actions.ts';
import { createProjectEntry } from './project-entry.ts';
import { createQualityActions } from './quality-actions.ts';
import { createSegmentation } from './segmentation.ts';
import { createTrainingActions } from './training-actions.ts';
import { createTrialActions } from './trial-actions.ts';
import { createViewActions } from './view-actions.ts';
import { createViewMemory } from './view-memory.ts';

/** The whole window without its looks: stores, actions and commands. */
export interface App extends Actions {
  readonly commands: readonly Command[];
  /** Stops listening to the host and the shell. */
  dispose(): void;
}

export function createApp(client: GroveClient, platform: Platform): App {
  const context = createContext(client, platform);
  const follower = createDocumentFollower(context);
  const painting = createPaintActions(context, follower);
  const history = createHistoryActions(context, follower, painting);
  const display = createDisplayActions(context);
  const selection = createImageSelection(context, display);
  const segmentation = createSegmentation(context);
  const live = createLiveMode(context, segmentation);
  const training = createTrainingActions(context, segmentation, live);
  const labelNext = createLabelNext(context, selection);
  const trials = createTrialActions(context, training);
  const quality = createQualityActions(context, selection);
  const memory = createViewMemory(context);
  const entry = createProjectEntry(context, { follower, display, selection, live, memory });
  const project = createProjectActions(context, entry);

  follower.onLabels(() => {
    labelNext.forget();
    trials.forget();
    quality.forget();
    live.request();
  });

  const images = createImageActions(context, { project, selection, follower, history });
  const actions = {
    project,
    selection,
    playback: createPlayback(context, selection),
    display,
    history,
    training,
    features: createFeatureActions(context, training),
    segmentation,
    labelNext,
    trials,
    quality,
    labelFiles: createLabelFileActions(context, { follower, history }),
    functions: createFunctionActions(context, images),
    labelledPlanes: createLabelledPlanes(context, follower, selection),
    images,
    classes: createClassActions(context, follower, history),
    painting,
    models: createModelActions(context, segmentation),
    networks: createNetworkActions(context, { segmentation, images }),
    exporting: createExportActions(context, images),
    preferences: createPreferenceActions(context),
    view: createViewActions(context),
  };
  segmentation.followView();
  const commands = createCommands({ ...context, ...actions });
  const runById = (id: string): void => {
    const command = commands.find((one) => one.id === id);
    if (command?.enabled()) command.run();
  };
  const reconnected = (): void => void attempt(context, async () => entry.refresh(await client.call('project.current', {})));
  const stops = [
    followHost(context, { follower, selection, entry, training, reconnected }),
    ...(platform.onCommand ? [platform.onCommand(runById)] : []),
  ];

  return {
    ...context,
    ...actions,
    commands,
    dispose: () => {
      live.stop();
      actions.playback.stop();
      for (const stop of stops) stop();
    },
  };
}
