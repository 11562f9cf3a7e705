import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { decodeModel } from '../../../main/formats/grove-model/decode.ts';
import { encodeModel } from '../../../main/formats/grove-model/encode.ts';
import { arrayPlaces } from '../../../main/formats/grove-model/layout.ts';
import { readModel } from '../../../main/formats/grove-model/read.ts';
import { writeModel } from '../../../main/formats/grove-model/write.ts';
import { sampleModel } from './sample-model.ts';

const model = sampleModel();
const bytes = encodeModel(model);

const folder = mkdtempSync(join(tmpdir(), 'grove-model-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function errorOf(action: () => unknown): GroveError {
  try {
    action();
  } catch (error) {
    if (error instanceof GroveError) return error;
    throw error;
  }
  throw new Error('There was no error.');
}

/** The file with a change and a check sum that fits it. */
function resealed(change: (view: DataView, copy: Uint8Array) => void): Uint8Array {
  const copy = bytes.slice();
  change(new DataView(copy.buffer), copy);
  const end = copy.length - 32;
  copy.set(createHash('sha256').update(copy.subarray(0, end)).digest(), end);
  return copy;
}

/** The file with a changed header and everything else in order. */
function withHeader(change: (header: { info: Record<string, unknown>; forest: Record<string, number> }) => void): Uint8Array {
  const headerBytes = new DataView(bytes.buffer).getUint32(12, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(24, 24 + headerBytes)));
  const from = Math.ceil((24 + headerBytes) / 8) * 8;
  change(header);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const to = Math.ceil((24 + text.length) / 8) * 8;
  const copy = new Uint8Array(to + bytes.length - from);
  copy.set(bytes.subarray(0, 24));
  copy.set(text, 24);
  copy.set(bytes.subarray(from), to);
  new DataView(copy.buffer).setUint32(12, text.length, true);
  new DataView(copy.buffer).setBigUint64(16, BigInt(copy.length), true);
  const end = copy.length - 32;
  copy.set(createHash('sha256').update(copy.subarray(0, end)).digest(), end);
  return copy;
}

