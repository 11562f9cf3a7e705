import { randomStream } from '#core/forest/random.ts';

/** Edge of the image. */
export const CELLS_SIZE = 2048;
const SIZE = CELLS_SIZE;

/** Nuclei and, between them, fibres of similar brightness, on an uneven ground with camera noise; and the class of every pixel. */
export function drawCells(): { image: Uint16Array; truth: Uint8Array } {
  const random = randomStream(7, 0);
  const uniform = (): number => random.nextWord() / 2 ** 32;
  const light = new Float32Array(SIZE * SIZE);
  const truth = new Uint8Array(SIZE * SIZE);
  const stamp = (x: number, y: number, radius: number, level: number, kind: number): void => {
    for (let v = Math.max(0, y - radius); v <= Math.min(SIZE - 1, y + radius); v++) {
      for (let u = Math.max(0, x - radius); u <= Math.min(SIZE - 1, x + radius); u++) {
        const distance = ((u - x) / radius) ** 2 + ((v - y) / radius) ** 2;
        if (distance > 1) continue;
        light[v * SIZE + u] = level * (1.2 - 0.6 * distance);
        truth[v * SIZE + u] = kind;
      }
    }
  };
  for (let fibre = 0; fibre < 260; fibre++) {
    let x = uniform() * SIZE;
    let y = uniform() * SIZE;
    let heading = uniform() * 6.3;
    const level = 200 + 320 * uniform();
    for (let step = 0; step < 200; step++) {
      stamp(Math.round(x), Math.round(y), 3, level, 2);
      heading += (uniform() - 0.5) * 0.15;
      x += Math.cos(heading);
      y += Math.sin(heading);
    }
  }
  for (let n = 0; n < 720; n++)
    stamp(random.nextBelow(SIZE), random.nextBelow(SIZE), 10 + random.nextBelow(11), 200 + 500 * uniform() ** 2, 1);
  const image = Uint16Array.from(light, (value, i) => {
    const ground = 260 + 90 * Math.sin(i / SIZE / 300) + 60 * Math.cos((i % SIZE) / 250);
    const noise = uniform() + uniform() + uniform() + uniform() - 2;
    return value + ground + noise * 2.4 * Math.sqrt(2 * (value + ground));
  });
  return { image, truth };
}

/** Short strokes of three pixels' width, the same number of pixels for each class. */
export function paintCells(truth: Uint8Array, classes: number, total: number): { at: Float64Array; labels: Uint8Array } {
  const random = randomStream(11, total);
  const chosen = new Map<number, number>();
  for (let k = 0; k < classes; k++) {
    const target = chosen.size + Math.floor(total / classes);
    while (chosen.size < target) {
      const start = random.nextBelow(truth.length);
      for (let step = 0; step < 40 && chosen.size < target; step++) {
        for (const side of [-SIZE, 0, SIZE]) {
          const pixel = start + step + side;
          if (pixel < 0 || pixel >= truth.length || chosen.size === target) continue;
          if (Math.min(truth[pixel]!, classes - 1) === k) chosen.set(pixel, k);
        }
      }
    }
  }
  const at = Float64Array.from([...chosen.keys()].sort((a, b) => a - b));
  return { at, labels: Uint8Array.from(at, (pixel) => chosen.get(pixel)!) };
}
