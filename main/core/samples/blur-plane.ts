const PASSES = 4;

/**
 * Blurs a plane, shape (height, width), in place about as a Gaussian of `sigma` pixels does: by running means along rows and
 * columns, four times, the cost of which does not depend on `sigma`. Beyond the edge counts the edge pixel. A mean takes r pixels
 * to each side whole and one more with a share, chosen so that its variance is a quarter of sigma².
 */
export function blurPlane(plane: Float32Array, width: number, height: number, sigma: number): void {
  const variance = (sigma * sigma) / PASSES;
  const radius = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const count = 2 * radius + 1;
  const squares = (radius * (radius + 1) * count) / 3;
  const share = (variance * count - squares) / (2 * ((radius + 1) ** 2 - variance));
  const weight = 1 / (count + 2 * share);
  const other = new Float32Array(plane.length);
  for (let pass = 0; pass < PASSES; pass++) {
    for (let y = 0; y < height; y++) {
      const row = y * width;
      const at = (x: number): number => plane[row + Math.min(width - 1, Math.max(0, x))]!;
      let sum = 0;
      for (let x = -radius; x <= radius; x++) sum += at(x);
      for (let x = 0; x < width; x++) {
        other[row + x] = weight * (sum + share * (at(x - radius - 1) + at(x + radius + 1)));
        sum += at(x + radius + 1) - at(x - radius);
      }
    }
    const sums = new Float64Array(width);
    const rowAt = (y: number): number => Math.min(height - 1, Math.max(0, y)) * width;
    for (let y = -radius; y <= radius; y++) {
      const row = rowAt(y);
      for (let x = 0; x < width; x++) sums[x] = sums[x]! + other[row + x]!;
    }
    for (let y = 0; y < height; y++) {
      const leaving = rowAt(y - radius);
      const before = rowAt(y - radius - 1);
      const entering = rowAt(y + radius + 1);
      for (let x = 0; x < width; x++) {
        const next = other[entering + x]!;
        plane[y * width + x] = weight * (sums[x]! + share * (other[before + x]! + next));
        sums[x] = sums[x]! + next - other[leaving + x]!;
      }
    }
  }
}
