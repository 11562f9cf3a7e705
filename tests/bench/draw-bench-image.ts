import { randomStream } from '#core/forest/random.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';

export interface BenchImage {
  /** Nuclei channel of the sample's recipe, shape (size, size). */
  readonly image: Uint16Array;
  /** 0 = unlabelled, 1 = background, 2 = nucleus. */
  readonly labels: Uint8Array;
}

const LABELLED = 5000;
const STEPS = 60;

/** The same image and the same 5,000 labelled pixels every time: bent strokes 3 pixels wide that stay within their class. */
export function drawBenchImage(size: number): BenchImage {
  const { pixels, truth } = drawNuclei({ width: size, height: size, seed: 7 });
  const labels = new Uint8Array(size * size);
  const random = randomStream(7, 0);
  const share = (): number => random.nextWord() / 2 ** 32;
  for (const value of [1, 2]) {
    let left = LABELLED / 2;
    while (left > 0) {
      let x = share() * size;
      let y = share() * size;
      if (truth[Math.floor(y) * size + Math.floor(x)] !== value) continue;
      let heading = share() * 2 * Math.PI;
      for (let step = 0; step < STEPS && left > 0; step++) {
        for (let i = 0; i < 9 && left > 0; i++) {
          const px = Math.round(x) + (i % 3) - 1;
          const py = Math.round(y) + Math.floor(i / 3) - 1;
          if (px < 0 || py < 0 || px >= size || py >= size) continue;
          const at = py * size + px;
          if (truth[at] !== value || labels[at] !== 0) continue;
          labels[at] = value;
          left--;
        }
        heading += (share() - 0.5) * 0.5;
        x += Math.cos(heading);
        y += Math.sin(heading);
      }
    }
  }
  return { image: pixels.slice(0, size * size), labels };
}
