import type { PixelSizeUm } from '#core/model/image.ts';
import { tagNumber } from './directory.ts';
import type { TiffPage } from './page.ts';
import { Tag } from './tags.ts';

const INCH = 2;
const CENTIMETRE = 3;
const UM_PER_UNIT: Readonly<Record<number, number>> = { [INCH]: 25_400, [CENTIMETRE]: 10_000 };

/** Dots per inch that programs fill in for printing and screens; they say nothing about the specimen. */
const PRINT_DPI = [1, 72, 75, 90, 96, 100, 120, 144, 150, 180, 200, 240, 254, 300, 350, 360, 400, 600, 720, 1200, 2400, 2540];

/** Pixels beyond these sizes are no microscopy. */
const SMALLEST_UM = 1e-5;
const LARGEST_UM = 1000;

/** Pixel size from XResolution, YResolution and ResolutionUnit; null where they are absent or only meant for printing. */
export async function pixelSizeFromResolution({ tiff, directory }: TiffPage): Promise<PixelSizeUm> {
  const unit = UM_PER_UNIT[await tagNumber(tiff, directory, Tag.resolutionUnit, INCH)];
  const size = async (tag: number): Promise<number | null> => {
    const perUnit = await tagNumber(tiff, directory, tag, 0);
    if (unit === undefined || !(perUnit > 0) || perUnit === 1) return null;
    const dpi = (perUnit * UM_PER_UNIT[INCH]!) / unit;
    const um = unit / perUnit;
    return um < SMALLEST_UM || um > LARGEST_UM || PRINT_DPI.some((print) => Math.abs(dpi - print) < 0.01 * print) ? null : um;
  };
  return { x: await size(Tag.xResolution), y: await size(Tag.yResolution), z: null };
}
