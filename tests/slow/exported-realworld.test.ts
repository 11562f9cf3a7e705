import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { runGrove } from '../cli/run-grove.ts';

/** Classifiers trained on sparse scribbles of real images, exported and run as networks on images that they have not seen. */
const data = resolve(import.meta.dirname, '../../../shared/data/realworld');
const available = existsSync(join(data, 'manifest.json'));
if (!available) console.log(`Skipped: ${data} is absent.`);

interface Entry {
  readonly image: string;
  readonly scribbles?: string;
  readonly role: string;
}
const kinds = available
  ? (JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8')) as { kinds: Record<string, { images: Entry[] }> }).kinds
  : {};
const CASES = [
  ['fluo_nuclei', 'basic25'],
  ['histology_nuclei', 'basic33'],
  ['phase_cells', 'basic25'],
  ['sem_superalloy', 'basic33'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'grove-exported-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function grove(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runGrove(args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

async function labelsOf(path: string): Promise<Uint8Array> {
  const file = await openImage(path);
  const { width, height } = file.info;
  const block = await file.read({ plane: FIRST_PLANE, level: 0, rect: { x: 0, y: 0, width, height }, channels: [0] });
  await file.close();
  return block.data as Uint8Array;
}

describe.skipIf(!available)('an exported classifier on real images', () => {
  it.each(CASES)('%s, %s: the labels of the classifier itself', async (kind, set) => {
    const { images } = kinds[kind]!;
    const trained = images.find(({ role, scribbles }) => role === 'train' && scribbles !== undefined)!;
    const unseen = images.find(({ role }) => role === 'test')!;
    const pair = ['--image', join(data, trained.image), '--labels', join(data, trained.scribbles!)];
    const [model, network] = [join(folder, `${kind}.grovemodel`), join(folder, `${kind}.czann`)];
    await grove('pixel', 'train', ...pair, '--features', set, '--out', model);
    const exported = JSON.parse(await grove('pixel', 'export', '--model', model, '--out', network, ...pair, '--json'));
    const image = ['--image', join(data, unseen.image)];
    const [native, through] = [join(folder, `${kind}-native.tif`), join(folder, `${kind}-network.tif`)];
    await grove('pixel', 'segment', '--model', model, ...image, '--out', native);
    await grove('segment', '--model', network, ...image, '--out', through);
    const [a, b] = [await labelsOf(native), await labelsOf(through)];
    const same = a.filter((value, i) => value === b[i]).length / a.length;
    console.log(`${kind} ${set}, tiles of ${exported.tile}: ${(100 * same).toFixed(4)} % of ${a.length} pixels alike`);
    expect(new Set(a).size).toBeGreaterThan(1);
    expect(same).toBeGreaterThanOrEqual(0.9999);
  });
});
