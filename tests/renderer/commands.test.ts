import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Command, shortcutText } from '../../renderer/state/command.ts';
import { fuzzyFilter, fuzzyMatch } from '../../renderer/state/fuzzy-match.ts';
import { chordOf, commandFor, createKeyboard, type KeyPress } from '../../renderer/state/keyboard.ts';
import { BROWSER } from '../../renderer/state/platform.ts';
import { paint, settle, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  repeat: false,
  ...held,
});

describe('the registry', () => {
  it('gives no id and no key twice', async () => {
    const { app } = await startInSample();
    const ids = app.commands.map((command) => command.id);
    const chords = app.commands.flatMap((command) => command.shortcuts);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(chords).size).toBe(chords.length);
  });

  it('has the keys that users of such programs expect', async () => {
    const { app } = await startInSample();
    const keyOf = (id: string) => app.commands.find((command) => command.id === id)?.shortcuts;
    expect(keyOf('tool.brush')).toEqual(['b']);
    expect(keyOf('tool.eraser')).toEqual(['e']);
    expect(keyOf('tool.polygon')).toEqual(['p']);
    expect(keyOf('tool.line')).toEqual(['l']);
    expect(keyOf('tool.bucket')).toEqual(['g']);
    expect(keyOf('tool.hand')).toEqual(['h']);
    expect(keyOf('history.redo')).toEqual(['mod+shift+z', 'mod+y']);
    expect(keyOf('train.segment')).toEqual(['t']);
    expect(keyOf('train.live')).toEqual(['shift+l']);
    expect(keyOf('label.next')).toEqual(['n']);
    expect(keyOf('window.palette')).toEqual(['mod+k']);
  });

  it('switches commands off where they make no sense', async () => {
    const { app } = await startInSample();
    const enabled = (id: string) => app.commands.find((command) => command.id === id)?.enabled();
    expect(enabled('class.2')).toBe(true);
    expect(enabled('class.3')).toBe(false);
    expect(enabled('history.undo')).toBe(false);
    expect(enabled('label.next')).toBe(false);
    expect(enabled('plane.z.next')).toBe(true);
    expect(enabled('plane.t.next')).toBe(false);
    await paint(app, 1);
    expect(enabled('history.undo')).toBe(true);
  });

  it('runs what the menu of the shell asks for', async () => {
    let send: (id: string) => void = () => {};
    const { app } = await startInSample({
      ...BROWSER,
      onCommand: (listener) => {
        send = listener;
        return () => {};
      },
    });
    send('tool.eraser');
    send('no.such.command');
    expect(app.workspace.get().tool).toBe('eraser');
  });
});

describe('keys', () => {
  it('become chords whatever the layout shifts', () => {
    expect(chordOf(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('mod+shift+z');
    expect(chordOf(press('z', { metaKey: true }))).toBe('mod+z');
    expect(chordOf(press('?', { shiftKey: true }))).toBe('?');
    expect(chordOf(press('+', { shiftKey: true }))).toBe('+');
    expect(chordOf(press('L', { shiftKey: true }))).toBe('shift+l');
  });

  it('choose tools, classes and planes', async () => {
    const { app } = await startInSample();
    const keyboard = createKeyboard(app.commands, () => false);
    expect(keyboard.down(press('e'), 'page')).toBe(true);
    expect(app.workspace.get().tool).toBe('eraser');
    keyboard.down(press('2'), 'page');
    expect(app.workspace.get()).toMatchObject({ activeClass: 2, tool: 'brush' });
    keyboard.down(press('ArrowUp'), 'page');
    expect(app.workspace.get().plane.z).toBe(1);
    const { brushPx } = app.workspace.get();
    keyboard.down(press(']'), 'page');
    expect(app.workspace.get().brushPx).toBeGreaterThan(brushPx);
    expect(keyboard.down(press('x'), 'page')).toBe(false);
  });

  it('belong to the text that is typed, but for the palette', async () => {
    const { app } = await startInSample();
    expect(commandFor(press('b'), 'text', app.commands)).toBeNull();
    expect(commandFor(press('z', { ctrlKey: true }), 'text', app.commands)).toBeNull();
    expect(commandFor(press('k', { ctrlKey: true }), 'text', app.commands)?.id).toBe('window.palette');
    expect(commandFor(press('b'), 'control', app.commands)?.id).toBe('tool.brush');
    expect(commandFor(press('ArrowUp'), 'control', app.commands)).toBeNull();
  });

  it('rest while a dialog is open', async () => {
    const { app } = await startInSample();
    const keyboard = createKeyboard(app.commands, () => true);
    expect(keyboard.down(press('e'), 'page')).toBe(false);
    expect(app.workspace.get().tool).toBe('brush');
  });

  it('hide the overlays only while they are held', async () => {
    const { app } = await startInSample();
    const keyboard = createKeyboard(app.commands, () => false);
    keyboard.down(press('v'), 'page');
    keyboard.down(press('v', { repeat: true }), 'page');
    expect(app.workspace.get().overlay.hidden).toBe(true);
    keyboard.up('v');
    expect(app.workspace.get().overlay.hidden).toBe(false);
    keyboard.down(press('v'), 'page');
    keyboard.releaseAll();
    expect(app.workspace.get().overlay.hidden).toBe(false);
  });

  it('repeat where that helps and nowhere else', async () => {
    const { app, host } = await startInSample();
    const keyboard = createKeyboard(app.commands, () => false);
    await paint(app, 1);
    await paint(app, 2);
    keyboard.down(press(']'), 'page');
    const once = app.workspace.get().brushPx;
    keyboard.down(press(']', { repeat: true }), 'page');
    expect(app.workspace.get().brushPx).toBeGreaterThan(once);
    keyboard.down(press('t'), 'page');
    await settle();
    keyboard.down(press('t', { repeat: true }), 'page');
    await settle();
    expect(host.calls.filter((call) => call.method === 'classifier.train')).toHaveLength(1);
  });

  it('are written as people know them', () => {
    expect(shortcutText('mod+shift+z', false)).toBe('Ctrl+Shift+Z');
    expect(shortcutText('mod+shift+z', true)).toBe('⌘⇧Z');
    expect(shortcutText('+', false)).toBe('+');
    expect(shortcutText('arrowup', false)).toBe('↑');
  });
});

describe('the palette', () => {
  const titles = ['Train & Segment', 'Fit the image', 'Keyboard shortcuts', 'Undo', 'Save a copy…', 'Zoom to 100 %'];
  const found = (query: string) => fuzzyFilter(query, titles, (title) => title).map((one) => one.item);

  it('finds by the beginnings of words first', () => {
    expect(found('ts')[0]).toBe('Train & Segment');
    expect(found('und')).toEqual(['Undo']);
    expect(found('z100')).toEqual(['Zoom to 100 %']);
    expect(found('copy')[0]).toBe('Save a copy…');
  });

  it('lists everything for nothing and nothing for nonsense', () => {
    expect(found('')).toEqual(titles);
    expect(found('qqq')).toEqual([]);
  });

  it('tells which letters matched, and finds a match that a first guess would miss', () => {
    expect(fuzzyMatch('fi', 'Fit the image')?.positions).toEqual([0, 1]);
    expect(fuzzyMatch('aab', 'xaab a')?.positions).toEqual([1, 2, 3]);
  });

  it('finds every enabled command by its own title', async () => {
    const { app } = await startInSample();
    const enabled = app.commands.filter((command: Command) => command.enabled());
    for (const command of enabled) {
      expect(fuzzyFilter(command.title, enabled, (one) => one.title)[0]?.item.title).toBe(command.title);
    }
  });
});
