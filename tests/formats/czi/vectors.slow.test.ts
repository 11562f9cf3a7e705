import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIRST_PLANE, type PixelArray } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { arrangeScenes, placesOn } from '../../../main/formats/czi/arrange-scenes.ts';
import { decodeSubBlock } from '../../../main/formats/czi/decode-sub-block.ts';
import { findSubBlocks } from '../../../main/formats/czi/find-sub-blocks.ts';
import { pixelKind } from '../../../main/formats/czi/pixel-kind.ts';
import { ANY, AXES, type Axis, type SubBlock } from '../../../main/formats/czi/sub-block.ts';
import { openImage } from '../../../main/formats/open-image.ts';
import { openSourceFile } from '../../../main/formats/reading/source-file.ts';

const IMAGES = resolve('../shared/data/images');
const haveVectors = existsSync(`${IMAGES}/czi/vectors.json`);
if (!haveVectors) console.warn(`Skipped: the CZI vectors need ${IMAGES}.`);

interface Expected {
  readonly sha256: string;
  readonly tolerance?: number;
  readonly pixelType: string;
}

interface ExpectedBlock extends Expected {
  readonly dims: Readonly<Record<string, number>>;
  readonly m: number | null;
  readonly x: number;
  readonly y: number;
  readonly storedW: number;
  readonly storedH: number;
  readonly raw?: string;
}

interface ExpectedPlane extends Expected {
  readonly scene: number | null;
  readonly dims: Readonly<Record<string, number>>;
  readonly roi: readonly [number, number, number, number];
}

interface ExpectedFile {
  readonly subBlockCount: number;
  readonly subblocks: readonly ExpectedBlock[];
  readonly planes: readonly ExpectedPlane[];
  readonly levels?: readonly { readonly level: number; readonly size: readonly [number, number]; readonly sha256: string }[];
}

const files: Readonly<Record<string, ExpectedFile>> = haveVectors
  ? (JSON.parse(readFileSync(`${IMAGES}/czi/vectors.json`, 'utf8')) as { files: Record<string, ExpectedFile> }).files
  : {};

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function fits(block: SubBlock, wanted: ExpectedBlock): boolean {
  const at = (axis: string): number => block.at[AXES.indexOf(axis as Axis)]!;
  const placed = block.x === wanted.x && block.y === wanted.y && block.m === (wanted.m ?? ANY);
  const sized = block.storedWidth === wanted.storedW && block.storedHeight === wanted.storedH;
  return placed && sized && Object.entries(wanted.dims).every(([axis, place]) => at(axis) === ANY || at(axis) === place);
}

function largestDifference(raw: Uint8Array, decoded: Uint8Array): number {
  return raw.length === decoded.length ? raw.reduce((most, byte, i) => Math.max(most, Math.abs(byte - decoded[i]!)), 0) : 255;
}

const NARROW = { Gray8: Uint8Array, Bgr24: Uint8Array, Bgra32: Uint8Array, Gray16: Uint16Array, Bgr48: Uint16Array } as const;

/** The first channel of the image that a place on C gives. */
function firstChannel(blocks: readonly SubBlock[], place: number | undefined): number {
  const at = (block: SubBlock): number => block.at[AXES.indexOf('C')]!;
  const before = placesOn(blocks, 'C').filter((one) => place !== undefined && one < place);
  const samples = before.map((one) => pixelKind(blocks.find((block) => at(block) === one)!.pixelType)!.samples);
  return samples.reduce<number>((sum, count) => sum + count, 0);
}

/** Planes as they come out of the reader, back in the type and order of the file. */
function inFileOrder(data: PixelArray, pixelType: string, samples: number): Uint8Array {
  const Narrow = NARROW[pixelType as keyof typeof NARROW] ?? Float32Array;
  const area = data.length / samples;
  const stored = pixelType === 'Bgra32' ? 4 : samples;
  const out = new Narrow(area * stored).fill(pixelType === 'Bgra32' ? 255 : 0);
  for (let i = 0; i < area; i++) for (let k = 0; k < samples; k++) out[i * stored + k] = data[(samples - 1 - k) * area + i]!;
  return new Uint8Array(out.buffer);
}

describe.skipIf(!haveVectors)('CZI vectors', () => {
  it.each(Object.keys(files))('%s', async (name) => {
    const expected = files[name]!;
    const file = await openSourceFile(`${IMAGES}/${name}`);
    const { subBlocks } = await findSubBlocks(file);
    expect(subBlocks).toHaveLength(expected.subBlockCount);
    for (const wanted of expected.subblocks) {
      const block = subBlocks.find((one) => fits(one, wanted));
      const { data } = await decodeSubBlock(file, block!);
      if (wanted.tolerance === undefined) expect(sha(data)).toBe(wanted.sha256);
      else expect(largestDifference(readFileSync(`${IMAGES}/${wanted.raw}`), data)).toBeLessThanOrEqual(wanted.tolerance);
    }
    await file.close();

    const image = await openImage(`${IMAGES}/${name}`);
    const scenes = arrangeScenes(subBlocks);
    const place = (axis: Axis, value: number | undefined): number => Math.max(0, placesOn(subBlocks, axis).indexOf(value ?? 0));
    for (const { scene, dims, roi, pixelType, sha256, tolerance } of expected.planes) {
      const wanted: Readonly<Record<string, number>> = { ...dims, ...(scene !== null && { S: scene }) };
      const index = scenes.findIndex(({ places }) =>
        Object.entries(places).every(([axis, at]) => wanted[axis] === undefined || wanted[axis] === at),
      );
      const { width, height } = sceneOf(image.info, index);
      expect([width, height]).toEqual(roi.slice(2));
      const samples = pixelType.startsWith('Bgr') ? 3 : 1;
      const first = firstChannel(subBlocks, dims.C);
      const { data } = await image.read({
        plane: { scene: index, z: place('Z', dims.Z), t: place('T', dims.T) },
        level: 0,
        rect: { x: 0, y: 0, width, height },
        channels: Array.from({ length: samples }, (_, k) => first + k),
      });
      const bytes = inFileOrder(data, pixelType, samples);
      if (tolerance === undefined && pixelType !== 'Bgra32') expect(sha(bytes)).toBe(sha256);
      else if (tolerance !== undefined) {
        const raw = expected.subblocks[0]!.raw;
        expect(largestDifference(readFileSync(`${IMAGES}/${raw}`), bytes)).toBeLessThanOrEqual(tolerance);
      }
    }
    for (const { level, size, sha256 } of expected.levels ?? []) {
      const [width, height] = size;
      expect(image.info.levels[level]).toEqual({ width, height, downsample: 2 ** level });
      const rect = { x: 0, y: 0, width, height };
      const { data } = await image.read({ plane: FIRST_PLANE, level, rect, channels: [0, 1, 2] });
      expect(sha(inFileOrder(data, 'Bgr24', 3))).toBe(sha256);
    }
    await image.close();
  });
});
