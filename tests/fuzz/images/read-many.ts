/**
 * Opens damaged images in this process and reads their first and last planes. Standard output gets a line with the number of each
 * input before it is looked at, and in the end one with the verdicts and the largest size of the process.
 */
import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { sceneOf } from '#core/model/scene.ts';
import { openImage } from '../../../main/formats/open-image.ts';
import type { ImageFile } from '../../../main/services/ports.ts';
import { seededNumbers } from '../../formats/seeded-numbers.ts';
import { damageImage } from './damage-image.ts';
import type { Reader } from './fuzz-images.ts';
import { knownImages } from './known-images.ts';

const [first, end, seed] = [Number(process.argv[2]), Number(process.argv[3]), Number(process.argv[4])];
const path = join(process.argv[5]!, 'damaged.image');
const images = await knownImages(process.argv[6] as Reader);
const verdicts: Record<string, number> = {};
/** No more of a plane is read at once: what a request asks for is the caller's choice, and no fault of the reader. */
const MOST_PIXELS = 2 ** 20;

for (let i = first; i < end; i++) {
  writeSync(1, `${i}\n`);
  const { bytes, places } = images[i % images.length]!;
  writeFileSync(path, damageImage(bytes, places, seededNumbers(seed * 1_000_003 + i)));
  const verdict = await readDamaged();
  verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
}
writeSync(1, `${JSON.stringify({ peakMb: Math.round(process.resourceUsage().maxRSS / 1024), verdicts })}\n`);

/** 'read', or why not; anything but a GroveError that names the file ends the process. */
async function readDamaged(): Promise<string> {
  let image: ImageFile | null = null;
  try {
    image = await openImage(path);
    await readEnds(image);
    return 'read';
  } catch (error) {
    if (!(error instanceof GroveError) || !error.message.includes('damaged.image')) throw error;
    return error.kind;
  } finally {
    await image?.close();
  }
}

async function readEnds({ info, read }: ImageFile): Promise<void> {
  const last = { scene: info.sizeScene - 1, z: info.sizeZ - 1, t: info.sizeT - 1 };
  for (const plane of [{ scene: 0, z: 0, t: 0 }, last]) {
    const { levels } = sceneOf(info, plane.scene);
    for (const level of new Set([0, levels.length - 1])) {
      const { width, height } = levels[level]!;
      const side = { width: Math.min(width, 1024), height: Math.min(height, 1024) };
      const channels = [info.channels.length - 1];
      if (side.width * side.height > MOST_PIXELS) continue;
      await read({ plane, level, rect: { x: 0, y: 0, ...side }, channels });
      await read({ plane, level, rect: { x: width - side.width, y: height - side.height, ...side }, channels });
    }
  }
}
