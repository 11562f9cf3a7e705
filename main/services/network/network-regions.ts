import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { tilesOverRect } from '#core/network/network-tile.ts';
import { scaleBack, seenRect } from '#core/network/scale-back.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import { tilesOver } from '#core/tiling/plan-axis.ts';
import { createBudgetedCache } from '../budgeted-cache.ts';
import type { RunOptions } from '../ports.ts';
import { createSharedWork } from '../shared-work.ts';
import { type NetworkSubject, type NetworkTiles, seenSize, type TileIndex } from './network-tiles.ts';

/** The answer of a network for any part of a plane. Which tiles it is made of depends on the plane alone, never on the part. */
export interface NetworkRegions {
  labels(subject: NetworkSubject, rect: Rect, probabilities: boolean, options?: RunOptions): Promise<TilePrediction>;
  /** Shape (outputs, height, width); `rect` in pixels of the result. */
  pixels(subject: NetworkSubject, rect: Rect, options?: RunOptions): Promise<Float32Array>;
  /** Forgets the answers of a network: it gives other ones from now on. */
  forget(key: string): void;
}

interface Part {
  readonly rect: Rect;
  readonly labels: Uint8Array;
  readonly confidence: Uint8Array;
  readonly values: Float32Array | null;
}

/** Answers kept in memory: two rows of tiles of a large image, so that reading it row by row runs each tile once. */
const KEEP_BYTES = 512 * 2 ** 20;

export function createNetworkRegions(tiles: NetworkTiles, keepBytes = KEEP_BYTES): NetworkRegions {
  const kept = createBudgetedCache<readonly Part[]>(keepBytes);
  const underWay = createSharedWork<readonly Part[]>();

  function prefixOf({ network, image, plane, feed, scale }: NetworkSubject): string {
    // A stack seen as a whole has the same tiles for all of its planes.
    const place: PlaneIndex = network.info.tile.z === null ? plane : { ...plane, z: -1 };
    const fed = `${feed.channels.join(',')}${feed.monochrome ? 'm' : ''}${scale === undefined ? '' : `${scale.x},${scale.y}`}`;
    const { border, tile, values } = network.info;
    const set = [tile.z, tile.y, tile.x, border.z, border.y, border.x, values].join(',');
    return `${network.file.key}|${set}|${image.contentHash}|${place.scene}.${place.z}.${place.t}|${fed}`;
  }

  async function parts(
    subject: NetworkSubject,
    tile: TileIndex,
    kind: 'labels' | 'probabilities' | 'pixels',
    options: RunOptions,
  ): Promise<readonly Part[]> {
    const key = `${prefixOf(subject)}|${tile.layer}.${tile.row}.${tile.column}|${kind}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    return underWay.run(key, options.signal, async (signal) => {
      const shared = { ...options, signal };
      const made: Part[] =
        kind === 'pixels'
          ? (await tiles.pixels(subject, tile, shared)).map(({ rect, data }) => ({
              rect,
              values: data,
              labels: NONE,
              confidence: NONE,
            }))
          : (await tiles.labels(subject, tile, kind === 'probabilities', shared)).map((part) => ({
              ...part,
              values: part.probabilities,
            }));
      const bytes = made.reduce((sum, one) => sum + one.labels.length + one.confidence.length + (one.values?.byteLength ?? 0), 0);
      kept.set(key, made, bytes);
      return made;
    });
  }

  /** The kept parts that touch a rectangle in pixels of the result. */
  async function over(
    subject: NetworkSubject,
    rect: Rect,
    kind: 'labels' | 'probabilities' | 'pixels',
    options: RunOptions,
  ): Promise<Part[]> {
    const { scale, tile } = subject.network.info;
    const plan = tiles.plan(subject);
    const layer = tile.z === null ? 0 : tilesOver(plan.layers, subject.plane.z, subject.plane.z + 1).first;
    const which = tile.z === null ? 0 : subject.plane.z - plan.layers[layer]!.start;
    const left = Math.floor(rect.x / scale.x);
    const top = Math.floor(rect.y / scale.y);
    const input = {
      x: left,
      y: top,
      width: Math.ceil((rect.x + rect.width) / scale.x) - left,
      height: Math.ceil((rect.y + rect.height) / scale.y) - top,
    };
    const places = tilesOverRect(plan, input);
    const all = await Promise.all(places.map((place) => parts(subject, { ...place, layer }, kind, options)));
    return all.map((planes) => planes[which]!);
  }

  return {
    async labels(subject, wanted, probabilities, options = {}) {
      const { scale } = subject;
      const seen = seenSize(subject.image, subject.plane, scale);
      const rect = scale === undefined ? wanted : seenRect(wanted, scale, seen);
      const found = await over(subject, rect, probabilities ? 'probabilities' : 'labels', options);
      const pixels = rect.width * rect.height;
      const labels = new Uint8Array(pixels);
      const confidence = new Uint8Array(pixels);
      const values = probabilities ? new Float32Array(subject.network.info.outputs * pixels) : null;
      for (const part of found) {
        copyPart(part, part.labels, 1, rect, labels);
        copyPart(part, part.confidence, 1, rect, confidence);
        if (values !== null) copyPart(part, part.values!, subject.network.info.outputs, rect, values);
      }
      const answer = { rect, labels, confidence, probabilities: values };
      return scale === undefined ? answer : scaleBack(answer, wanted, scale, seen);
    },
    async pixels(subject, rect, options = {}) {
      const { outputs } = subject.network.info;
      const values = new Float32Array(outputs * rect.width * rect.height);
      for (const part of await over(subject, rect, 'pixels', options)) copyPart(part, part.values!, outputs, rect, values);
      return values;
    },
    forget(key) {
      for (const one of kept.keys()) if (one.startsWith(`${key}|`)) kept.delete(one);
    },
  };
}

const NONE = new Uint8Array(0);

/** Copies what a part shares with a rectangle, for each of `layers` layers. */
function copyPart<T extends Uint8Array | Float32Array>(part: Part, from: T, layers: number, rect: Rect, to: T): void {
  const left = Math.max(part.rect.x, rect.x);
  const top = Math.max(part.rect.y, rect.y);
  const width = Math.min(part.rect.x + part.rect.width, rect.x + rect.width) - left;
  const height = Math.min(part.rect.y + part.rect.height, rect.y + rect.height) - top;
  const partArea = part.rect.width * part.rect.height;
  const area = rect.width * rect.height;
  for (let k = 0; k < layers; k++) {
    const source = k * partArea + (top - part.rect.y) * part.rect.width + left - part.rect.x;
    const target = k * area + (top - rect.y) * rect.width + left - rect.x;
    copyRegion(from, source, part.rect.width, to, target, rect.width, width, height);
  }
}
