import { allocatePixels, type ImageInfo, type SceneInfo } from '#core/model/image.ts';
import type { ImageFile } from '../../services/ports.ts';
import { checkRequest } from '../reading/check-request.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import { damaged } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { arrangeScenes, placesOn, type Scene } from './arrange-scenes.ts';
import { composeRegion } from './compose-region.ts';
import { compressionName } from './compression-name.ts';
import { describeChannels, type StoredChannel } from './describe-channels.ts';
import { acquired, objective, pixelSize, sceneNames, software, timeIncrement } from './describe-image.ts';
import { findSubBlocks } from './find-sub-blocks.ts';
import { commonType, pixelKind } from './pixel-kind.ts';
import { createPlaneTiles } from './plane-tiles.ts';
import { readMetadata } from './read-metadata.ts';
import { nameScene } from './scene-name.ts';
import { ANY, AXES, type SubBlock } from './sub-block.ts';
import { createTileReader } from './tile-reader.ts';
import { meanStep, readTimeStamps } from './time-stamps.ts';

/**
 * Opens a CZI (ZISRAW) file. Scenes are images of their own size; mosaic tiles are put together when a region is read, later ones
 * over earlier ones; planes that are not there are 0. `file` belongs to the image from now on. Layout: see the notes in the
 * README of this folder. Throws GroveError 'corrupt', 'unsupported', 'unreadable'.
 */
export async function openCzi(file: SourceFile, cache: ChunkCache): Promise<ImageFile> {
  const found = await findSubBlocks(file);
  const { subBlocks } = found;
  if (subBlocks.length === 0) throw damaged(file, 'it holds no pixels');
  const xml = await readMetadata(file, found.metadata);
  const scenes = arrangeScenes(subBlocks);
  const cPlaces = placesOn(subBlocks, 'C');
  const zPlaces = placesOn(subBlocks, 'Z');
  const tPlaces = placesOn(subBlocks, 'T');
  const stored = storedChannels(subBlocks, cPlaces);
  const type = commonType(stored.map(({ kind }) => kind.type));
  const channels = describeChannels(xml.root, stored);
  const timeStepS = meanStep(await readTimeStamps(file, found.attachments)) ?? timeIncrement(xml.root);
  const optional = {
    timeStepS: tPlaces.length > 1 ? timeStepS : undefined,
    acquired: acquired(xml.root),
    objective: objective(xml.root),
    software: software(xml.root),
  };
  const notes = [...found.notes, ...(xml.note === null ? [] : [xml.note]), ...furtherAxesNote(scenes)];
  const info: ImageInfo = {
    format: 'czi',
    ...extentOf(scenes[0]!),
    sizeScene: scenes.length,
    sizeZ: Math.max(1, zPlaces.length),
    sizeT: Math.max(1, tPlaces.length),
    channels,
    rgb: stored.length === 1 && stored[0]!.kind.samples === 3,
    pixelType: type,
    pixelSizeUm: pixelSize(xml.root),
    scenes: sceneInfos(scenes, sceneNames(xml.root)),
    chunk: chunkOf(scenes[0]!),
    compression: [...new Set(subBlocks.map(({ compression }) => compressionName(compression)))],
    ...withoutUndefined(optional),
    ...(notes.length > 0 && { notes }),
  };

  const tiles = createTileReader(file, cache, type);
  const planeTiles = createPlaneTiles(scenes);
  /** For each channel of the image its place on C and its sample. */
  const sources = stored.flatMap(({ place, kind }) => Array.from({ length: kind.samples }, (_, sample) => ({ place, sample })));
  return {
    info,
    async read(request) {
      checkRequest(file, info, request);
      const { plane, level, rect, channels: wanted } = request;
      const area = rect.width * rect.height;
      const data = allocatePixels(type, wanted.length * area);
      for (const place of new Set(wanted.map((channel) => sources[channel]!.place))) {
        const its = wanted.flatMap((channel, i) =>
          sources[channel]!.place === place ? [{ i, sample: sources[channel]!.sample }] : [],
        );
        const scene = planeTiles(
          plane.scene,
          cPlaces.length === 0 ? null : place,
          zPlaces[plane.z] ?? null,
          tPlaces[plane.t] ?? null,
        );
        const samples = its.map(({ sample }) => sample);
        const direct = its.every(({ i }, k) => i === its[0]!.i + k);
        const out = direct
          ? data.subarray(its[0]!.i * area, (its[0]!.i + its.length) * area)
          : allocatePixels(type, its.length * area);
        await composeRegion({ scene, samples, type, tiles }, level, rect, out);
        if (!direct)
          for (const [k, { i }] of its.entries()) data.set(out.subarray(k * area, (k + 1) * area) as ArrayLike<number>, i * area);
      }
      return { width: rect.width, height: rect.height, channels: wanted.length, data };
    },
    async close() {
      tiles.close();
      await file.close();
    },
  };
}

const C = AXES.indexOf('C');
/** How channels of an unknown type are listed; reading them says what they are. */
const UNKNOWN = pixelKind(0)!;

/** The channels of a file, each of the type of its first sub-block. */
function storedChannels(subBlocks: readonly SubBlock[], places: readonly number[]): StoredChannel[] {
  const kindAt = new Map<number, StoredChannel['kind']>();
  for (const { at, pixelType } of subBlocks) if (!kindAt.has(at[C]!)) kindAt.set(at[C]!, pixelKind(pixelType) ?? UNKNOWN);
  if (places.length === 0) return [{ place: 0, kind: kindAt.get(ANY) ?? UNKNOWN }];
  return places.map((place) => ({ place, kind: kindAt.get(place) ?? UNKNOWN }));
}

function extentOf({ levels }: Scene): Pick<SceneInfo, 'width' | 'height' | 'levels'> {
  const { width, height } = levels[0]!;
  return { width, height, levels: levels.map(({ tiles: _, ...level }) => level) };
}

function sceneInfos(scenes: readonly Scene[], names: ReturnType<typeof sceneNames>): SceneInfo[] {
  return scenes.map((scene, i) => {
    const told = names.get(scene.places.S ?? 0);
    return {
      name: nameScene(scene, i, scenes, told?.name),
      ...extentOf(scene),
      ...(told?.well !== undefined && scene.places.S !== undefined && { well: told.well }),
    };
  });
}

function chunkOf({ levels }: Scene): ImageInfo['chunk'] {
  const { width, height, tiles } = levels[0]!;
  const { storedWidth, storedHeight } = tiles[0]!.block;
  return { width: Math.min(width, storedWidth), height: Math.min(height, storedHeight) };
}

function furtherAxesNote(scenes: readonly Scene[]): string[] {
  const further = Object.keys(scenes[0]!.places).filter((axis) => axis !== 'S');
  return further.length === 0 ? [] : [`Each place on the axes ${further.join(', ')} is shown as a scene of its own.`];
}

function withoutUndefined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
