import { sceneOf } from '#core/model/scene.ts';
import { createBoxResampler } from '#core/network/box-resampler.ts';
import { fillInput, fillMonochrome } from '#core/network/fill-input.ts';
import type { Jobs } from '../../services/ports.ts';
import type { JobContext } from '../job-context.ts';
import { openSource } from '../open-sources.ts';

/** Rows read at once. */
const BAND = 512;

/** Reads the coarsest level that is not smaller than the tile, so that a large picture costs as little as a small one. */
export async function networkReadWhole(
  { source, plane, tile, channels, monochrome, values, into }: Jobs['network.readWhole']['in'],
  context: JobContext,
): Promise<null> {
  const file = await openSource(source);
  const { levels } = sceneOf(file.info, plane.scene);
  const level = Math.max(
    0,
    levels.findLastIndex(({ width, height }) => width >= tile.x && height >= tile.y),
  );
  const { width, height } = levels[level]!;
  const wanted = { width: tile.x, height: tile.y };
  const resamplers = channels.map(() => createBoxResampler({ width, height }, wanted));
  for (let top = 0; top < height; top += BAND) {
    context.throwIfCancelled();
    const rows = Math.min(BAND, height - top);
    const { data } = await file.read({ plane, level, rect: { x: 0, y: top, width, height: rows }, channels });
    for (const [k, resampler] of resamplers.entries()) resampler.add(data, k * width * rows, top, rows);
  }
  const area = tile.x * tile.y;
  const data = new Float64Array(area * channels.length);
  for (const [k, resampler] of resamplers.entries()) data.set(resampler.result(), k * area);
  const whole = (size: number) => ({ start: 0, width: size, before: 0, after: 0 });
  const input = {
    block: { ...wanted, channels: channels.length, data },
    column: whole(tile.x),
    row: whole(tile.y),
    ...wanted,
    pixelType: file.info.pixelType,
    values,
    order: channels.map((_, k) => k),
  };
  if (monochrome) fillMonochrome(input, into, 0);
  else fillInput(input, into, 0);
  return null;
}
