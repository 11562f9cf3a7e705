import { asObject, asText, isObject, type JsonObject, member } from './json.ts';
import { readJson } from './read-json.ts';
import type { ZarrStore } from './zarr-store.ts';

/** The attributes of a group. */
export interface ZarrGroup {
  /** Those of NGFF: under `ome` from version 0.5 on, at the top before. */
  readonly ome: JsonObject;
  readonly all: JsonObject;
}

/** Joins parts of a path inside a store; empty ones fall away. */
export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}

/**
 * Reads the attributes of a group of Zarr 2 or 3; undefined where there is none, also where an array stands in its place. Throws
 * GroveError 'corrupt', 'unreadable', 'too-large'.
 */
export async function readGroup(store: ZarrStore, path: string): Promise<ZarrGroup | undefined> {
  const v3 = await readJson(store, joinPath(path, 'zarr.json'));
  if (v3 !== undefined && asText(member(v3, 'node_type')) !== 'array') {
    const all = asObject(member(v3, 'attributes'));
    const ome = member(all, 'ome');
    if (isObject(ome)) return { ome, all };
    // A folder may hold both versions; the older one tells more then.
    return (await readOld(store, path)) ?? { ome: all, all };
  }
  const old = await readOld(store, path);
  if (old !== undefined) return old;
  return (await store.get(joinPath(path, '.zgroup'), 2 ** 16)) === undefined ? undefined : { ome: {}, all: {} };
}

async function readOld(store: ZarrStore, path: string): Promise<ZarrGroup | undefined> {
  const all = await readJson(store, joinPath(path, '.zattrs'));
  return all === undefined ? undefined : { ome: all, all };
}
