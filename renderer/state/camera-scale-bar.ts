export interface ScaleBar {
  /** Length on screen in the pixels that `zoom` counts. */
  readonly length: number;
  readonly label: string;
}

const UNITS: readonly (readonly [perUm: number, name: string])[] = [
  [1e-4, 'cm'],
  [1e-3, 'mm'],
  [1, 'µm'],
  [1e3, 'nm'],
];

/** The largest of … 0.1, 0.2, 0.5, 1, 2, 5, 10 … that is not above `limit`; `limit` > 0. */
export function roundStep(limit: number): number {
  const decade = 10 ** Math.floor(Math.log10(limit) + 1e-9);
  const lead = limit / decade + 1e-9;
  return decade * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

/**
 * The longest round length that fits into `longest` screen pixels at `zoom` screen pixels per image pixel. Without a pixel
 * size it is in whole image pixels.
 */
export function scaleBar(zoom: number, pixelSizeUm: number | null, longest: number): ScaleBar {
  if (pixelSizeUm === null || !(pixelSizeUm > 0)) {
    const pixels = Math.max(1, roundStep(longest / zoom));
    return { length: pixels * zoom, label: `${pixels} px` };
  }
  const um = roundStep((longest / zoom) * pixelSizeUm);
  return { length: (um / pixelSizeUm) * zoom, label: lengthLabel(um) };
}

/** A round length in the unit that needs the fewest digits: 500 nm, 20 µm, 1 mm. */
function lengthLabel(um: number): string {
  const [perUm, name] = UNITS.find(([factor]) => um * factor >= 1 - 1e-9) ?? UNITS[UNITS.length - 1];
  return `${Number((um * perUm).toPrecision(3))} ${name}`;
}
