import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { readBounds, writeBounds } from '../../main/app/window-bounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-bounds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'window.json');
const SCREENS = [
  { x: 0, y: 0, width: 1920, height: 1080 },
  { x: 1920, y: 0, width: 1280, height: 1024 },
];
const FIRST = { width: 1440, height: 900, maximized: false };

describe('the place of the window', () => {
  it('is kept', () => {
    const bounds = { x: 2000, y: 20, width: 1100, height: 800, maximized: true };
    writeBounds(file, bounds);
    expect(readBounds(file, SCREENS)).toEqual(bounds);
  });

  it.each(['', '{', '[]', 'null', '{"width":"wide","height":800}', '{"width":1e9,"height":800}', '{"width":-5,"height":800}'])(
    'is the first one where the file holds %j',
    (text) => {
      writeFileSync(file, text);
      expect(readBounds(file, SCREENS)).toEqual(FIRST);
    },
  );

  it('is the first one where there is no file', () => {
    expect(readBounds(join(folder, 'none.json'), SCREENS)).toEqual(FIRST);
  });

  it.each([
    [2000, 20, 'a screen that is not there any more'],
    [1850, 20, 'all but 70 pixels beside the screen'],
    [100, 1075, 'the title bar below the screen'],
    [100, -50, 'the title bar above the screen'],
  ])('keeps only its size at (%i, %i): %s', (x, y) => {
    writeBounds(file, { x, y, width: 1100, height: 800, maximized: false });
    expect(readBounds(file, SCREENS.slice(0, 1))).toEqual({ width: 1100, height: 800, maximized: false });
  });

  it('is never smaller than the smallest window', () => {
    writeBounds(file, { x: 5, y: 5, width: 10, height: 10, maximized: false });
    expect(readBounds(file, SCREENS)).toMatchObject({ width: 1024, height: 640, x: 5, y: 5 });
  });

  it('is forgotten without harm where it cannot be written', () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    writeBounds(join(folder, 'no', 'folder.json'), { ...FIRST });
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
  });
});
