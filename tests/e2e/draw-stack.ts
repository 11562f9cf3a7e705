import { resultFiles } from '../../main/formats/result-files.ts';
import type { ResultImage } from '../../main/services/ports.ts';

export interface DrawnPlane {
  readonly scene: number;
  readonly z: number;
  readonly t: number;
}

/** Radius in pixels of the bright disk in the middle of a plane: every plane has another. */
export const diskRadius = ({ scene, z, t }: DrawnPlane): number => 90 + 20 * scene + 6 * z + 3 * t;

/**
 * An OME-TIFF of disks on a dim, grained ground: bright in the first channel, dark in the second if there is one. The size of a
 * disk tells its plane.
 */
export async function drawStack(
  path: string,
  scenes: ResultImage['scenes'],
  sizes: { readonly z: number; readonly t: number; readonly channels: number },
): Promise<void> {
  const writer = await resultFiles.omeTiff({
    path,
    scenes,
    sizeZ: sizes.z,
    sizeT: sizes.t,
    channels: [
      { name: 'DAPI', color: 0x3f7fff, fluor: 'DAPI', excitationNm: 353, emissionNm: 465 },
      { name: 'AF488', color: 0x3ddc84 },
    ].slice(0, sizes.channels),
    pixelType: 'uint16',
    pixelSizeUm: { x: 0.325, y: 0.325, z: 1.5 },
    timeStepS: 30,
    coarsen: 'mean',
    description: '',
  });
  for (const [scene, { width, height }] of scenes.entries()) {
    for (let t = 0; t < sizes.t; t++) {
      for (let z = 0; z < sizes.z; z++) {
        const radius = diskRadius({ scene, z, t });
        for (let y = 0; y < height; y += writer.tileEdge) {
          for (let x = 0; x < width; x += writer.tileEdge) {
            const [across, down] = [Math.min(writer.tileEdge, width - x), Math.min(writer.tileEdge, height - y)];
            const tile = new Uint16Array(sizes.channels * across * down);
            for (let i = 0; i < across * down; i++) {
              const [px, py] = [x + (i % across), y + Math.floor(i / across)];
              const inside = (px + 0.5 - width / 2) ** 2 + (py + 0.5 - height / 2) ** 2 < radius * radius;
              const grain = Math.imul(px + 1, 2_654_435_761) ^ Math.imul(py + z + 7, 40_503);
              tile[i] = (inside ? 2000 : 300) + ((grain >>> 9) & 127);
              if (sizes.channels > 1) tile[across * down + i] = (inside ? 250 : 900) + ((grain >>> 17) & 63);
            }
            await writer.write(tile);
          }
        }
      }
    }
  }
  await writer.finish();
}
