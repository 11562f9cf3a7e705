/**
 * One measurement of `network.bench.ts` in a process of its own; the last line of standard output is its result as JSON.
 *   rounds MODEL IMAGE OUT ROUNDS   as `grove segment`, and the runtime alone for as many tiles, by turns
 *   grove MODEL IMAGE OUT [SHARE]   as `grove segment`; cancelled when SHARE of the work is done
 */
import { linkSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { FIRST_PLANE } from '#core/model/image.ts';
import { composeEngine } from '../../main/compose-engine.ts';
import { openSession } from '../../main/engines/network/open-session.ts';
import { segmentImageFile } from '../../main/services/export/segment-file.ts';
import { mapChannels } from '../../main/services/network/map-channels.ts';
import { networkFromFile } from '../../main/services/network/network-from-file.ts';
import { networkModel } from '../../main/services/network/network-model.ts';
import { seededNumbers } from '../formats/seeded-numbers.ts';

const [mode, model, image, out, last] = process.argv.slice(2) as [string, string, string, string, string | undefined];
const engine = composeEngine({ dataFolder: dirname(out), cacheFolder: join(dirname(out), 'cache') });
const network = await networkFromFile(model, { provider: 'cpu' }, engine);
const { tile } = network.info;
await engine.runner.tryOut(network.file, [1, tile.y, tile.x, 1]);
const startMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
const result = mode === 'rounds' ? await rounds(Number(last)) : await once(last === undefined ? null : Number(last));
await network.close();
await engine.close();
console.log(JSON.stringify({ ...result, startMb, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }));

/** Seconds and seconds of all cores of each round. */
async function rounds(count: number) {
  const { session } = await openSession(network.file.path, 'cpu');
  const random = seededNumbers(1);
  const values = Float32Array.from({ length: tile.y * tile.x }, () => random());
  const input = new Tensor('float32', values, [1, tile.y, tile.x, 1]);
  const alone: number[] = [];
  const own: number[] = [];
  let tiles = 0;
  for (let round = 0; round < count; round++) {
    // Under a name of its own, so that nothing of it is kept from the round before.
    const copy = join(dirname(image), `${round}-${basename(image)}`);
    linkSync(image, copy);
    const started = performance.now();
    tiles = await segment(copy, new AbortController().signal, () => undefined);
    own.push((performance.now() - started) / 1000);
    rmSync(copy);
    const from = performance.now();
    for (let i = 0; i < tiles; i++) await session.run({ [session.inputNames[0]!]: input });
    alone.push((performance.now() - from) / 1000);
  }
  return { tiles, own, alone };
}

async function once(share: number | null) {
  const stop = new AbortController();
  let stopped = 0;
  let estimates = 0;
  let tiles = 0;
  const started = performance.now();
  const ended = await segment(image, stop.signal, (done, secondsLeft) => {
    if (secondsLeft !== null) estimates++;
    if (share === null || stopped > 0 || done < share) return;
    stopped = performance.now();
    stop.abort();
  }).then(
    (count) => {
      tiles = count;
      return 'finished';
    },
    (error: { kind?: string }) => error.kind ?? String(error),
  );
  const now = performance.now();
  const left = readdirSync(dirname(out)).filter((name) => name.startsWith(basename(out, '.tif')));
  return { ended, tiles, estimates, seconds: (now - started) / 1000, cancelSeconds: (now - stopped) / 1000, left };
}

/** Number of tiles. */
async function segment(
  path: string,
  signal: AbortSignal,
  tell: (share: number, secondsLeft: number | null) => void,
): Promise<number> {
  let tiles = 0;
  const outputs = { path: out, format: 'labels' as const, probabilities: null, confidence: null, minConfidence: 0 };
  const request = {
    ...{ image: path, plane: FIRST_PLANE, outputs, tile: 512, modelPath: model },
    modelFor: (known: Parameters<typeof networkModel>[1]) => {
      const feed = mapChannels(network.info, known);
      const plan = engine.tiles.plan({ network, image: known, plane: FIRST_PLANE, feed });
      tiles = plan.columns.length * plan.rows.length;
      return networkModel(network, known, feed, engine.regions);
    },
  };
  const progress = ({ done, total, secondsLeft }: { done: number; total: number; secondsLeft: number | null }): void =>
    tell(done / total, secondsLeft);
  await segmentImageFile(request, engine, { signal, progress });
  return tiles;
}