describe('a model as bytes', () => {
  it('comes back as it was', () => {
    expect(decodeModel(bytes, 'a.grovemodel')).toEqual(model);
  });

  it('is the same however its description was put together', () => {
    const { id, ...rest } = model.info;
    expect(encodeModel({ forest: model.forest, info: { ...rest, id } })).toEqual(bytes);
  });

  it('keeps the pixel size that its features are for', () => {
    const features = { ...model.info.features, pixelSizeUm: { x: 0.325, y: 0.65 } };
    expect(decodeModel(encodeModel({ ...model, info: { ...model.info, features } }), 'a').info.features).toEqual(features);
    const none = { ...features, pixelSizeUm: { x: 0, y: 1 } };
    const broken = encodeModel({ ...model, info: { ...model.info, features: none } });
    expect(errorOf(() => decodeModel(broken, 'a')).kind).toBe('corrupt');
  });

  it('keeps an unknown out-of-bag error', () => {
    const unknown = { ...model, info: { ...model.info, report: { ...model.info.report, outOfBagError: Number.NaN } } };
    expect(decodeModel(encodeModel(unknown), 'a').info.report.outOfBagError).toBeNaN();
  });

  it('is refused when it is cut off anywhere', () => {
    for (let length = 0; length < bytes.length; length += length < 64 ? 1 : 61) {
      const error = errorOf(() => decodeModel(bytes.subarray(0, length), 'half.grovemodel'));
      expect(error.kind).toBe('corrupt');
      expect(error.message).toMatch(/^half\.grovemodel is damaged \(it is (empty|cut off.*)\); take another copy/);
      expect(error.file).toBe('half.grovemodel');
    }
  });

  it('is refused when any byte has changed', () => {
    for (let i = 0; i < bytes.length; i += i < 64 ? 1 : 13) {
      const copy = bytes.slice();
      copy[i]! ^= 0x10;
      expect(['corrupt', 'unsupported', 'newer-version']).toContain(errorOf(() => decodeModel(copy, 'x')).kind);
    }
  });

  it('is refused when something follows it', () => {
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(errorOf(() => decodeModel(longer, 'x')).kind).toBe('corrupt');
  });

  it('is told from other files and from newer models', () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3);
    expect(errorOf(() => decodeModel(png, 'photo.png'))).toMatchObject({
      kind: 'unsupported',
      message: 'photo.png is not a Grove model; choose a file that Grove saved as .grovemodel.',
    });
    const newer = resealed((view) => view.setUint32(8, 2, true));
    expect(errorOf(() => decodeModel(newer, 'new.grovemodel'))).toMatchObject({
      kind: 'newer-version',
      message: 'new.grovemodel was saved by a newer Grove; update Grove to use this model.',
    });
  });

  const headerBytes = new DataView(bytes.buffer).getUint32(12, true);
  const places = arrayPlaces(headerBytes, {
    classes: 3,
    features: 25,
    trees: 5,
    nodes: model.forest.feature.length,
    leafRows: model.forest.leafFractions.length / 3,
  });

  it.each<[string, RegExp, (view: DataView, copy: Uint8Array) => void]>([
    ['a walk in a circle', /do not follow/, (view) => view.setUint32(places.left, 0, true)],
    ['a child far away', /do not follow/, (view) => view.setUint32(places.left, 0xffffffff, true)],
    ['an unknown feature', /feature 25 of 25/, (view) => view.setUint16(places.feature, 25, true)],
    ['a threshold that is no number', /finite/, (view) => view.setFloat32(places.threshold, Number.NaN, true)],
    ['fractions above 1', /is 2\)/, (view) => view.setFloat32(places.leafFractions, 2, true)],
    ['a tree without nodes', /empty/, (view) => view.setUint32(places.treeStart + 4, 0, true)],
    ['a header longer than the file', /header/, (view) => view.setUint32(12, 0xffffffff, true)],
    ['a shorter header', /damaged/, (view) => view.setUint32(12, 8, true)],
    ['bytes that are no text', /damaged/, (_, copy) => copy.fill(0xff, 30, 40)],
    ['version 0', /damaged/, (view) => view.setUint32(8, 0, true)],
  ])('with %s is refused although its check sum fits', (_, message, change) => {
    const error = errorOf(() => decodeModel(resealed(change), 'crafted.grovemodel'));
    expect(error.kind).toBe('corrupt');
    expect(error.message).toMatch(message);
  });

  it.each<[string, RegExp, Parameters<typeof withHeader>[0]]>([
    ['more nodes than there are', /wrong length/, ({ forest }) => (forest.nodes! += 1)],
    ['2^50 nodes', /wrong length/, ({ forest }) => (forest.nodes = 2 ** 50)],
    ['a negative number of leaves', /"leafRows" entry is -1/, ({ forest }) => (forest.leafRows = -1)],
    ['one class name too few', /names of the classes/, ({ info }) => (info.classes = [{ name: 'a', color: 1 }])],
    ['another feature set', /feature set/, ({ info }) => (info.features = { set: 'basic33', channels: [0] })],
    ['an unknown feature set', /unknown/, ({ info }) => (info.features = { set: 'toString', channels: [0] })],
    [
      'a feature set of another spelling',
      /'multiscale' is unknown/,
      ({ info }) => (info.features = { set: 'multiscale', channels: [0] }),
    ],
    ['an unknown pixel type', /pixelType/, ({ info }) => (info.pixelType = 'int64')],
    ['no report', /"report" entry is missing/, ({ info }) => delete info.report],
    ['another number of trees', /trees/, ({ info }) => (info.trees = 6)],
    ['two channel names', /channels/, ({ info }) => (info.channelNames = ['a', 'b'])],
  ])('with %s in its header is refused', (_, message, change) => {
    const error = errorOf(() => decodeModel(withHeader(change), 'crafted.grovemodel'));
    expect(error.kind).toBe('corrupt');
    expect(error.message).toMatch(message);
  });

  it('may have header entries of a later time', () => {
    const later = withHeader(({ info }) => (info.note = 'later'));
    expect(decodeModel(later, 'x')).toEqual(model);
  });
});

describe('a model file', () => {
  it('comes back as it was written, and replaces an older one', async () => {
    const path = join(folder, 'a model.grovemodel');
    writeFileSync(path, 'older');
    await writeModel(path, model);
    expect(await readModel(path)).toEqual(model);
    expect(readFileSync(path)).toEqual(Buffer.from(bytes));
    expect(readdirSync(folder)).toEqual(['a model.grovemodel']);
  });

  it('says what is wrong with its path', async () => {
    const missing = join(folder, 'none.grovemodel');
    await expect(readModel(missing)).rejects.toMatchObject({ kind: 'not-found', file: missing });
    await expect(readModel(folder)).rejects.toMatchObject({ kind: 'unreadable', file: folder });
    await expect(writeModel(join(folder, 'no', 'such', 'x.grovemodel'), model)).rejects.toMatchObject({ kind: 'not-found' });
    const taken = join(folder, 'taken');
    mkdirSync(join(taken, 'inside'), { recursive: true });
    await expect(writeModel(taken, model)).rejects.toMatchObject({ kind: 'invalid-input', file: taken });
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is not read when it is absurdly large or empty', async () => {
    const large = join(folder, 'large.grovemodel');
    writeFileSync(large, '');
    await expect(readModel(large)).rejects.toMatchObject({ kind: 'corrupt' });
    truncateSync(large, 2 ** 40);
    await expect(readModel(large)).rejects.toMatchObject({ kind: 'too-large', file: large });
  });
});
