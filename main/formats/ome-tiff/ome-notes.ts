import type { FoundImage } from './ome-stack.ts';

/** What of a document could not be shown as it is, a sentence each. `images` is how many it describes. */
export function sceneNotes(found: readonly FoundImage[], images: number, missing: ReadonlySet<string>): string[] {
  const notes: string[] = [];
  const left = images - found.length;
  if (left > 0) {
    notes.push(
      `${left} further ${left === 1 ? 'image' : 'images'} of other channels or another type, or without pixels, ${left === 1 ? 'is' : 'are'} left out.`,
    );
  }
  const [{ image: first }] = found as readonly [FoundImage];
  if (found.some(({ image }) => image.sizeZ !== first.sizeZ || image.sizeT !== first.sizeT)) {
    notes.push('Its scenes differ in their number of z planes or time points; those that a scene lacks read as 0.');
  }
  const size = ({ image }: FoundImage): string => JSON.stringify(image.physicalSize);
  if (found.some((one) => size(one) !== size(found[0]!))) {
    notes.push('Its scenes differ in pixel size; that of the first scene is told.');
  }
  let planes = 0;
  let absent = 0;
  for (const { scene } of found) {
    planes += scene.planes.length;
    for (const page of scene.planes) if (page === null) absent++;
  }
  if (missing.size > 0) {
    const hole = absent > 0 ? `; ${absent} of ${planes} planes read as 0` : '';
    notes.push(`Missing beside the file: ${listed(missing)}${hole}.`);
  } else if (absent > 0) notes.push(`${absent} of ${planes} planes are not in the file and read as 0.`);
  return notes;
}

/** The first names of many. */
export function listed(names: ReadonlySet<string>): string {
  const all = [...names];
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more files` : all.join(', ');
}
