import { allocatePixels } from '#core/model/image.ts';
import type { ImageFile } from '../../services/ports.ts';
import { type OmeImage, parseOmeXml } from '../ome-tiff/parse-ome-xml.ts';
import { checkRequest } from '../reading/check-request.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import { labelNote } from './find-labels.ts';
import { findScenes, READS_AT_ONCE } from './find-scenes.ts';
import { inParallel } from './in-parallel.ts';
import { omeZarrInfo, type Scene } from './ome-zarr-info.ts';
import { createRegionReader, type RegionReader } from './region-reader.ts';
import { readSceneImage } from './scene-image.ts';
import type { ZarrStore } from './zarr-store.ts';

const LARGEST_XML = 32 * 2 ** 20;
const MOST_NOTES = 50;

/**
 * Opens an OME-Zarr (NGFF 0.1 to 0.5, on Zarr 2 or 3): an image, the series of bioformats2raw, a plate or a well, or a label image by
 * its own path. `store` belongs to the image from now on, also where opening fails. Chunks that are missing have the fill value, as
 * Zarr has it.
 *
 * Throws GroveError 'invalid-input' (no image in it), 'corrupt', 'unsupported', 'too-large', 'unreadable'.
 */
export async function openOmeZarr(store: ZarrStore, cache: ChunkCache): Promise<ImageFile> {
  const found = await findScenes(store);
  const xml = await readXml(store, found.metadata);
  const read: Scene[] = [];
  await inParallel(found.scenes, READS_AT_ONCE, async (scene, i) => {
    const image = await readSceneImage(store, scene.path, scene.group);
    read[i] = { found: scene, image, xml: xml[scene.image] ?? null };
  });
  const notes = [...found.notes];
  const scenes = read.filter((scene) => {
    const alike = sameKind(read[0]!, scene);
    if (!alike) {
      const place = `${store.name}/${scene.found.path}`;
      notes.push(
        `${place} has other channels, planes or pixel types than the first image and is left out; open it by its own path.`,
      );
    }
    return alike;
  }) as [Scene, ...Scene[]];
  for (const { found: of, image } of scenes) {
    for (const note of image.notes) notes.push(of.path === '' ? note : `${of.path}: ${note}`);
  }
  const labels = await labelNote(
    store,
    scenes.map(({ found: of }) => of.path),
  );
  if (labels !== null) notes.push(labels);
  if (notes.length > MOST_NOTES)
    notes.splice(MOST_NOTES, notes.length, `And ${notes.length - MOST_NOTES} more things like these.`);
  const info = omeZarrInfo(scenes, notes);

  const readers = new Map<string, RegionReader>();
  function readerOf(scene: number, level: number): RegionReader {
    const key = `${scene}/${level}`;
    const known = readers.get(key);
    if (known !== undefined) return known;
    const array = scenes[scene]!.image.arrays[level]!;
    const reader = createRegionReader(store, array, info.sizeZ, cache);
    readers.set(key, reader);
    return reader;
  }

  return {
    info,
    async read(request) {
      checkRequest(store, info, request);
      const { plane, level, rect, channels } = request;
      const data = allocatePixels(info.pixelType, channels.length * rect.width * rect.height);
      await readerOf(plane.scene, level).read({ t: plane.t, z: plane.z, rect, channels }, data);
      return { width: rect.width, height: rect.height, channels: channels.length, data };
    },
    async close() {
      for (const reader of readers.values()) reader.close();
      await store.close();
    },
  };
}

/** OME-XML that is missing or makes no sense is passed over: the pixels do not need it. */
async function readXml(store: ZarrStore, place: string): Promise<readonly OmeImage[]> {
  const bytes = place === '' ? undefined : await store.get(place, LARGEST_XML);
  return bytes === undefined ? [] : (parseOmeXml(Buffer.from(bytes.buffer).toString('utf8'))?.images ?? []);
}

function sameKind(a: Scene, b: Scene): boolean {
  const [one, other] = [a.image.arrays[0]!, b.image.arrays[0]!];
  const sizes = one.sizeC === other.sizeC && one.sizeZ === other.sizeZ && one.sizeT === other.sizeT;
  return sizes && one.reader.header.type === other.reader.header.type;
}
