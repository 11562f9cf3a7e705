import type { ImageInfo } from '#core/model/image.ts';
import type { LabelClass } from '#core/model/label.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';

/** A class with more than this many times the labels of another is worth a word. */
const IMBALANCE = 10;
/** Share of an image above which labels are more than training needs. */
const LARGE_AREA = 0.3;

/** Labelled pixels per class value over all training images. */
export function totalCounts(images: readonly ImageRecord[]): ReadonlyMap<number, number> {
  const totals = new Map<number, number>();
  for (const image of images) {
    if (!image.training) continue;
    for (const [value, count] of Object.entries(image.labels)) {
      totals.set(Number(value), (totals.get(Number(value)) ?? 0) + count);
    }
  }
  return totals;
}

export function labelledPixels(image: ImageRecord): number {
  return Object.values(image.labels).reduce((sum, count) => sum + count, 0);
}

/** Plain words about labels that will not teach well; none when all is well or nothing is labelled yet. */
export function balanceHints(classes: readonly LabelClass[], images: readonly ImageRecord[]): string[] {
  const totals = totalCounts(images);
  const labelled = classes.map((one) => ({ name: one.name, count: totals.get(one.value) ?? 0 })).filter((one) => one.count > 0);
  const hints: string[] = [];

  if (labelled.length > 1) {
    const most = labelled.reduce((a, b) => (b.count > a.count ? b : a));
    const least = labelled.reduce((a, b) => (b.count < a.count ? b : a));
    if (most.count > IMBALANCE * least.count) {
      const times = Math.floor(most.count / least.count);
      hints.push(`${least.name} has ${times} × fewer labels than ${most.name} – label a few more.`);
    }
  }
  for (const image of images) {
    if (image.training && labelledPixels(image) > LARGE_AREA * allPixels(image.info)) {
      hints.push(`Large homogeneous areas of ${image.name} are labelled – a few strokes at the borders teach more.`);
    }
  }
  return hints;
}

/** Of all planes of all scenes. */
function allPixels(info: ImageInfo): number {
  const scenes = Array.from({ length: info.sizeScene }, (_, scene) => sceneOf(info, scene));
  return scenes.reduce((sum, { width, height }) => sum + width * height, 0) * info.sizeZ * info.sizeT;
}
