/** What a program prints, cut into lines. */
export interface OutputLines {
  /** `source` keeps the pieces of several streams apart. */
  push(source: string, text: string): void;
  /** The last lines of all streams, in the order in which they ended. */
  last(): readonly string[];
}

const KEPT_LINES = 200;
const LINE_LENGTH = 2000;

/** Tells each line once it is whole. Keeps no more than 200 lines of 2000 characters, however much is printed. */
export function createOutputLines(onLine: (line: string) => void): OutputLines {
  const unfinished = new Map<string, string>();
  const lines: string[] = [];
  return {
    push(source, text) {
      const parts = ((unfinished.get(source) ?? '') + text).split(/\r\n|\n|\r/);
      unfinished.set(source, parts.pop()!.slice(0, LINE_LENGTH));
      for (const part of parts) {
        const line = part.slice(0, LINE_LENGTH);
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        onLine(line);
      }
    },
    last: () => [...lines, ...[...unfinished.values()].filter((line) => line !== '')],
  };
}
