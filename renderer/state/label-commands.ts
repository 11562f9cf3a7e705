import type { Actions } from './actions.ts';
import type { Command } from './command.ts';
import type { Tool } from './workspace.ts';

const TOOLS: readonly (readonly [Tool, string, string])[] = [
  ['brush', 'Brush', 'b'],
  ['eraser', 'Eraser', 'e'],
  ['polygon', 'Polygon', 'p'],
  ['line', 'Line', 'l'],
  ['bucket', 'Bucket', 'g'],
  ['hand', 'Hand', 'h'],
];

export function labelCommands(app: Actions): Command[] {
  const state = app.workspace.get;
  const hasImage = (): boolean => state().imageId !== null;
  const writable = (): boolean => state().project?.readOnly === false;
  const group = 'Label';
  const train = 'Train';

  const classKeys = Array.from({ length: 9 }, (_, index): Command => {
    const key = String(index + 1);
    return {
      id: `class.${key}`,
      title: `Choose class ${key}`,
      group,
      shortcuts: [key],
      enabled: () => (state().project?.classes.length ?? 0) > index,
      run: () => app.classes.chooseAt(index),
    };
  });
  const toolKeys = TOOLS.map(
    ([tool, title, key]): Command => ({
      id: `tool.${tool}`,
      title,
      group,
      shortcuts: [key],
      enabled: hasImage,
      run: () => app.view.setTool(tool),
    }),
  );

  return [
    ...toolKeys,
    {
      id: 'brush.smaller',
      title: 'Smaller brush',
      group,
      shortcuts: ['['],
      enabled: hasImage,
      run: () => app.view.stepBrush(-1),
    },
    { id: 'brush.larger', title: 'Larger brush', group, shortcuts: [']'], enabled: hasImage, run: () => app.view.stepBrush(1) },
    {
      id: 'history.undo',
      title: 'Undo',
      group,
      shortcuts: ['mod+z'],
      enabled: () => state().project?.history.canUndo === true,
      run: () => void app.history.undo(),
    },
    {
      id: 'history.redo',
      title: 'Redo',
      group,
      shortcuts: ['mod+shift+z', 'mod+y'],
      enabled: () => state().project?.history.canRedo === true,
      run: () => void app.history.redo(),
    },
    { id: 'class.add', title: 'Add class', group, shortcuts: [], enabled: writable, run: () => void app.classes.add() },
    ...classKeys,
    {
      id: 'labels.import',
      title: 'Import labels…',
      group,
      shortcuts: [],
      enabled: () => hasImage() && writable(),
      run: () => void app.labelFiles.beginImport(),
    },
    {
      id: 'labels.export',
      title: 'Export labels…',
      group,
      shortcuts: [],
      enabled: hasImage,
      run: () => app.labelFiles.beginExport(),
    },
    {
      id: 'labels.statistics',
      title: 'Label statistics…',
      group,
      shortcuts: [],
      enabled: hasImage,
      run: () => void app.labelFiles.showStatistics(),
    },
    {
      id: 'train.segment',
      title: 'Train & Segment',
      group: train,
      shortcuts: ['t'],
      enabled: () => hasImage() && writable() && !app.jobs.running('train'),
      run: () => void app.training.trainAndSegment(),
    },
    {
      id: 'train.live',
      title: 'Live on or off',
      group: train,
      shortcuts: ['shift+l'],
      enabled: () => hasImage() && writable(),
      run: () => app.training.toggleLive(),
    },
    {
      id: 'label.next',
      title: 'Label here next',
      group: train,
      shortcuts: ['n'],
      enabled: () => hasImage() && state().model !== null,
      run: () => void app.labelNext.next(),
    },
    {
      id: 'train.compare',
      title: 'Suggest or compare settings…',
      group: train,
      shortcuts: ['shift+c'],
      enabled: hasImage,
      run: () => app.trials.begin(),
    },
    {
      id: 'segment.planes',
      title: 'Segment planes…',
      group: train,
      shortcuts: ['shift+t'],
      enabled: () => hasImage() && state().model !== null && !app.jobs.running('segment'),
      run: () => app.segmentation.begin(),
    },
    {
      id: 'model.load',
      title: 'Load model…',
      group: train,
      shortcuts: [],
      enabled: writable,
      run: () => void app.models.loadFromFile(),
    },
    {
      id: 'network.import',
      title: 'Import network…',
      group: train,
      shortcuts: [],
      enabled: () => true,
      run: () => void app.networks.importFile(),
    },
    {
      id: 'model.exportNetwork',
      title: 'Export the shown model as network (.czann)…',
      group: train,
      shortcuts: [],
      enabled: () => state().project?.models.some((one) => one.id === state().model?.id) === true,
      run: () => {
        const { model } = state();
        if (model) void app.models.exportNetwork(model.id, false);
      },
    },
    {
      id: 'model.save',
      title: 'Save the shown model to a file…',
      group: train,
      shortcuts: ['mod+s'],
      enabled: () => state().project?.models.some((one) => one.id === state().model?.id) === true,
      run: () => {
        const { model } = state();
        if (model) void app.models.saveToFile(model.id);
      },
    },
  ];
}
