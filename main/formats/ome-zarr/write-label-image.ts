import { access, mkdir, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { ResultImage, ResultWriter } from '../../services/ports.ts';
import { writeError } from '../writing/write-error.ts';
import { writeWholeFile } from '../writing/write-whole-file.ts';
import { groupAttributes, type ZarrVersion } from './image-attributes.ts';
import { asList, member } from './json.ts';
import { openZarrFolderOf } from './open-ome-zarr-at.ts';
import { readGroup, type ZarrGroup } from './read-group.ts';
import { createOmeZarr } from './write.ts';

/**
 * Begins a label image inside an OME-Zarr that is there, at IMAGE/labels/NAME, in the Zarr version of that image. When it is
 * finished, the group `labels` lists it; what the group says besides stays. Throws what createOmeZarr throws, and GroveError
 * 'not-found' and 'invalid-input' where IMAGE is no OME-Zarr of one image, or several scenes are to be written.
 */
export async function createLabelImage(image: ResultImage): Promise<ResultWriter> {
  const { path, scenes } = image;
  const group = dirname(path);
  const parent = dirname(group);
  const refuse = (kind: 'not-found' | 'invalid-input', why: string): GroveError => new GroveError(kind, why, { file: path });
  const found = await groupsAt(parent, basename(group));
  if (found === null)
    throw refuse('not-found', `${parent} is no OME-Zarr; choose the place labels/NAME inside one that is there.`);
  if (asList(member(found.image.ome, 'multiscales')).length === 0) {
    const message = `${basename(parent)} is not a single image; choose the place labels/NAME inside one of its images.`;
    throw refuse('invalid-input', message);
  }
  if (scenes.length > 1) {
    throw refuse('invalid-input', `${basename(path)} can hold one scene, not ${scenes.length}; choose a scene.`);
  }
  const version: ZarrVersion = (await exists(join(parent, 'zarr.json'))) ? '0.5' : '0.4';
  const made = await mkdir(group, { recursive: true }).catch((error: unknown) => {
    throw writeError(error, path);
  });
  /** A group that was made for nothing goes; one that holds something stays. */
  const takeBack = async (): Promise<void> => {
    if (made !== undefined) await rmdir(group).catch(() => {});
  };
  const writer = await createOmeZarr(image, { version }).catch(async (error: unknown) => {
    await takeBack();
    throw error;
  });
  return {
    ...writer,
    async finish() {
      await writer.finish();
      await listLabel(group, found.labels, basename(path), version);
    },
    async abandon() {
      await writer.abandon();
      await takeBack();
    },
  };
}

async function groupsAt(parent: string, labels: string): Promise<{ image: ZarrGroup; labels: ZarrGroup | null } | null> {
  if (!(await exists(parent))) return null;
  const store = await openZarrFolderOf(parent);
  if (store === null) return null;
  try {
    const image = await readGroup(store, '');
    return image === undefined ? null : { image, labels: (await readGroup(store, labels)) ?? null };
  } finally {
    await store.close();
  }
}

async function listLabel(group: string, known: ZarrGroup | null, name: string, version: ZarrVersion): Promise<void> {
  const names = asList(member(known?.ome ?? {}, 'labels')).filter((one) => typeof one === 'string');
  const labels = { labels: names.includes(name) ? names : [...names, name] };
  const put = (file: string, content: object): Promise<void> =>
    writeWholeFile(join(group, file), Buffer.from(JSON.stringify(content, null, 2)));
  if (version === '0.5') {
    const attributes = groupAttributes({ ...known?.ome, ...labels }, version, withoutOme(known));
    await put('zarr.json', { zarr_format: 3, node_type: 'group', attributes });
    return;
  }
  await put('.zgroup', { zarr_format: 2 });
  await put('.zattrs', { ...known?.all, ...labels });
}

function withoutOme(known: ZarrGroup | null): Readonly<Record<string, unknown>> {
  const { ome: _, ...others } = { ...known?.all } as Record<string, unknown>;
  return others;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
