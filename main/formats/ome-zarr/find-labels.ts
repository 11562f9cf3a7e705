import { asList, member } from './json.ts';
import { joinPath, readGroup } from './read-group.ts';
import { isInside, type ZarrStore } from './zarr-store.ts';

/** Images asked for label images, and label images told of, at most. */
const IMAGES = 32;
const LABELS = 20;

/**
 * Paths inside a Zarr of its label images: those that the group `labels` of its image names, or those of the root where that is
 * such a group itself. Throws GroveError 'corrupt', 'unreadable', 'too-large'.
 */
export async function findLabelImages(store: ZarrStore): Promise<string[]> {
  const named = async (path: string): Promise<string[]> => {
    const group = await readGroup(store, path);
    const names = asList(member(group?.ome ?? {}, 'labels')).filter((name) => typeof name === 'string' && isInside(name));
    return names.map((name) => joinPath(path, name as string));
  };
  const beside = await named('labels');
  return beside.length > 0 ? beside : named('');
}

/** A sentence about the label images beside some images, which are opened by their own path; null where there are none. */
export async function labelNote(store: ZarrStore, images: readonly string[]): Promise<string | null> {
  const found: string[] = [];
  for (const image of images.slice(0, IMAGES)) {
    const group = await readGroup(store, joinPath(image, 'labels'));
    for (const name of asList(member(group?.ome ?? {}, 'labels'))) {
      if (typeof name === 'string') found.push(joinPath(image, 'labels', name.slice(0, 100)));
    }
  }
  if (found.length === 0) return null;
  const more = found.length > LABELS ? ` and ${found.length - LABELS} more` : '';
  const how = store.archive
    ? 'unpack the archive to open them'
    : `open them by their own path, such as ${store.name}/${found[0]}`;
  return `It has the label images ${found.slice(0, LABELS).join(', ')}${more}; ${how}.`;
}
