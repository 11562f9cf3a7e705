import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DESCRIPTION_ENTRY } from '../../../main/formats/classifier-network/description.ts';
import { CLASSIFIER_ENTRY, packClassifier, ROWS_ENTRY } from '../../../main/formats/classifier-network/pack-classifier.ts';
import { readAnyModel, readAnyRows } from '../../../main/formats/classifier-network/read-any-model.ts';
import { decodeModel } from '../../../main/formats/grove-model/decode.ts';
import { encodeModel } from '../../../main/formats/grove-model/encode.ts';
import { inspectModel } from '../../../main/formats/model-package/inspect-model.ts';
import { readZipEntry } from '../../../main/formats/zip/read-zip-entry.ts';
import { writeZip, type ZipFile } from '../../../main/formats/zip/write-zip.ts';
import { readZipDirectory } from '../../../main/formats/zip/zip-directory.ts';
import { zipInMemory } from '../../../main/formats/zip/zip-source.ts';
import { sampleModel } from '../grove-model/sample-model.ts';
import { BARE } from './compare-answers.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-czann-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const model = sampleModel();
const rows = { values: Float32Array.from({ length: 50 }, (_, i) => i / 3), classes: Uint8Array.of(0, 2) };
const whole = { ...BARE, tile: 128, native: true, rows, licence: 'Free to use.', pixelSizeUm: { x: 0.325, y: 0.65 } };
const bytes = packClassifier(model, whole);
const LIMITS = { fileBytes: 2 ** 30, entries: 100, totalBytes: 2 ** 30 };

async function filesOf(archive: Uint8Array): Promise<Map<string, Uint8Array>> {
  const source = zipInMemory('/a.czann', 'a.czann', archive);
  const files = new Map<string, Uint8Array>();
  for (const entry of await readZipDirectory(source, LIMITS)) files.set(entry.name, await readZipEntry(source, entry, 2 ** 30));
  return files;
}

/** The container with other bytes in one of its entries, or without it. */
async function withEntry(name: string, change: (bytes: Uint8Array) => Uint8Array | null): Promise<string> {
  const files: ZipFile[] = [];
  for (const [entry, content] of await filesOf(bytes)) {
    const changed = entry === name ? change(content) : content;
    if (changed !== null) files.push({ name: entry, bytes: changed });
  }
  return put(`${name}-${files.length}-${Math.random()}.czann`, writeZip(files));
}

