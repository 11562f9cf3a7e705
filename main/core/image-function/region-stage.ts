import { allocatePixels, type PixelArray, type PlaneIndex, type Rect } from '../model/image.ts';
import { copyRegion } from '../raster/copy-region.ts';
import { applyVerdicts } from './apply-verdicts.ts';
import { labelStrip } from './label-strip.ts';
import type { Layout } from './layout.ts';
import type { RegionTable } from './merge-strips.ts';
import { type RegionFunction, regionRule } from './region-rule.ts';
import type { Stage } from './stage.ts';
import { type StripBorders, stripBorders } from './strip-borders.ts';

/** A stage that looks at whole objects. Before it can be read, its table of a plane and channel must be known. */
export interface RegionStage extends Stage {
  readonly strips: (scene: number) => number;
  /** Borders of a strip of a plane, of each channel. */
  borders(plane: PlaneIndex, strip: number): Promise<StripBorders[]>;
}

/** Finds the table of a plane and channel. */
export type FindTable = (plane: PlaneIndex, channel: number) => RegionTable;

/** Samples of a strip; they decide how much of a plane is in memory at once. */
const STRIP_SAMPLES = 2 ** 22;
const STRIP_ROWS = 512;
/** Bytes of strips kept, three at least: tiles and the borders around them come back to the same ones. */
const KEEP_BYTES = 24 * 2 ** 20;
const KEEP_STRIPS = 3;

/** Rows of a strip, always the same for a layout, so that its tables fit. */
function rowsOf({ scenes, channels }: Layout, scene: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(STRIP_SAMPLES / (scenes[scene]!.width * channels.length))));
}

/** Strips of a plane of a scene. */
export function countStrips(layout: Layout, scene: number, most: number = STRIP_ROWS): number {
  return Math.ceil(layout.scenes[scene]!.height / rowsOf(layout, scene, most));
}

/** Works strip by strip: full rows, so that only two borders of a strip lead on. */
export function regionStage(
  before: Stage,
  step: RegionFunction,
  findTable: FindTable,
  stripRows: number = STRIP_ROWS,
): RegionStage {
  const { layout } = before;
  const rule = regionRule(step);
  const channels = layout.channels.length;
  const kept = new Map<string, PixelArray>();

  function placeOf({ scene }: PlaneIndex, strip: number) {
    const { width, height } = layout.scenes[scene]!;
    const rows = rowsOf(layout, scene, stripRows);
    const rect: Rect = { x: 0, y: strip * rows, width, height: Math.min(rows, height - strip * rows) };
    return { rect, place: { first: strip === 0, last: (strip + 1) * rows >= height } };
  }

  const channelOf = (pixels: PixelArray, { width, height }: Rect, channel: number) => ({
    width,
    height,
    values: pixels.subarray(channel * width * height, (channel + 1) * width * height),
  });

  async function decided(plane: PlaneIndex, strip: number): Promise<PixelArray> {
    const key = `${plane.scene}/${plane.z}/${plane.t}/${strip}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const { rect, place } = placeOf(plane, strip);
    const pixels = await before.read(plane, rect);
    for (let channel = 0; channel < channels; channel++) {
      const { starts, verdicts } = findTable(plane, channel);
      applyVerdicts(channelOf(pixels, rect, channel), rule, place, verdicts.subarray(starts[strip]!, starts[strip + 1]!));
    }
    kept.set(key, pixels);
    const most = Math.max(KEEP_STRIPS, Math.floor(KEEP_BYTES / pixels.byteLength));
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return pixels;
  }

  return {
    layout,
    strips: (scene) => countStrips(layout, scene, stripRows),
    async borders(plane, strip) {
      const { rect, place } = placeOf(plane, strip);
      const pixels = await before.read(plane, rect);
      return Array.from({ length: channels }, (_, channel) => {
        const rows = channelOf(pixels, rect, channel);
        return stripBorders(rows, labelStrip(rows, rule.kind, rule.connectivity), place);
      });
    },
    async read(plane, rect) {
      const out = allocatePixels(layout.pixelType, channels * rect.width * rect.height);
      const rows = rowsOf(layout, plane.scene, stripRows);
      const last = Math.floor((rect.y + rect.height - 1) / rows);
      for (let strip = Math.floor(rect.y / rows); strip <= last; strip++) {
        const { rect: from } = placeOf(plane, strip);
        const pixels = await decided(plane, strip);
        const top = Math.max(rect.y, from.y);
        const height = Math.min(rect.y + rect.height, from.y + from.height) - top;
        for (let channel = 0; channel < channels; channel++) {
          const at = (channel * from.height + top - from.y) * from.width + rect.x;
          const to = (channel * rect.height + top - rect.y) * rect.width;
          copyRegion(pixels, at, from.width, out, to, rect.width, rect.width, height);
        }
      }
      return out;
    },
  };
}
