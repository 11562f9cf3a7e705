import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input, Method, Output } from '#contract/contract.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { type NetworkInfo, networkKey } from '#core/model/network.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { compose } from '../../../main/compose.ts';
import type { Application } from '../../../main/services/application.ts';
import { createDispatch, type Dispatch } from '../../../main/services/dispatch.ts';
import { smallNetworks } from '../../network/small-networks.ts';
import { readStack, writeStack } from '../stack-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-networks-'));
const file = (name: string): string => join(folder, name);
const library = file('data/networks');
const networks = smallNetworks(folder);
let application: Application;
let dispatch: Dispatch;
let images: readonly ImageRecord[];

const call = <M extends Method>(method: M, input: Input<M>, signal?: AbortSignal): Promise<Output<M>> =>
  dispatch.call(method, input, signal && { signal }) as Promise<Output<M>>;
const inspect = (path: string) => call('networks.inspect', { path });
async function imported(
  path: string,
  choices: Input<'networks.import'>['choices'] = {},
): Promise<{ info: NetworkInfo; key: string }> {
  const { draftId } = await inspect(path);
  const info = await call('networks.import', { draftId, choices });
  return { info, key: networkKey(info) };
}
const imageOf = (name: string): string => images.find((image) => image.name === name)!.id;
const AT = { plane: FIRST_PLANE, x: 40, y: 40, channels: null };

const scenes = [{ name: 'A', width: 90, height: 70 }];
const two = ['First', 'Second'].map((name) => ({ name, color: null }));
const rgb = ['Red', 'Green', 'Blue'].map((name) => ({ name, color: null }));

