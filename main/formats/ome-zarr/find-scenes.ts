import { GroveError } from '#core/model/error.ts';
import { inParallel } from './in-parallel.ts';
import { asList, asNumber, asObject, asText, type Json, member } from './json.ts';
import { joinPath, readGroup, type ZarrGroup } from './read-group.ts';
import { readJson } from './read-json.ts';
import { isInside, type ZarrStore } from './zarr-store.ts';

/** A group with `multiscales`. */
export interface SceneGroup {
  readonly path: string;
  readonly group: ZarrGroup;
  /** As the place in a plate tells it; null elsewhere. */
  readonly name: string | null;
  readonly well: string | null;
  /** Its number among the images of the OME-XML. */
  readonly image: number;
}

export interface FoundScenes {
  /** At least one. */
  readonly scenes: readonly SceneGroup[];
  /** Where OME-XML may lie that tells more. */
  readonly metadata: string;
  readonly notes: readonly string[];
}

const MOST_SCENES = 20_000;
export const READS_AT_ONCE = 16;

/**
 * Finds the images of a hierarchy: the root itself, a plate, a well, or the series of bioformats2raw. Throws GroveError
 * 'invalid-input' where there is none, 'corrupt', 'unreadable', 'too-large'.
 */
export async function findScenes(store: ZarrStore): Promise<FoundScenes> {
  const root = await readGroup(store, '');
  if (root === undefined) {
    // bioformats2raw once wrote the hierarchy into a folder of its own beside the OME-XML.
    const inner = await readGroup(store, 'data.zarr');
    if (inner !== undefined) return seriesOf(store, 'data.zarr', 'METADATA.ome.xml');
    throw notAnImage(store, await whatElse(store));
  }
  const { ome } = root;
  const single = { path: '', group: root, name: null, well: null, image: 0 };
  if (asList(member(ome, 'multiscales')).length > 0) return { scenes: [single], metadata: 'OME/METADATA.ome.xml', notes: [] };
  if (member(ome, 'plate') !== undefined) return plateOf(store, asList(member(asObject(member(ome, 'plate')), 'wells')));
  if (member(ome, 'well') !== undefined) {
    const well = wellName(store.path.split(/[\\/]/).slice(-2).join('/'));
    const notes: string[] = [];
    const scenes = await fieldsOf(store, '', root, well, notes);
    if (scenes.length === 0) throw notAnImage(store, 'a well without images');
    return { scenes, metadata: '', notes };
  }
  const labels = asList(member(ome, 'labels')).filter((name) => typeof name === 'string');
  if (labels.length > 0) throw notAnImage(store, `a group of label images; open one of them, such as ${store.path}/${labels[0]}`);
  return seriesOf(store, '', 'OME/METADATA.ome.xml');
}

async function seriesOf(store: ZarrStore, prefix: string, metadata: string): Promise<FoundScenes> {
  const listed = await readGroup(store, joinPath(prefix, 'OME'));
  const names = asList(member(listed?.ome ?? {}, 'series')).map((name) => asText(name) ?? '');
  const counted = names.length === 0;
  const scenes: SceneGroup[] = [];
  const notes: string[] = [];
  for (let i = 0; counted ? i < MOST_SCENES : i < names.length; i++) {
    const name = counted ? String(i) : names[i]!.replace(/^\/+|\/+$/g, '');
    const path = joinPath(prefix, name);
    const group = isInside(name) ? await readGroup(store, path) : undefined;
    if (group === undefined && counted) break;
    if (group !== undefined && hasMultiscales(group)) scenes.push({ path, group, name: null, well: null, image: i });
    else notes.push(`Its series ${name.slice(0, 80)} holds no image and is left out.`);
    if (scenes.length > MOST_SCENES) throw tooManyScenes(store);
  }
  if (scenes.length === 0) throw notAnImage(store, await whatElse(store));
  return { scenes, metadata, notes };
}

async function plateOf(store: ZarrStore, wells: readonly Json[]): Promise<FoundScenes> {
  if (wells.length > MOST_SCENES) throw tooManyScenes(store);
  const found: SceneGroup[][] = wells.map(() => []);
  const notes: string[] = [];
  await inParallel(wells, READS_AT_ONCE, async (item, i) => {
    const path = asText(member(asObject(item), 'path'))?.replace(/^\/+|\/+$/g, '') ?? '';
    const well = isInside(path) ? await readGroup(store, path) : undefined;
    if (well === undefined) notes.push(`Its well ${path.slice(0, 80)} is missing and left out.`);
    else found[i] = await fieldsOf(store, path, well, wellName(path), notes);
  });
  const scenes = found.flat();
  if (scenes.length > MOST_SCENES) throw tooManyScenes(store);
  if (scenes.length === 0) throw notAnImage(store, 'a plate without images');
  return { scenes: scenes.map((scene, image) => ({ ...scene, image })), metadata: 'OME/METADATA.ome.xml', notes };
}

/** The images of a well, each a field of view. */
async function fieldsOf(
  store: ZarrStore,
  path: string,
  well: ZarrGroup,
  name: string | null,
  notes: string[],
): Promise<SceneGroup[]> {
  const images = asList(member(asObject(member(well.ome, 'well')), 'images'));
  if (images.length > MOST_SCENES) throw tooManyScenes(store);
  const fields: (SceneGroup | null)[] = images.map(() => null);
  await inParallel(images, READS_AT_ONCE, async (image, i) => {
    const told = member(asObject(image), 'path');
    const field = asText(told) ?? String(asNumber(told) ?? '');
    const at = joinPath(path, field);
    const group = isInside(field) ? await readGroup(store, at) : undefined;
    const title = name === null ? `Field ${i + 1}` : `${name} field ${i + 1}`;
    if (group !== undefined && hasMultiscales(group)) fields[i] = { path: at, group, name: title, well: name, image: i };
    else notes.push(`${title} is missing and left out.`);
  });
  return fields.filter((field) => field !== null);
}

function hasMultiscales(group: ZarrGroup): boolean {
  return asList(member(group.ome, 'multiscales')).length > 0;
}

/** 'B3' of 'B/3'; null for what is no well. */
function wellName(path: string): string | null {
  const [, row, column] = /^([A-Z]{1,2})\/0*(\d{1,3})$/i.exec(path) ?? [];
  return row === undefined ? null : `${row.toUpperCase()}${column}`;
}

async function whatElse(store: ZarrStore): Promise<string> {
  const node = await readJson(store, 'zarr.json');
  const array = asText(member(node ?? {}, 'node_type')) === 'array' || (await readJson(store, '.zarray')) !== undefined;
  if (array) return 'a single array of a Zarr; choose the folder of the image above it';
  const marked = node !== undefined || (await store.get('.zgroup', 2 ** 16)) !== undefined;
  return marked
    ? 'a Zarr without an OME image; choose the folder of an image in it'
    : 'a folder; choose the images in it, or an OME-Zarr';
}

function notAnImage(store: ZarrStore, what: string): GroveError {
  const advice = what.includes(';') ? '' : '; choose another one';
  return new GroveError('invalid-input', `${store.name} is ${what}${advice}.`, { file: store.path });
}

function tooManyScenes(store: ZarrStore): GroveError {
  const message = `${store.name} has more than ${MOST_SCENES} images; open a well or an image of it by its own path.`;
  return new GroveError('too-large', message, { file: store.path });
}
