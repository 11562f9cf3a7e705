/** A reference to an output of a node or to an argument of a function. */
export interface Reference {
  readonly node: string;
  /** Name of the output in the definition of the operator; null in the main graph, where outputs are only counted. */
  readonly output: string | null;
  /** Position among the outputs, or among those of the name. */
  readonly index: number;
}

/** Parses `node`, `node:index` (main graph) or `node:output:index` (functions). */
export function parseReference(text: string): Reference {
  const parts = text.split(':');
  if (parts.length < 2) return { node: text, output: null, index: 0 };
  const index = position(parts.at(-1)!);
  return parts.length === 2 ? { node: parts[0]!, output: null, index } : { node: parts[0]!, output: parts[1]!, index };
}

function position(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
