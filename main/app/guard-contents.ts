import { app, session } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

/** Keeps every window on our own page: no other address, no new windows, no web views, no permissions. */
export function guardContents(): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${APP_ORIGIN}/`)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Must be called when Electron is ready. The page may write to the clipboard and go full screen, nothing else. */
export function guardPermissions(): void {
  const allowed = (permission: string): boolean => permission === 'clipboard-sanitized-write' || permission === 'fullscreen';
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed(permission)));
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => allowed(permission));
}
