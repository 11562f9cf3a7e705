import type { PixelArray, Rect } from '#core/model/image.ts';
import type { Scene } from './arrange-scenes.ts';
import { intersection } from './subtract-rects.ts';

/** A region of the next finer level, shape (samples, height, width). */
export type ReadRegion = (rect: Rect) => Promise<PixelArray>;

/** Edge of what is read of the finer level at once, in its pixels; a step larger than this is no pyramid's. */
const EDGE = 1024;

/**
 * Writes the means of the finer level's pixels under each pixel of `gap` into `out`, shape (samples, rect.height, rect.width). Only
 * where finer levels have tiles: a scene of few tiles far from each other would else be read as a vast empty plane.
 */
export async function fillFromFiner(
  { levels }: Scene,
  level: number,
  read: ReadRegion,
  gap: Rect,
  rect: Rect,
  out: PixelArray,
): Promise<void> {
  const finer = levels[level - 1]!;
  const step = Math.max(1, Math.round(levels[level]!.downsample / finer.downsample));
  if (step > EDGE) return;
  for (const block of blocksWithTiles(levels, level, gap, Math.floor(EDGE / step))) {
    const wanted = { x: block.x * step, y: block.y * step, width: block.width * step, height: block.height * step };
    const source = intersection(wanted, { x: 0, y: 0, width: finer.width, height: finer.height });
    if (source !== null) writeMeans(await read(source), source, step, block, rect, out);
  }
}

/** The parts of `gap`, of `edge` pixels each way at most, that tiles of finer levels touch. */
function blocksWithTiles(levels: Scene['levels'], level: number, gap: Rect, edge: number): Rect[] {
  const across = Math.ceil(gap.width / edge);
  const touched = new Set<number>();
  for (const { downsample, tiles } of levels.slice(0, level)) {
    const scale = levels[level]!.downsample / downsample;
    for (const { x, y, block } of tiles) {
      const left = Math.floor(x / scale);
      const top = Math.floor(y / scale);
      const right = Math.ceil((x + block.storedWidth) / scale);
      const bottom = Math.ceil((y + block.storedHeight) / scale);
      const part = intersection({ x: left, y: top, width: right - left, height: bottom - top }, gap);
      if (part === null) continue;
      const [fromX, fromY] = [Math.floor((part.x - gap.x) / edge), Math.floor((part.y - gap.y) / edge)];
      for (let row = fromY; row * edge < part.y - gap.y + part.height; row++) {
        for (let column = fromX; column * edge < part.x - gap.x + part.width; column++) touched.add(row * across + column);
      }
    }
  }
  return [...touched].map((index) => {
    const x = gap.x + (index % across) * edge;
    const y = gap.y + Math.floor(index / across) * edge;
    return { x, y, width: Math.min(edge, gap.x + gap.width - x), height: Math.min(edge, gap.y + gap.height - y) };
  });
}

/** `pixels`, shape (samples, source.height, source.width), `step` × `step` of them for each pixel of `block`. */
function writeMeans(pixels: PixelArray, source: Rect, step: number, block: Rect, rect: Rect, out: PixelArray): void {
  const whole = !(pixels instanceof Float32Array || pixels instanceof Float64Array);
  const samples = pixels.length / (source.width * source.height);
  const [width, height] = [Math.ceil(source.width / step), Math.ceil(source.height / step)];
  for (let i = 0; i < samples; i++) {
    for (let y = 0; y < height; y++) {
      const rows = Math.min(step, source.height - y * step);
      for (let x = 0; x < width; x++) {
        const columns = Math.min(step, source.width - x * step);
        let sum = 0;
        for (let row = 0; row < rows; row++) {
          const from = (i * source.height + y * step + row) * source.width + x * step;
          for (let column = 0; column < columns; column++) sum += pixels[from + column]!;
        }
        const mean = sum / (columns * rows);
        const to = (i * rect.height + block.y + y - rect.y) * rect.width + block.x + x - rect.x;
        out[to] = whole ? Math.round(mean) : mean;
      }
    }
  }
}
