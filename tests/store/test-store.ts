import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ImageInfo, Rect } from '#core/model/image.ts';
import { decodeModel } from '../../main/formats/grove-model/decode.ts';
import { encodeModel } from '../../main/formats/grove-model/encode.ts';
import type { NewImage, ProjectStores } from '../../main/services/ports.ts';
import { createProjectStores, type ProjectStoresOptions } from '../../main/store/create-project-stores.ts';

/** A folder that is gone after the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'grove-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function testStores(options: Partial<ProjectStoresOptions> = {}): ProjectStores {
  let ids = 0;
  return createProjectStores({
    codec: { encode: encodeModel, decode: decodeModel },
    now: () => new Date(Date.UTC(2026, 0, 1)),
    newId: () => `id-${++ids}-${Math.trunc(performance.now() * 1000)}`,
    ...options,
  });
}

export function imageInfo(width: number, height: number): ImageInfo {
  return {
    format: 'tiff',
    width,
    height,
    sizeScene: 1,
    sizeZ: 3,
    sizeT: 1,
    channels: [{ name: 'DAPI', color: 0x0000ff }],
    rgb: false,
    pixelType: 'uint16',
    pixelSizeUm: { x: 0.5, y: 0.5, z: null },
    levels: [{ width, height, downsample: 1 }],
    chunk: { width: 256, height: 256 },
  };
}

export function newImage(path: string, width = 600, height = 500): NewImage {
  return {
    path,
    name: 'cells.tif',
    contentHash: `sha256:${path}`,
    fileBytes: 1234,
    info: imageInfo(width, height),
    display: [{ color: 0xffffff, visible: true, min: 0, max: 65535, gamma: 1 }],
  };
}

/** A stroke over the pixels of `box` for which `inside` holds. */
export function strokeOf(box: Rect, value: number, inside: (x: number, y: number) => boolean = () => true) {
  const rowBytes = Math.ceil(box.width / 8);
  const mask = new Uint8Array(rowBytes * box.height);
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) if (inside(x, y)) mask[y * rowBytes + (x >> 3)]! |= 1 << (x & 7);
  }
  return { box, mask, value, onlyOver: null as number[] | null };
}
