const PASSES = 4;

/**
 * Blurs a plane, shape (height, width), in place about as a Gaussian of `sigma` pixels does: by running means along rows and
 * columns, four times, the cost of which does not depend on `sigma`. Beyond the edge counts the edge pixel. A box of r pixels to
 * each side has the variance ((2r + 1)² - 1) / 12; fractions of a pixel come in with their share.
 */
export function blurPlane(plane: Float32Array, width: number, height: number, sigma: number): void {
  const reach = (Math.sqrt((12 * sigma * sigma) / PASSES + 1) - 1) / 2;
  const radius = Math.floor(reach);
  const share = reach - radius;
  const weight = 1 / (2 * reach + 1);
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