beforeAll(async () => {
  application = await compose({ host: 'server', dataFolder: file('data'), cacheFolder: file('cache'), threads: 2 });
  dispatch = createDispatch(application.handlers);
  await call('project.create', { path: file('work.grove') });
  const grey = [{ name: 'Grey', color: null }];
  await writeStack(file('grey.ome.tif'), { scenes, sizeZ: 2, sizeT: 1, channels: grey });
  await writeStack(file('two.ome.tif'), { scenes, sizeZ: 1, sizeT: 1, channels: two });
  await writeStack(
    file('rgb.ome.tif'),
    { scenes, sizeZ: 1, sizeT: 1, channels: rgb, pixelType: 'uint8', rgb: true },
    (_, k, x, y) => (x + 3 * y + 50 * k) & 255,
  );
  const paths = ['grey.ome.tif', 'two.ome.tif', 'rgb.ome.tif'].map(file);
  images = (await call('images.add', { paths })).added;
});
afterAll(async () => {
  await application.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the library', () => {
  it('keeps what is imported, with what was chosen, and tells the windows', async () => {
    const told: string[][] = [];
    const off = application.on('networks.changed', (list) => told.push(list.map(({ name }) => name)));
    const draft = await inspect(networks.segmentation());
    expect(draft).toMatchObject({ same: null, twin: null, ranOn: { provider: 'cpu' }, metadata: { name: 'Cells', channels: 1 } });
    expect(draft.metadata.licences).toEqual([{ name: 'license.txt', text: 'Free to use.' }]);
    const info = await call('networks.import', { draftId: draft.draftId, choices: { name: 'My cells' } });
    expect(info).toMatchObject({ name: 'My cells', border: { z: null, y: 4, x: 4 }, tile: { z: null, y: 32, x: 32 } });
    expect(await call('networks.list', {})).toEqual([info]);
    expect(told).toEqual([['My cells']]);
    off();
    expect(readdirSync(join(library, networkKey(info))).sort()).toEqual(['network.json', 'network.onnx', 'source.czann']);
    expect(readdirSync(join(library, 'staging'))).toEqual([]);
    await expect(call('networks.import', { draftId: draft.draftId, choices: {} })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('knows a file it has by its content, and another one of the same id', async () => {
    const again = await inspect(networks.segmentation('copy.czann'));
    expect(again.same?.name).toBe('My cells');
    await expect(call('networks.import', { draftId: again.draftId, choices: {} })).rejects.toMatchObject({ code: 'DUPLICATE' });
    await call('networks.discard', { draftId: again.draftId });
    const twin = await inspect(networks.segmentation('twin.czann', { seed: 2 }));
    expect(twin).toMatchObject({ same: null, twin: { name: 'My cells' } });
    const info = await call('networks.import', { draftId: twin.draftId, choices: { name: 'Twin' } });
    expect((await call('networks.list', {})).map(({ name }) => name)).toEqual(['My cells', 'Twin']);
    await call('networks.remove', { key: networkKey(info) });
    expect((await call('networks.list', {})).map(({ name }) => name)).toEqual(['My cells']);
    expect(readdirSync(join(library, 'staging'))).toEqual([]);
  });

  it('changes what may change, and refuses what does not fit', async () => {
    const [info] = await call('networks.list', {});
    const key = networkKey(info!);
    const patch = (change: Input<'networks.update'>['patch']) => call('networks.update', { key, patch: change });
    expect(await patch({ name: 'Renamed', border: { z: null, y: 3, x: 5 } })).toMatchObject({
      name: 'Renamed',
      border: { y: 3, x: 5 },
    });
    expect((await call('networks.list', {}))[0]).toMatchObject({ name: 'Renamed' });
    for (const bad of [{ name: ' ' }, { border: { z: null, y: 16, x: 4 } }, { classes: [] }, { channelNames: ['a', 'b'] }]) {
      await expect(patch(bad)).rejects.toMatchObject({ kind: 'invalid-input' });
    }
    await expect(call('networks.update', { key: 'gone', patch: {} })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('leaves out what was cut short, and lives on with what is damaged', async () => {
    mkdirSync(join(library, 'cut-short.1234.partial'), { recursive: true });
    mkdirSync(join(library, 'damaged'), { recursive: true });
    writeFileSync(join(library, 'damaged/network.json'), '{"format": 1, "in');
    expect(await call('networks.list', {})).toHaveLength(1);
    await call('networks.remove', { key: 'damaged' });
    expect(existsSync(join(library, 'damaged'))).toBe(false);
    await call('networks.remove', { key: '../../data' });
    expect(existsSync(file('data'))).toBe(true);
  });

  it('refuses a bad file with its reason and leaves nothing behind', async () => {
    writeFileSync(file('bad.czann'), 'PK nothing');
    await expect(inspect(file('bad.czann'))).rejects.toMatchObject({ kind: 'corrupt', code: 'NOT_A_ZIP' });
    expect(readdirSync(join(library, 'staging'))).toEqual([]);
  });
});

describe('a network on an image', () => {
  it('is tried before it is imported', async () => {
    const draft = await inspect(networks.segmentation('try.czann', { seed: 3, id: 'try' }));
    const trial = await call('networks.tryDraft', {
      draftId: draft.draftId,
      choices: {},
      imageId: imageOf('grey.ome.tif'),
      ...AT,
    });
    expect(trial).toMatchObject({ provider: 'cpu', scores: null });
    expect(trial.answer.rgba).toHaveLength(4 * trial.answer.width * trial.answer.height);
    const unmapped = call('networks.tryDraft', { draftId: draft.draftId, choices: {}, imageId: imageOf('two.ome.tif'), ...AT });
    await expect(unmapped).rejects.toMatchObject({ code: 'CHANNEL_MAP' });
    await call('networks.discard', { draftId: draft.draftId });
  });

  it('has no seams where its border is wide enough, and has some where it is not', async () => {
    const { key } = await imported(networks.segmentation('seams.czann', { seed: 4, id: 'seams' }));
    const check = () => call('networks.verifyTiling', { key, imageId: imageOf('grey.ome.tif'), ...AT });
    const sound = await check();
    expect(sound.tiles).toBeGreaterThan(4);
    expect(sound.largest).toBeLessThanOrEqual(1e-6);
    await call('networks.update', { key, patch: { border: { z: null, y: 0, x: 0 } } });
    expect((await check()).largest).toBeGreaterThan(1e-4);
  });

  it('makes an image with the calibration and pixel type of its source; twice as large where it says so', async () => {
    const same = await imported(networks.same('same.czann'));
    await call('networks.process', {
      key: same.key,
      imageId: imageOf('grey.ome.tif'),
      path: file('same.ome.tif'),
      subset: '',
      channels: null,
    });
    const source = await readStack(file('grey.ome.tif'));
    const result = await readStack(file('same.ome.tif'));
    expect(result.planes).toEqual(source.planes);
    expect(result.info).toMatchObject({ pixelType: 'uint16', pixelSizeUm: source.info.pixelSizeUm });
    expect(await call('networks.users', { key: same.key })).toEqual([file('work.grove')]);

    const twice = await imported(networks.same('twice.czann', { scale: 2 }));
    await call('networks.process', {
      key: twice.key,
      imageId: imageOf('grey.ome.tif'),
      path: file('twice.ome.tif'),
      subset: 'Z(2)',
      channels: null,
    });
    const { info } = await readStack(file('twice.ome.tif'));
    const { x, y } = source.info.pixelSizeUm;
    expect(info).toMatchObject({ width: 180, height: 140, sizeZ: 1, pixelSizeUm: { x: x! / 2, y: y! / 2 } });
  });

  it('keeps colours in their order, and gives floats for raw counts', async () => {
    const { key } = await imported(networks.same('colour.czann', { channels: 3 }));
    await call('networks.process', {
      key,
      imageId: imageOf('rgb.ome.tif'),
      path: file('colour.ome.tif'),
      subset: '',
      channels: null,
    });
    const [source, result] = [await readStack(file('rgb.ome.tif')), await readStack(file('colour.ome.tif'))];
    expect(result.info).toMatchObject({ rgb: true, pixelType: 'uint8' });
    expect(result.planes).toEqual(source.planes);
    const counts = await imported(networks.same('counts.czann'), { values: 'counts' });
    expect(counts.info.values).toBe('counts');
    const raw = { key: counts.key, imageId: imageOf('grey.ome.tif'), path: file('raw.ome.tif') };
    await call('networks.process', { ...raw, subset: 'Z(1)', channels: null });
    expect((await readStack(file('raw.ome.tif'))).info.pixelType).toBe('float32');
  });

  it('leaves nothing behind when it is cancelled, or used for what it is not', async () => {
    const list = await call('networks.list', {});
    const key = networkKey(list.find(({ name }) => name === 'same.czann')!);
    const stop = new AbortController();
    const request = { key, imageId: imageOf('grey.ome.tif'), path: file('cancelled.ome.tif'), subset: '', channels: null };
    const run = dispatch.call('networks.process', request, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(run).rejects.toMatchObject({ kind: 'cancelled' });
    expect(readdirSync(folder).filter((name) => name.includes('cancelled'))).toEqual([]);
    const wrong = networkKey(list.find(({ name }) => name === 'Renamed')!);
    await expect(call('networks.process', { ...request, key: wrong })).rejects.toMatchObject({
      kind: 'mismatch',
      code: 'UNSUPPORTED_TYPE',
    });
    await expect(call('networks.process', { ...request, path: file('grey.ome.tif') })).rejects.toMatchObject({
      kind: 'invalid-input',
    });
    expect(readdirSync(folder).filter((name) => name.includes('cancelled'))).toEqual([]);
  });

  it('says the class of planes and of tiles', async () => {
    const { key } = await imported(networks.brighter(), { channelNames: ['First', 'Second'] });
    const request = { key, imageId: imageOf('two.ome.tif'), subset: '', channels: null };
    const [whole, ...none] = await call('networks.classify', { ...request, perTile: false });
    expect(none).toEqual([]);
    // The second channel is drawn fainter.
    expect(whole).toMatchObject({ className: 'First', rect: { x: 0, y: 0, width: 90, height: 70 } });
    const tiles = await call('networks.classify', { ...request, perTile: true });
    expect(tiles.reduce((sum, { rect }) => sum + rect.width * rect.height, 0)).toBe(90 * 70);
    const turned = await call('networks.classify', { ...request, perTile: false, channels: [1, 0] });
    expect(turned[0]).toMatchObject({ className: 'Second', scores: [whole!.scores[1], whole!.scores[0]] });
  });
});
