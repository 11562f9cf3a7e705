/** How well one class is found. NaN where there is nothing to divide by. */
export interface ClassScores {
  /** Share of what was given the class that has it. */
  readonly precision: number;
  /** Share of what has the class that was given it. */
  readonly recall: number;
  /** Intersection over union of what has the class and what was given it. */
  readonly iou: number;
}

export interface Scores {
  readonly classes: readonly ClassScores[];
  /** Mean over the classes that occur. */
  readonly meanIou: number;
  /** Share of all that was judged rightly. */
  readonly accuracy: number;
}

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
