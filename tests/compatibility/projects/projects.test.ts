import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { testFolder, testStores } from '../../store/test-store.ts';

/** Projects of every released file format must open for ever, with all that was in them. */
describe.each([10, 20])('a project of file format %i', (version) => {
  it('opens, and its labels and history are whole', () => {
    const path = join(testFolder(), 'old.grove');
    copyFileSync(fileURLToPath(new URL(`version-${version}.grove`, import.meta.url)), path);
    const store = testStores().open(path);
    const [image] = store.images();
    expect(image).toMatchObject({ name: 'cells.tif', missing: true, labels: { 1: 49, 2: 300 } });
    expect(store.classes().map((one) => one.name)).toEqual(['Background', 'Nuclei']);
    expect(store.labelTile(image!.id, FIRST_PLANE, 1, 0)!.reduce((sum, value) => sum + value, 0)).toBe(2 * 240);
    expect(store.getSetting('camera')).toEqual({ x: 1, y: 2, zoom: 3 });
    let steps = 0;
    while (store.undo() !== null) steps++;
    expect(steps).toBe(5);
    expect(store.labelCounts(image!.id)).toEqual({});
    store.close();
  });
});
