import { GroveError } from '#core/model/error.ts';
import type { LevelInfo } from '#core/model/image.ts';
import { damaged } from '../reading/read-errors.ts';
import { readDirectory, tagNumbers } from './directory.ts';
import { sameSamples, type TiffPage } from './page.ts';
import { readPage } from './read-page.ts';
import { Tag } from './tags.ts';
import type { TiffSource } from './tiff-source.ts';

/** The resolutions of the planes of a stack. */
export interface PageLevels {
  readonly levels: readonly LevelInfo[];
  /** The page that holds a plane at a level. Throws GroveError 'corrupt' where it lacks one that the others have. */
  at(plane: TiffPage, level: number): Promise<TiffPage>;
}

const MOST_LEVELS = 32;

/**
 * Finds smaller copies of the planes: SubIFDs (tag 330) of each, or, in a file of one plane, the smaller pages of the same shape
 * that follow it. Previews of another shape are no levels.
 */
export async function findLevels(
  tiff: TiffSource,
  pages: readonly (TiffPage | null)[],
  base: TiffPage,
  planes: readonly (TiffPage | null)[],
): Promise<PageLevels> {
  const full: LevelInfo = { width: base.width, height: base.height, downsample: 1 };
  const below = await subPages(tiff, base);
  const single = planes.length === 1;
  const chosen = below.length > 0 || !single ? chooseLevels(base, below) : chooseLevels(base, pages);
  const levels = [full, ...chosen.map(({ page }) => levelInfo(base, page))];
  const known = new Map<TiffPage, readonly TiffPage[]>([[base, chosen.map(({ page }) => page)]]);
  return {
    levels,
    async at(plane, level) {
      if (level === 0) return plane;
      let smaller = known.get(plane);
      if (smaller === undefined) {
        const own = await subPages(tiff, plane);
        smaller = chosen.map(({ page, place }) => {
          const other = own[place];
          if (!other || other.width !== page.width || other.height !== page.height || !sameSamples(other, page)) {
            throw damaged(tiff.file, `plane ${plane.index + 1} lacks a resolution that the first one has`);
          }
          return other;
        });
        known.set(plane, smaller);
      }
      return smaller[level - 1]!;
    },
  };
}

/** The pages below a page; null for one that cannot be read. */
async function subPages(tiff: TiffSource, page: TiffPage): Promise<(TiffPage | null)[]> {
  const offsets = (await tagNumbers(tiff, page.directory, Tag.subIfds, MOST_LEVELS)) ?? [];
  const below: (TiffPage | null)[] = [];
  for (const offset of offsets) {
    try {
      below.push(await readPage(tiff, await readDirectory(tiff, offset), -1));
    } catch (error) {
      if (!(error instanceof GroveError) || error.kind !== 'unsupported') throw error;
      below.push(null);
    }
  }
  return below;
}

/** Candidates of the shape of `base`, each smaller than the one before, and their places among the candidates. */
function chooseLevels(base: TiffPage, candidates: readonly (TiffPage | null)[]): { page: TiffPage; place: number }[] {
  const chosen: { page: TiffPage; place: number }[] = [];
  let last = base;
  for (const [place, page] of candidates.entries()) {
    if (page === null || page === base || !sameSamples(page, base)) continue;
    // Slides carry a preview of the same shape in strips; their resolutions are tiled like the base.
    if (!page.reduced && page.index >= 0 && page.tiled !== base.tiled) continue;
    if (page.width >= last.width || page.height > last.height || !sameShape(base, page)) continue;
    chosen.push({ page, place });
    last = page;
  }
  return chosen;
}

/** Same proportions, up to rounding of a pixel along each edge. */
function sameShape(base: TiffPage, page: TiffPage): boolean {
  const scale = base.width / page.width;
  return Math.abs(base.height / scale - page.height) <= 1 + base.height / scale / page.width;
}

/** The scale is snapped to a whole number where rounding of the edges explains the difference. */
function levelInfo(base: TiffPage, { width, height }: TiffPage): LevelInfo {
  const scale = Math.max(base.width, base.height) / Math.max(width, height);
  const whole = Math.round(scale);
  const fits = Math.abs(base.width / whole - width) <= 1 && Math.abs(base.height / whole - height) <= 1;
  return { width, height, downsample: fits ? whole : scale };
}
