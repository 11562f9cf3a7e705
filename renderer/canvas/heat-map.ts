/**
 * Colours of the heat maps, dark violet to pale yellow: 256 × RGBA. Perceptual by construction: the colours lie in OKLCh
 * (Ottosson 2020) with lightness rising evenly, so equal steps of the value look like equal steps of brightness, also to
 * colour-blind eyes and in print.
 */
export function heatMap(): Uint8Array {
  const table = new Uint8Array(256 * 4);
  for (let i = 0; i < 256; i++) {
    const t = i / 255;
    const lightness = 0.22 + 0.72 * t;
    const chroma = 0.09 + 0.1 * Math.sin(Math.PI * Math.min(1, t * 1.05));
    const hue = ((300 + 170 * t) * Math.PI) / 180;
    table.set([...oklabToSrgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)), 255], i * 4);
  }
  return table;
}

/** OKLab to 8-bit sRGB, clipped to its range. */
function oklabToSrgb(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function encode(linear: number): number {
  const clipped = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055));
}
