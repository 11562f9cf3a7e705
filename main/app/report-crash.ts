import { app, type BrowserWindow, dialog } from 'electron';

/** Tells of a defect that leaves Grove in an unknown state, and quits: what was acknowledged is on disk already. */
export function reportCrashes(): void {
  let told = false;
  const tell = (thrown: unknown): void => {
    const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    console.error(detail);
    if (told) return;
    told = true;
    dialog.showErrorBox('Grove has to close', `Something went wrong that should not. Your labels are saved.\n\n${detail}`);
    app.exit(1);
  };
  process.on('uncaughtException', tell);
  process.on('unhandledRejection', tell);
}

/** Offers to load the page again when its process is gone. */
export function watchWindow(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', async (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: 'The window stopped working.',
      detail: `Reason: ${reason}. Your labels are saved.`,
      buttons: ['Load it again', 'Quit'],
      defaultId: 0,
      cancelId: 1,
    });
    if (response === 0) window.webContents.reload();
    else app.quit();
  });
}
