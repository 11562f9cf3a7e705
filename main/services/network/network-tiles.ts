import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { manyClasses, type NetworkInfo } from '#core/model/network.ts';
import { sceneOf } from '#core/model/scene.ts';
import { type NetworkPlan, planNetwork } from '#core/network/network-tile.ts';
import { scaledSize } from '#core/raster/resample-axis.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import { mirrored } from '#core/tiling/mirror.ts';
import type { AxisTile } from '#core/tiling/plan-axis.ts';
import type { ImageSources, KnownImage } from '../images/image-sources.ts';
import type {
  ComputePool,
  ImageSource,
  NetworkAnswer,
  NetworkRun,
  NetworkRunner,
  RunnableNetwork,
  RunOptions,
} from '../ports.ts';
import type { ChannelFeed } from './map-channels.ts';
import { createSharedBuffers } from './shared-buffers.ts';
import { createTileGate } from './tile-gate.ts';

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
  /** The network sees the image with this many times its pixels, those it was trained on; the image itself when left out. */
  readonly scale?: { readonly x: number; readonly y: number };
}

/** One tile of a plan. */
export interface TileIndex {
  readonly column: number;
  readonly row: number;
  readonly layer: number;
}

/** What a tile sees along its axes. */
export interface TilePlace {
  readonly column: AxisTile;
  readonly row: AxisTile;
  readonly layer: AxisTile;
}

export interface NetworkTiles {
  plan(subject: NetworkSubject): NetworkPlan;
  /** Labels of the kept part of a tile, one entry per kept plane. */
  labels(
    subject: NetworkSubject,
    tile: TileIndex,
    probabilities: boolean,
    options?: RunOptions,
  ): Promise<readonly TilePrediction[]>;
  /** Pixels of the kept part of a tile in output pixels, one entry per kept plane. */
  pixels(
    subject: NetworkSubject,
    tile: TileIndex,
    options?: RunOptions,
  ): Promise<readonly { readonly rect: Rect; readonly data: Float32Array }[]>;
  /** The whole answer, borders too, for a tile anywhere in the plane, in memory of its own; `values` is its length. */
  answer(subject: NetworkSubject, place: TilePlace, values: number, options?: RunOptions): Promise<Float32Array>;
  /** The answer for a plane as a whole, brought to the size of a tile; `values` is its length. */
  whole(subject: NetworkSubject, values: number, options?: RunOptions): Promise<Float32Array>;
  /** What ran the network last, and why not something else. */
  lastRun(key: string): Pick<NetworkRun, 'provider' | 'note'> | null;
}

/** Size of a scene as the network sees it. */
export function seenSize(
  image: KnownImage,
  { scene }: PlaneIndex,
  scale: NetworkSubject['scale'],
): { readonly width: number; readonly height: number } {
  const { width, height } = sceneOf(image.info, scene);
  if (scale === undefined) return { width, height };
  return { width: scaledSize(width, scale.x), height: scaledSize(height, scale.y) };
}

/** Tiles that are read, run or taken up at once: one runs, one or two wait for it, one or two are taken up. */
const UNDER_WAY = 5;

/** Neighbouring tiles share chunks of the file: one thread that reads them all decodes each chunk once. */
const READING = 0;
const TAKING_UP = 1;

/**
 * Runs networks tile by tile: compute threads read the input and take up the answer, while the thread of networks is busy with
 * another tile. Input and answer lie in shared memory that is used again, so memory depends on the number of tiles under way only.
 */
