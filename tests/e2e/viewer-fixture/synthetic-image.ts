/** An image that exists only as a formula: nuclei (channel 0) in cells (channel 1), of any size, any pixel at any level. */

const CELL = 72;

/** Integer hash to 0…1. */
function hash(x: number, y: number, salt: number): number {
  let h = Math.imul(x ^ Math.imul(y, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x27d4eb2f);
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32;
}

interface Nucleus {
  readonly cx: number;
  readonly cy: number;
  readonly radius: number;
  readonly stretch: number;
  readonly bright: number;
}

const known = new Map<number, Nucleus | null>();

/** The nucleus of a grid cell, if it has one. */
function nucleusOf(column: number, row: number, z: number): Nucleus | null {
  const key = ((row + 1) * 65_536 + column + 1) * 16 + z;
  let nucleus = known.get(key);
  if (nucleus === undefined) {
    nucleus =
      hash(column, row, 1 + z) < 0.35
        ? null
        : {
            cx: (column + 0.2 + 0.6 * hash(column, row, 2 + z)) * CELL,
            cy: (row + 0.2 + 0.6 * hash(column, row, 3 + z)) * CELL,
            radius: 11 + 7 * hash(column, row, 4),
            stretch: 0.8 + 0.4 * hash(column, row, 5),
            bright: 0.5 + 0.5 * hash(column, row, 6),
          };
    known.set(key, nucleus);
  }
  return nucleus;
}

/** Raw 16-bit value of a level-0 pixel. `z` moves the cells, so that planes can be told apart. */
export function sampleOf(x: number, y: number, channel: number, z = 0): number {
  const [gx, gy] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  let light = 0;
  for (let row = gy - 1; row <= gy + 1; row++) {
    for (let column = gx - 1; column <= gx + 1; column++) {
      const nucleus = nucleusOf(column, row, z);
      if (!nucleus) continue;
      const dx = (x - nucleus.cx) / nucleus.stretch;
      const dy = y - nucleus.cy;
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (channel === 0) {
        if (distance < nucleus.radius + 14) light += nucleus.bright / (1 + Math.exp((distance - nucleus.radius) * 1.2));
      } else {
        light += 0.5 * nucleus.bright * Math.exp(-((distance / (nucleus.radius * 2)) ** 2));
      }
    }
  }
  const noise = hash(x, y, 40 + channel);
  return Math.round(180 + 2200 * light + 160 * noise);
}

export interface PredictedPixel {
  readonly label: number;
  readonly confidence: number;
}

/** Three classes after the brightness of channel 0; least confident at their borders. `shift` tells models apart. */
export function predictionOf(x: number, y: number, shift = 0): PredictedPixel {
  const light = (sampleOf(x, y, 0) - 180) / 2200 + shift;
  const label = light > 0.75 ? 2 : light > 0.25 ? 1 : 3;
  const border = Math.min(Math.abs(light - 0.75), Math.abs(light - 0.25));
  return { label, confidence: Math.min(100, Math.floor(45 + border * 250)) };
}