function put(name: string, content: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const inspect = (path: string) => inspectModel(path, join(folder, 'network.onnx'));

describe('a classifier in a .czann', () => {
  it('is described as the format asks', async () => {
    const files = await filesOf(bytes);
    expect([...files.keys()].slice(0, 3)).toEqual(['model.json', 'model.model', 'license.txt']);
    const json = JSON.parse(new TextDecoder().decode(files.get('model.json')));
    expect(Object.keys(json)).toEqual([
      ...['Id', 'Type', 'InputShape', 'OutputShape', 'MinOverlap', 'Classes', 'ModelName', 'Scaling'],
    ]);
    expect(json).toMatchObject({
      Type: 'SingleClassSemanticSegmentation',
      InputShape: [128, 128, 1],
      OutputShape: [128, 128, 3],
      Classes: ['Background', 'Nucleus', 'Débris'],
      ModelName: 'Nuclei, DAPI – été',
    });
    expect(json.Scaling).toEqual([expect.closeTo(0.325e-6, 12), expect.closeTo(0.65e-6, 12)]);
    expect(json.MinOverlap[0] % 2).toBe(0);
    // ONNX, IR version 7.
    expect([...files.get('model.model')!.subarray(0, 2)]).toEqual([8, 7]);
  });

  it('comes in as a network without a warning, with its classes, colours, channels, border and licence', async () => {
    const { metadata, graph } = await inspect(put('whole.czann', bytes));
    expect(metadata.warnings).toEqual([]);
    expect(metadata).toMatchObject({
      container: 'czann',
      name: model.info.name,
      tile: { z: null, y: 128, x: 128 },
      channels: 1,
      channelNames: ['DAPI'],
      values: 'unit',
      pixelSizeUm: { x: expect.closeTo(0.325, 6), y: expect.closeTo(0.65, 6) },
      licences: [{ name: 'license.txt', text: 'Free to use.' }],
    });
    expect(metadata.classes.map(({ name, color }) => ({ name, color }))).toEqual(model.info.classes);
    expect(metadata.border!.x).toBeGreaterThan(0);
    expect(metadata.border!.x).toBeLessThanOrEqual(33);
    expect(graph).toMatchObject({ opset: 12, dependsOnTile: false, inputShape: [null, 128, 128, 1] });
    expect(graph.reach).toBe(metadata.border!.x);
  });

  it('leaves out what is not known or not wanted', async () => {
    const files = await filesOf(packClassifier(model, { ...BARE, tile: 128 }));
    expect([...files.keys()]).toEqual(['model.json', 'model.model', DESCRIPTION_ENTRY]);
    expect(new TextDecoder().decode(files.get('model.json'))).not.toContain('Scaling');
  });

  it('is the same to the byte each time; another classifier, tile or name has another id', async () => {
    expect(packClassifier(structuredClone(model), whole)).toEqual(bytes);
    const idOf = async (archive: Uint8Array): Promise<string> =>
      JSON.parse(new TextDecoder().decode((await filesOf(archive)).get('model.json'))).Id;
    const renamed = { ...model, info: { ...model.info, name: 'Other' } };
    const threshold = model.forest.threshold.map((value) => value + 1);
    const other = { ...model, forest: { ...model.forest, threshold } };
    const ids = [
      bytes,
      packClassifier(renamed, whole),
      packClassifier(other, whole),
      packClassifier(model, { ...whole, tile: 96 }),
    ];
    const found = await Promise.all(ids.map(idOf));
    expect(new Set(found).size).toBe(4);
    for (const id of found) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('gives colour channels to the network as blue, green and red', async () => {
    const features = { set: 'basic25', channels: [0, 1, 2] } as const;
    const info = { ...model.info, features, channelNames: ['Red', 'Green', 'Blue'] };
    const colour = packClassifier({ info, forest: { ...model.forest, features: 75 } }, { ...BARE, tile: 128 });
    const { metadata } = await inspect(put('colour.czann', colour));
    expect(metadata).toMatchObject({ channels: 3, channelNames: ['Blue', 'Green', 'Red'], warnings: [] });
  });

  it('refuses a tile that its borders fill', () => {
    expect(() => packClassifier(model, { ...BARE, tile: 20 })).toThrow(/not larger than its borders/);
  });
});

describe('what Grove takes back', () => {
  it('is the classifier with identical bytes, and its rows', async () => {
    const path = put('back.czann', bytes);
    const back = await readAnyModel(path);
    expect(encodeModel(back)).toEqual(encodeModel(model));
    expect(await readAnyRows(path)).toEqual({ values: expect.objectContaining({ length: 50 }), classes: rows.classes });
    expect([...(await readAnyRows(path))!.values]).toEqual([...rows.values]);
  });

  it('is a model file, too, which has no rows', async () => {
    const path = put('plain.grovemodel', encodeModel(model));
    expect(await readAnyModel(path)).toEqual(decodeModel(encodeModel(model), path));
    expect(await readAnyRows(path)).toBeNull();
    await expect(readAnyModel(join(folder, 'absent.grovemodel'))).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('is not there in a network without training data', async () => {
    const path = put('bare.czann', packClassifier(model, { ...BARE, tile: 128 }));
    await expect(readAnyModel(path)).rejects.toMatchObject({ kind: 'unsupported', code: 'NO_CLASSIFIER' });
    expect(await readAnyRows(path)).toBeNull();
  });

  it('refuses a damaged classifier and rows that do not go together; the network comes in all the same', async () => {
    const flipped = await withEntry(CLASSIFIER_ENTRY, (content) => content.map((byte, i) => (i === 400 ? byte ^ 1 : byte)));
    await expect(readAnyModel(flipped)).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringMatching(/damaged/) });
    expect((await inspect(flipped)).metadata.warnings).toEqual([]);
    const cut = await withEntry(ROWS_ENTRY, (content) => content.slice(0, 100));
    await expect(readAnyRows(cut)).rejects.toMatchObject({ kind: 'corrupt' });
    const wrong = await withEntry(ROWS_ENTRY, () => null);
    expect(await readAnyRows(wrong)).toBeNull();
  });

  it.each([
    ['no JSON', () => Buffer.from('{')],
    ['nothing', () => new Uint8Array(0)],
    ['another kind of JSON', () => Buffer.from('[1]')],
    ['null', () => Buffer.from('null')],
    ['too few classes', () => Buffer.from('{"version":1,"classes":[],"channels":["DAPI"]}')],
    ['a class that is null', () => Buffer.from('{"version":1,"classes":[null,null,null],"channels":["DAPI"]}')],
    ['no text', () => Uint8Array.of(0xff, 0xfe, 0x7b)],
  ])('warns where its description is damaged: %s', async (_name, content) => {
    const { metadata } = await inspect(await withEntry(DESCRIPTION_ENTRY, content));
    expect(metadata.warnings.map(({ code }) => code)).toEqual(['DESCRIPTION']);
    expect(metadata.classes).toHaveLength(3);
    expect(metadata.channelNames).toBeUndefined();
  });

  it('passes over a description of a later version, and one that is not there', async () => {
    const later = await withEntry(DESCRIPTION_ENTRY, () => Buffer.from('{"version":2,"classes":"elsewhere"}'));
    const absent = await withEntry(DESCRIPTION_ENTRY, () => null);
    for (const path of [later, absent]) expect((await inspect(path)).metadata).toMatchObject({ warnings: [] });
  });
});
