import type { ImageInfo } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';

/** "512 × 512", or from the smallest to the largest where scenes differ. */
export function sceneSizes(info: ImageInfo): string {
  const scenes = Array.from({ length: info.sizeScene }, (_, scene) => sceneOf(info, scene)).sort(
    (a, b) => a.width * a.height - b.width * b.height,
  );
  const [least, most] = [scenes[0]!, scenes.at(-1)!].map(({ width, height }) => `${width} × ${height}`);
  return least === most ? least! : `${least} … ${most}`;
}
