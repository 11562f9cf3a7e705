import type { SceneInfo } from '#core/model/image.ts';
import { wellPlace } from './plate-layout.ts';

/**
 * Scenes, by their place in the file, that have every word of the query in their name, or whose number or well is the word: '3' is
 * scene 3, 'b3' and 'B03' are all scenes of that well but none of B30.
 */
export function findScenes(scenes: readonly SceneInfo[], query: string): number[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const fits = ({ name, well }: SceneInfo, scene: number, word: string): boolean => {
    const place = well === undefined ? null : wellPlace(well);
    const asked = place && wellPlace(word);
    if (asked) return asked.row === place.row && asked.column === place.column;
    return name.toLowerCase().includes(word) || String(scene + 1) === word || well?.toLowerCase().startsWith(word) === true;
  };
  return scenes.flatMap((scene, index) => (words.every((word) => fits(scene, index, word)) ? [index] : []));
}