export function createNetworkTiles(pool: ComputePool, runner: NetworkRunner, sources: ImageSources): NetworkTiles {
  const buffers = createSharedBuffers();
  const gate = createTileGate(UNDER_WAY);
  const runs = new Map<string, Pick<NetworkRun, 'provider' | 'note'>>();

  function planOf({ network: { info }, image, plane, scale }: NetworkSubject): NetworkPlan {
    const { width, height } = seenSize(image, plane, scale);
    return planNetwork({ width, height, depth: image.info.sizeZ }, info.tile, info.border);
  }

  function placeOf(subject: NetworkSubject, tile: TileIndex): TilePlace {
    const plan = planOf(subject);
    return { column: plan.columns[tile.column]!, row: plan.rows[tile.row]!, layer: plan.layers[tile.layer]! };
  }

  function runTile<Result>(
    subject: NetworkSubject,
    lengths: { input: number; output: number },
    options: RunOptions,
    fill: (input: Float32Array, source: ImageSource) => Promise<unknown>,
    use: (output: Float32Array) => Promise<Result>,
  ): Promise<Result> {
    return gate.run(() => runNow(subject, lengths, options, fill, use), options);
  }

  /** Input and answer are used again once `use` is done with the answer. */
  async function runNow<Result>(
    { network, image, scale }: NetworkSubject,
    lengths: { input: number; output: number },
    options: RunOptions,
    fill: (input: Float32Array, source: ImageSource) => Promise<unknown>,
    use: (output: Float32Array) => Promise<Result>,
  ): Promise<Result> {
    const { info, file } = network;
    const input = buffers.take(lengths.input);
    const output = buffers.take(lengths.output);
    try {
      const source = await sources.of(image, options);
      await fill(input, scale === undefined ? source : { kind: 'scaled', of: source, scale });
      const { z, y, x } = info.tile;
      const shape = [1, ...(z === null ? [] : [z]), y, x, info.channels];
      const { provider, note } = await runner.run(file, input, shape, output, options);
      runs.set(file.key, { provider, note });
      return await use(output);
    } finally {
      buffers.give(input);
      buffers.give(output);
    }
  }

  function withAnswer<Result>(
    subject: NetworkSubject,
    { column, row, layer }: TilePlace,
    values: number,
    options: RunOptions,
    use: (answer: NetworkAnswer) => Promise<Result>,
  ): Promise<Result> {
    const { network, image, plane, feed } = subject;
    const { info } = network;
    const depth = info.tile.z ?? 1;
    const planes =
      info.tile.z === null
        ? [plane]
        : Array.from({ length: depth }, (_, i) => ({ ...plane, z: mirrored(layer.start - layer.before + i, image.info.sizeZ) }));
    const lengths = { input: depth * info.tile.y * info.tile.x * info.channels, output: values };
    return runTile(
      subject,
      lengths,
      options,
      (into, source) =>
        pool.run(
          'network.read',
          { source, planes, column, row, ...feed, values: info.values, into },
          { ...options, lane: READING },
        ),
      (data) => use({ data, outputs: info.outputs, column, row, layer, scale: info.scale }),
    );
  }

  const answerValues = ({ tile, scale, outputs }: NetworkInfo): number =>
    (tile.z ?? 1) * tile.y * scale.y * tile.x * scale.x * outputs;

  return {
    plan: planOf,
    labels: (subject, tile, probabilities, options = {}) => {
      const { info } = subject.network;
      const many = manyClasses(info.task);
      return withAnswer(subject, placeOf(subject, tile), answerValues(info), options, (answer) =>
        pool.run('network.labels', { ...answer, many, probabilities }, { ...options, lane: TAKING_UP }),
      );
    },
    pixels: (subject, tile, options = {}) =>
      withAnswer(subject, placeOf(subject, tile), answerValues(subject.network.info), options, (answer) =>
        pool.run('network.pixels', answer, { ...options, lane: TAKING_UP }),
      ),
    answer: (subject, place, values, options = {}) =>
      withAnswer(subject, place, values, options, async ({ data }) => Float32Array.from(data)),
    whole: (subject, values, options = {}) => {
      const { network, plane, feed } = subject;
      const { tile, channels, values: scaled } = network.info;
      return runTile(
        subject,
        { input: tile.y * tile.x * channels, output: values },
        options,
        (into, source) => pool.run('network.readWhole', { source, plane, tile, ...feed, values: scaled, into }, options),
        async (answer) => Float32Array.from(answer),
      );
    },
    lastRun: (key) => runs.get(key) ?? null,
  };
}
