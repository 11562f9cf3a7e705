import type { MenuItemConstructorOptions } from 'electron';
import type { RecentProject } from '#contract/contract.ts';

export interface MenuActions {
  /** Runs a command of the window by its id. */
  command(id: string): void;
  openProject(path: string): void;
}

const MOST_RECENT = 10;

/**
 * The application menu. Shortcuts of window commands are shown but belong to the window, which knows whether a text field has
 * the focus; `registerAccelerator: false` keeps them from running twice.
 */
export function menuTemplate(
  recent: readonly RecentProject[],
  actions: MenuActions,
  platform: string,
): MenuItemConstructorOptions[] {
  const command = (label: string, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => actions.command(id),
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const mac = platform === 'darwin';

  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        command('&New Project…', 'project.new', 'CmdOrCtrl+N'),
        command('&Open Project…', 'project.open', 'CmdOrCtrl+O'),
        { label: 'Open &Recent', submenu: recentItems(recent, actions) },
        command('Open the Sam&ple Project', 'project.sample'),
        line,
        command('Add &Images…', 'images.add', 'CmdOrCtrl+I'),
        command('&Export Segmentation…', 'export.segmentation', 'CmdOrCtrl+E'),
        command('Export Model as Net&work…', 'model.exportNetwork'),
        line,
        command('Import &Labels…', 'labels.import'),
        command('Export La&bels…', 'labels.export'),
        command('Image &Functions…', 'image.functions'),
        line,
        command('Save a &Copy…', 'project.saveCopy', 'CmdOrCtrl+Shift+S'),
        command('C&lose Project', 'project.close'),
        ...(mac ? [] : [line, { role: 'quit' as const, label: '&Quit' }]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        command('&Undo', 'history.undo', 'CmdOrCtrl+Z'),
        command('&Redo', 'history.redo', 'CmdOrCtrl+Shift+Z'),
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        line,
        command('Pre&ferences…', 'window.preferences', 'CmdOrCtrl+,'),
      ],
    },
    {
      label: '&View',
      submenu: [
        command('&Fit the Image', 'view.fit', 'F'),
        command('Zoom to &100 %', 'view.zoom100', '0'),
        command('Zoom &In', 'view.zoomIn', 'Plus'),
        command('Zoom &Out', 'view.zoomOut', '-'),
        line,
        command('&Command Palette', 'window.palette', 'CmdOrCtrl+K'),
        command('&Right Panel', 'window.rightPanel', 'CmdOrCtrl+B'),
        line,
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    {
      role: 'help',
      submenu: [command('&Keyboard Shortcuts', 'window.shortcuts'), ...(mac ? [] : [{ role: 'about' as const }])],
    },
  ];
}

function recentItems(recent: readonly RecentProject[], actions: MenuActions): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: 'Nothing yet', enabled: false }];
  return recent.slice(0, MOST_RECENT).map(({ name, path, exists }) => ({
    // A single & would underline the letter after it.
    label: `${name} – ${path}`.replaceAll('&', '&&'),
    enabled: exists,
    click: () => actions.openProject(path),
  }));
}
