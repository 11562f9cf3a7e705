import { GroveError } from '#core/model/error.ts';
import type { LevelInfo } from '#core/model/image.ts';
import { damaged } from '../reading/read-errors.ts';
import { readDirectory, tagNumbers } from './directory.ts';
import { sameSamples, type TiffPage } from './page.ts';
import type { PageScene } from './page-stack.ts';
import { readPage } from './read-page.ts';
import { Tag } from './tags.ts';

/** The resolutions of the planes of a scene. */
export interface PageLevels {
  readonly levels: readonly LevelInfo[];
  /** The page that holds a plane at a level. Throws GroveError 'corrupt' where it lacks one that the others have. */
  at(plane: TiffPage, level: number): Promise<TiffPage>;
}

const MOST_LEVELS = 32;

/**
 * Finds smaller copies of the planes of a scene: SubIFDs (tag 330) of each, or else, among the `spare` pages of the file, smaller
 * ones of the same shape, as many of each size as there are planes. Previews of another shape are no levels.
 */
export async function findLevels({ base, planes }: PageScene, spare: readonly TiffPage[]): Promise<PageLevels> {
  const full: LevelInfo = { width: base.width, height: base.height, downsample: 1 };
  const below = await subPages(base);
  if (below.length === 0) {
    const groups = followingLevels(
      base,
      planes.flatMap((page) => (typeof page === 'object' && page !== null ? [page] : [])),
      spare,
    );
    return {
      levels: [full, ...groups.map((group) => levelInfo(base, group.values().next().value!))],
      at: async (plane, level) => (level === 0 ? plane : groups[level - 1]!.get(plane)!),
    };
  }
  const chosen = chooseLevels(base, below);
  const known = new WeakMap<TiffPage, readonly TiffPage[]>([[base, chosen.map(({ page }) => page)]]);
  return {
    levels: [full, ...chosen.map(({ page }) => levelInfo(base, page))],
    async at(plane, level) {
      if (level === 0) return plane;
      let smaller = known.get(plane);
      if (smaller === undefined) {
        const own = await subPages(plane);
        smaller = chosen.map(({ page, place }) => {
          const other = own[place];
          if (!other || other.width !== page.width || other.height !== page.height || !sameSamples(other, page)) {
            throw damaged(plane.tiff.file, `plane ${plane.index + 1} lacks a resolution that the first one has`);
          }
          return other;
        });
        known.set(plane, smaller);
      }
      return smaller[level - 1]!;
    },
  };
}

/** The pages below a page; null for one that cannot be read. What is below them is not asked for, so no circle catches us. */
async function subPages({ tiff, directory }: TiffPage): Promise<(TiffPage | null)[]> {
  const offsets = (await tagNumbers(tiff, directory, Tag.subIfds, MOST_LEVELS)) ?? [];
  const below: (TiffPage | null)[] = [];
  for (const offset of offsets) {
    if (!Number.isInteger(offset)) throw damaged(tiff.file, 'the place of a smaller resolution is no whole number');
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
    if (page === null || !sameSamples(page, base)) continue;
    if (page.width >= last.width || page.height > last.height || !sameShape(base, page)) continue;
    chosen.push({ page, place });
    last = page;
  }
  return chosen;
}

/** Levels among other pages: for each the smaller page of every plane, in the order in which they stand in the file. */
function followingLevels(base: TiffPage, planes: readonly TiffPage[], spare: readonly TiffPage[]): Map<TiffPage, TiffPage>[] {
  if (planes.length === 0 || spare.length < planes.length) return [];
  const bySize = new Map<string, TiffPage[]>();
  for (const page of spare) {
    if (!sameSamples(page, base) || page.width >= base.width || page.height > base.height || !sameShape(base, page)) continue;
    // Slides carry a preview of the same shape in strips; their resolutions are tiled like the base.
    if (!page.reduced && (planes.length > 1 || page.tiled !== base.tiled)) continue;
    const size = `${page.width} × ${page.height}`;
    const group = bySize.get(size) ?? [];
    bySize.set(size, group);
    group.push(page);
  }
  const ordered = [...planes].sort((a, b) => a.index - b.index);
  return [...bySize.values()]
    .filter((group) => group.length === planes.length || planes.length === 1)
    .sort((a, b) => b[0]!.width - a[0]!.width)
    .map((group) => new Map(ordered.map((plane, i) => [plane, group[i]!])));
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
