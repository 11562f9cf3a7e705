import type { Actions } from './actions.ts';
import type { Command } from './command.ts';
import { labelCommands } from './label-commands.ts';
import { planeCommands } from './plane-commands.ts';
import { viewCommands } from './view-commands.ts';

/** Every command of the window, in the order in which the palette lists them. */
export function createCommands(app: Actions): readonly Command[] {
  return [...projectCommands(app), ...labelCommands(app), ...planeCommands(app), ...viewCommands(app)];
}

function projectCommands(app: Actions): Command[] {
  const always = (): boolean => true;
  const hasProject = (): boolean => app.workspace.get().project !== null;
  const group = 'Project';
  return [
    {
      id: 'project.open',
      title: 'Open project…',
      group,
      shortcuts: ['mod+o'],
      enabled: always,
      run: () => void app.project.open(),
    },
    {
      id: 'project.new',
      title: 'New project…',
      group,
      shortcuts: ['mod+n'],
      enabled: always,
      run: () => void app.project.create(),
    },
    {
      id: 'project.sample',
      title: 'Open the sample project',
      group,
      shortcuts: [],
      enabled: always,
      run: () => void app.project.openSample(),
    },
    {
      id: 'project.saveCopy',
      title: 'Save a copy…',
      group,
      shortcuts: ['mod+shift+s'],
      enabled: hasProject,
      run: () => void app.project.saveCopy(),
    },
    {
      id: 'project.close',
      title: 'Close project',
      group,
      shortcuts: [],
      enabled: hasProject,
      run: () => void app.project.close(),
    },
    {
      id: 'images.add',
      title: 'Add images…',
      group: 'Images',
      shortcuts: ['mod+i'],
      enabled: always,
      run: () => void app.images.choose(),
    },
    {
      id: 'export.segmentation',
      title: 'Export segmentation…',
      group,
      shortcuts: ['mod+e'],
      enabled: hasProject,
      run: () => app.exporting.begin(),
    },
    {
      id: 'export.image',
      title: 'Export image…',
      group,
      shortcuts: ['mod+shift+e'],
      enabled: () => app.workspace.get().imageId !== null,
      run: () => app.exporting.beginImage(),
    },
    {
      id: 'image.functions',
      title: 'Image functions…',
      group: 'Images',
      shortcuts: [],
      enabled: () => app.workspace.get().imageId !== null,
      run: () => app.functions.begin(),
    },
    {
      id: 'window.palette',
      title: 'Command palette',
      group: 'Window',
      shortcuts: ['mod+k'],
      enabled: always,
      whileTyping: true,
      run: () => app.frame.patch({ paletteOpen: !app.frame.get().paletteOpen }),
    },
    {
      id: 'window.preferences',
      title: 'Preferences…',
      group: 'Window',
      shortcuts: ['mod+,'],
      enabled: always,
      run: () => void app.preferences.begin(),
    },
    {
      id: 'window.shortcuts',
      title: 'Keyboard shortcuts',
      group: 'Window',
      shortcuts: ['?'],
      enabled: always,
      run: () => app.frame.patch({ dialog: { kind: 'shortcuts' } }),
    },
  ];
}
