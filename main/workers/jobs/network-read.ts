import { sceneOf } from '#core/model/scene.ts';
import { fillInput, fillMonochrome } from '#core/network/fill-input.ts';
import { samplesSeen } from '#core/network/network-tile.ts';
import type { Jobs } from '../../services/ports.ts';
import type { JobContext } from '../job-context.ts';
import { openSource } from '../open-sources.ts';

export async function networkRead(
  { source, planes, column, row, channels, monochrome, values, into }: Jobs['network.read']['in'],
  context: JobContext,
): Promise<null> {
  const file = await openSource(source);
  const { pixelType } = file.info;
  const perPlane = into.length / planes.length;
  for (const [i, plane] of planes.entries()) {
    context.throwIfCancelled();
    const { width, height } = sceneOf(file.info, plane.scene);
    const across = samplesSeen(column, width);
    const down = samplesSeen(row, height);
    const rect = { x: across.from, y: down.from, width: across.count, height: down.count };
    const block = await file.read({ plane, level: 0, rect, channels });
    const input = { block, column, row, width, height, pixelType, values, order: channels.map((_, k) => k) };
    if (monochrome) fillMonochrome(input, into, i * perPlane);
    else fillInput(input, into, i * perPlane);
  }
  return null;
}
