/** Where the letters of a query stand in a text, and how well they fit; larger is better. */
export interface FuzzyMatch {
  readonly score: number;
  readonly positions: readonly number[];
}

const WORD_START = 8;
const NEXT_TO_LAST = 5;
const GAP = -0.2;

/**
 * The letters of `query` in their order within `text`, blanks ignored; null where one is missing. Letters at the beginning of
 * words and next to each other count more, so "ts" finds "Train & Segment" before "Fit the scale".
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const letters = query.toLowerCase().replace(/\s+/g, '');
  const lower = text.toLowerCase();
  let best: FuzzyMatch | null = null;
  for (let start = lower.indexOf(letters[0] ?? ''); start >= 0 && letters !== ''; start = lower.indexOf(letters[0], start + 1)) {
    for (const preferStarts of [true, false]) {
      const found = matchFrom(letters, lower, start, preferStarts);
      if (found && (!best || found.score > best.score)) best = found;
    }
  }
  return letters === '' ? { score: 0, positions: [] } : best;
}

/** One try: with `preferStarts`, a later word that begins with the letter is taken before a nearer one inside a word. */
function matchFrom(letters: string, text: string, start: number, preferStarts: boolean): FuzzyMatch | null {
  const isWordStart = (at: number): boolean => at === 0 || /[^a-z0-9]/.test(text[at - 1]);
  const positions: number[] = [];
  let score = 0;
  let at = start;
  for (const letter of letters) {
    const last = positions.at(-1);
    let next = text.indexOf(letter, at);
    if (next < 0) return null;
    if (preferStarts && last !== undefined && next !== last + 1) {
      for (let other = next; other >= 0; other = text.indexOf(letter, other + 1)) {
        if (isWordStart(other)) {
          next = other;
          break;
        }
      }
    }
    score += 1 + (isWordStart(next) ? WORD_START : 0) + (last !== undefined && next === last + 1 ? NEXT_TO_LAST : 0);
    score += last === undefined ? GAP * next : GAP * (next - last - 1);
    positions.push(next);
    at = next + 1;
  }
  return { score: score - text.length * 0.01, positions };
}

/** Keeps and ranks what matches; the order of the input breaks ties. */
export function fuzzyFilter<T>(
  query: string,
  items: readonly T[],
  textOf: (item: T) => string,
): { item: T; match: FuzzyMatch }[] {
  return items
    .map((item, index) => ({ item, index, match: fuzzyMatch(query, textOf(item)) }))
    .filter((one): one is { item: T; index: number; match: FuzzyMatch } => one.match !== null)
    .sort((a, b) => b.match.score - a.match.score || a.index - b.index)
    .map(({ item, match }) => ({ item, match }));
}
