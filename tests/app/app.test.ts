import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { until } from '../server/test-application.ts';
import { app as electronApp, fake, type MenuItem } from './fake-electron.ts';
import { startTestApp } from './start-test-app.ts';

vi.mock('electron', () => import('./fake-electron.ts'));

const app = startTestApp((folder) =>
  writeFileSync(join(folder, 'window.json'), JSON.stringify({ x: 100, y: 50, width: 1500, height: 700, maximized: true })),
);

function menuItem(...labels: string[]): MenuItem {
  let items = fake.menu!;
  for (const label of labels.slice(0, -1)) items = items.find((item) => item.label?.replace('&', '') === label)!.submenu!;
  return items.find((item) => item.label?.replace('&', '') === labels.at(-1))!;
}

describe('the window', () => {
  it('is sandboxed, isolated and dark, and comes where it was', () => {
    const { options, shown, maximized } = app.window;
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    expect(options).toMatchObject({ x: 100, y: 50, width: 1500, height: 700, show: false, backgroundColor: '#14181c' });
    expect(options.minWidth).toBeLessThanOrEqual(1024);
    expect([shown, maximized]).toEqual([true, true]);
    expect([electronApp.sandboxed, fake.schemes]).toEqual([true, ['app']]);
  });

  it('shows our page only', () => {
    const { webContents } = app.window;
    expect(webContents.page!.frame.url).toBe('app://grove/index.html');
    for (const url of ['https://example.com/', 'file:///etc/passwd', 'app://grove.example.com/', 'javascript:alert(1)']) {
      expect(webContents.navigate(url)).toBe(false);
    }
    expect(webContents.openHandler!({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
    const answers = ['media', 'geolocation', 'openExternal', 'clipboard-sanitized-write'].map((permission) => {
      let given = false;
      fake.permissionHandler!(webContents, permission, (allowed) => {
        given = allowed;
      });
      return given;
    });
    expect(answers).toEqual([false, false, false, true]);
  });

  it('loads files of the window with the policy, and no others', async () => {
    const serve = fake.files.get('app')!;
    const page = await serve(new Request('app://grove/index.html'));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).toContain('<title>Grove</title>');
    for (const url of ['app://grove/..%2fwindow.json', 'app://other/index.html', 'app://grove/none.js']) {
      expect((await serve(new Request(url))).status).toBe(404);
    }
    expect((await serve(new Request('app://grove/index.html', { method: 'POST' }))).status).toBe(404);
  });
});

describe('the menu', () => {
  it('sends commands to the window and leaves the keys to it', async () => {
    const commands: string[] = [];
    app.bridge.onCommand((id) => commands.push(id));
    menuItem('Edit', 'Undo').click!();
    menuItem('File', 'Save a Copy…').click!();
    await until(() => commands.length === 2);
    expect(commands).toEqual(['history.undo', 'project.saveCopy']);
    expect(menuItem('Edit', 'Undo')).toMatchObject({ accelerator: 'CmdOrCtrl+Z', registerAccelerator: false });
  });

  it('lists the sample project, which the first start has opened', async () => {
    const recent = menuItem('File', 'Open Recent').submenu!;
    expect(recent.map(({ label }) => label)).toEqual(['Sample && more – /home/sample.grove']);
    fake.dialogs.length = 0;
    recent[0]!.click!();
    await until(() => fake.dialogs.length === 1);
    expect(fake.dialogs[0]).toMatchObject({ options: { detail: expect.stringContaining('/home/sample.grove') } });
  });

  it('brings the window to the front and opens the project when Grove is started again with one', async () => {
    fake.dialogs.length = 0;
    electronApp.emit('second-instance', {}, ['grove', '--flag', 'gone.grove'], '/projects');
    await until(() => fake.dialogs.length === 1);
    expect(fake.dialogs[0]).toMatchObject({
      kind: 'message',
      options: { detail: expect.stringContaining(join('/projects', 'gone.grove')) },
    });
    expect(app.window.focused).toBe(1);
  });
});

describe('file dialogs', () => {
  const request = {
    title: 'Add images',
    mode: 'openMany',
    action: 'Add',
    folder: '/images',
    filters: [
      { name: 'Images', extensions: ['tif', 'ome.tif', 'png'] },
      { name: 'All files', extensions: [] },
    ],
  } as const;

  it('ask the system and answer with paths', async () => {
    fake.dialogs.length = 0;
    fake.dialogAnswers.push({ canceled: false, filePaths: ['/images/a.tif', '/images/b.tif'] });
    expect(await app.bridge.chooseFiles(request)).toEqual(['/images/a.tif', '/images/b.tif']);
    expect(fake.dialogs[0]).toEqual({
      kind: 'open',
      options: {
        title: 'Add images',
        buttonLabel: 'Add',
        defaultPath: '/images',
        filters: [
          { name: 'Images', extensions: ['tif', 'png'] },
          { name: 'All files', extensions: ['*'] },
        ],
        properties: ['openFile', 'multiSelections'],
      },
    });
    fake.dialogAnswers.push({ canceled: false, filePath: '/images/new.grove' });
    expect(await app.bridge.chooseFiles({ ...request, mode: 'save', suggestedName: 'new.grove' })).toEqual(['/images/new.grove']);
    expect(fake.dialogs[1]).toMatchObject({ kind: 'save', options: { defaultPath: join('/images', 'new.grove') } });
  });

  it('answer null when the user thinks better of it', async () => {
    fake.dialogAnswers.push({ canceled: true, filePaths: [] }, { canceled: true, filePath: '' });
    expect(await app.bridge.chooseFiles(request)).toBeNull();
    expect(await app.bridge.chooseFiles({ ...request, mode: 'save' })).toBeNull();
  });

  it('refuse a request that is none', async () => {
    await expect(app.bridge.chooseFiles({ ...request, mode: 'delete' } as never)).rejects.toThrow();
  });
});

describe('a window that stopped working', () => {
  it('is loaded again when the user says so', async () => {
    const before = app.window.webContents.page;
    fake.dialogAnswers.push({ response: 0 });
    app.window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await until(() => app.window.webContents.page !== before);
    expect(app.window.webContents.page!.world).toHaveProperty('grove');
  });
});

describe('quitting', () => {
  it('remembers the window, closes the application and only then ends', async () => {
    app.window.bounds = { x: 30, y: 40, width: 1200, height: 800 };
    app.window.maximized = false;
    app.window.close();
    expect(JSON.parse(readFileSync(join(app.folder, 'window.json'), 'utf8'))).toEqual({
      x: 30,
      y: 40,
      width: 1200,
      height: 800,
      maximized: false,
    });
    expect(fake.exitCode).toBeNull();
    await until(() => fake.exitCode !== null);
    expect([app.closed(), fake.exitCode]).toEqual([true, 0]);
    expect(app.application.listeners()).toBeLessThanOrEqual(1);
  });
});
