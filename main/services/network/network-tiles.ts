import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { manyClasses, type NetworkInfo } from '#core/model/network.ts';
import { sceneOf } from '#core/model/scene.ts';
import { type NetworkPlan, planNetwork } from '#core/network/network-tile.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import { mirrored } from '#core/tiling/mirror.ts';
import type { ImageSources, KnownImage } from '../images/image-sources.ts';
import type { ComputePool, NetworkAnswer, NetworkRun, NetworkRunner, RunnableNetwork, RunOptions } from '../ports.ts';
import type { ChannelFeed } from './map-channels.ts';
import { createSharedBuffers } from './shared-buffers.ts';

/** A network that can run: what it is, and where it lies. */
export interface LoadedNetwork {
  readonly info: NetworkInfo;
  readonly file: RunnableNetwork;
}

/** A network applied to a plane of an image; one that sees several planes at once, to the stack that the plane belongs to. */
export interface NetworkSubject {
  readonly network: LoadedNetwork;
  readonly image: KnownImage & { readonly name: string };
  readonly plane: PlaneIndex;
  readonly feed: ChannelFeed;
}

/** One tile of a plan. */
export interface TileIndex {
  readonly column: number;
  readonly row: number;
  readonly layer: number;
}

export interface NetworkTiles {
  plan(subject: NetworkSubject): NetworkPlan;
  /** Labels of the kept part of a tile, one entry per kept plane. */
  labels(subject: NetworkSubject, tile: TileIndex, probabilities: boolean, options?: RunOptions): Promise<readonly TilePrediction[]>;
  /** Pixels of the kept part of a tile in output pixels, one entry per kept plane. */
  pixels(
    subject: NetworkSubject,
    tile: TileIndex,
    options?: RunOptions,
  ): Promise<readonly { readonly rect: Rect; readonly data: Float32Array }[]>;
  /** The answer for a tile as it is, in memory of its own. */
  answer(subject: NetworkSubject, tile: TileIndex, values: number, options?: RunOptions): Promise<Float32Array>;
  /** What ran the network last, and why not something else. */
  lastRun(key: string): Pick<NetworkRun, 'provider' | 'note'> | null;
}

/**
 * Runs networks tile by tile: compute threads read the input and take up the answer, while the thread of networks is busy with
 * another tile. Input and answer lie in shared memory that is used again, so memory depends on the number of tiles under way only.
 */
export function createNetworkTiles(pool: ComputePool, runner: NetworkRunner, sources: ImageSources): NetworkTiles {
  const buffers = createSharedBuffers();
  const runs = new Map<string, Pick<NetworkRun, 'provider' | 'note'>>();

  function planOf({ network: { info }, image, plane }: NetworkSubject): NetworkPlan {
    const { width, height } = sceneOf(image.info, plane.scene);
    return planNetwork({ width, height, depth: image.info.sizeZ }, info.tile, info.border);
  }

  async function withAnswer<Result>(
    subject: NetworkSubject,
    tile: TileIndex,
    values: number,
    options: RunOptions,
    use: (answer: NetworkAnswer) => Promise<Result>,
  ): Promise<Result> {
    const { network, image, plane, feed } = subject;
    const { info, file } = network;
    const plan = planOf(subject);
    const column = plan.columns[tile.column]!;
    const row = plan.rows[tile.row]!;
    const layer = plan.layers[tile.layer]!;
    const depth = info.tile.z ?? 1;
    const planes =
      info.tile.z === null
        ? [plane]
        : Array.from({ length: depth }, (_, i) => ({ ...plane, z: mirrored(layer.start - layer.before + i, image.info.sizeZ) }));
    const input = buffers.take(depth * info.tile.y * info.tile.x * info.channels);
    const output = buffers.take(values);
    try {
      const source = await sources.of(image, options);
      const { monochrome, channels } = feed;
      await pool.run(
        'network.read',
        { source, planes, column, row, channels, monochrome, values: info.values, into: input },
        options,
      );
      const shape = [1, ...(info.tile.z === null ? [] : [depth]), info.tile.y, info.tile.x, info.channels];
      const { provider, note } = await runner.run(file, input, shape, output, options);
      runs.set(file.key, { provider, note });
      return await use({ data: output, outputs: info.outputs, column, row, layer, scale: info.scale });
    } finally {
      buffers.give(input);
      buffers.give(output);
    }
  }

  const answerValues = ({ tile, scale, outputs }: NetworkInfo): number =>
    (tile.z ?? 1) * tile.y * scale.y * tile.x * scale.x * outputs;

  return {
    plan: planOf,
    labels: (subject, tile, probabilities, options = {}) => {
      const { info } = subject.network;
      const many = manyClasses(info.task);
      return withAnswer(subject, tile, answerValues(info), options, (answer) =>
        pool.run('network.labels', { ...answer, many, probabilities }, options),
      );
    },
    pixels: (subject, tile, options = {}) =>
      withAnswer(subject, tile, answerValues(subject.network.info), options, (answer) =>
        pool.run('network.pixels', answer, options),
      ),
    answer: (subject, tile, values, options = {}) =>
      withAnswer(subject, tile, values, options, async ({ data }) => Float32Array.from(data)),
    lastRun: (key) => runs.get(key) ?? null,
  };
}
