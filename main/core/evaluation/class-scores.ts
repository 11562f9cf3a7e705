import type { Scores } from '../model/quality.ts';

/** Scores out of a confusion matrix, counts as [true class][given class]. */
export function scoresOf(confusion: readonly (readonly number[])[]): Scores {
  const given = confusion.map((_, k) => confusion.reduce((sum, row) => sum + row[k]!, 0));
  const right = confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  const classes = confusion.map((row, k) => {
    const hits = row[k]!;
    const has = row.reduce((sum, count) => sum + count, 0);
    return { precision: hits / given[k]!, recall: hits / has, iou: hits / (has + given[k]! - hits) };
  });
  const occurring = classes.filter(({ recall }) => !Number.isNaN(recall));
  return {
    classes,
    meanIou: occurring.reduce((sum, { iou }) => sum + iou, 0) / occurring.length,
    accuracy: right / given.reduce((sum, count) => sum + count, 0),
  };
}
