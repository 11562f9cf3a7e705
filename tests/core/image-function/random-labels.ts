/** Seeded whole numbers from 0 to below `below`. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Random labels 0 … classes: single pixels, and streaks of up to `streak` pixels that make regions of any shape. */
export function randomLabels(width: number, height: number, classes: number, streak: number, seed: number): Uint8Array {
  const next = randomNumbers(seed);
  const labels = new Uint8Array(width * height);
  for (let i = 0; i < labels.length; ) {
    const value = next(classes + 1);
    const end = Math.min(labels.length, i + 1 + next(streak));
    labels.fill(value, i, end);
    i = end;
  }
  // Some streaks run down.
  for (let k = 0; k < (width * height) / (4 * streak); k++) {
    const [x, y, value] = [next(width), next(height), next(classes + 1)];
    for (let dy = 0; dy < streak && y + dy < height; dy++) labels[(y + dy) * width + x] = value;
  }
  return labels;
}
