import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { ImageRecord } from '#core/model/project.ts';

/** The image of a project that --image names: by its name, its path, or its number from 1; the only one when left out. */
export function projectImage(project: string, images: readonly ImageRecord[], wanted: string | undefined): ImageRecord {
  const [only, ...more] = images;
  if (only === undefined) throw new GroveError('not-found', `${basename(project)} has no images.`, { file: project });
  const names = images.map(({ name }) => name).join(', ');
  if (wanted === undefined) {
    if (more.length === 0) return only;
    throw new GroveError('invalid-input', `--image is missing: ${basename(project)} has ${names}; name one of them.`);
  }
  const byName = images.filter(({ name, path }) => name === wanted || path === wanted);
  const found = byName.length > 0 ? byName : /^\d{1,6}$/.test(wanted) ? images.slice(Number(wanted) - 1, Number(wanted)) : [];
  if (found.length === 1) return found[0]!;
  const why =
    found.length === 0
      ? `has no image ${wanted}; it has ${names}`
      : `has several images ${wanted}; name one by its path or its number`;
  throw new GroveError('not-found', `${basename(project)} ${why}.`, { file: project });
}
