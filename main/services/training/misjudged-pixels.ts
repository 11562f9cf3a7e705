import type { Misjudged } from '#core/model/quality.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { ChosenPixels } from './feature-rows.ts';

/** `own` and `given` hold the classes of the chosen pixels, tile after tile; a class that none has stands for pixels not judged. */
export function misjudgedPixels(chosen: readonly ChosenPixels[], own: Uint8Array, given: Uint8Array, none = 255): Misjudged[] {
  const planes = new Map<ChosenPixels['source'], { at: number[]; own: number[]; given: number[] }>();
  let i = 0;
  for (const { source, at } of chosen) {
    const { width } = sceneOf(source.image.info, source.plane.scene);
    for (const place of at) {
      const [is, was] = [own[i]!, given[i]!];
      i++;
      if (was === none || was === is) continue;
      const found = planes.get(source) ?? { at: [], own: [], given: [] };
      planes.set(source, found);
      found.at.push(place % width, Math.floor(place / width));
      found.own.push(is);
      found.given.push(was);
    }
  }
  return [...planes].map(([{ image, plane }, found]) => ({ contentHash: image.contentHash, plane, ...found }));
}
