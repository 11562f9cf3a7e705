import { type ParseArgsConfig, parseArgs } from 'node:util';
import { GroveError } from '#core/model/error.ts';

export type OptionSpecs = NonNullable<ParseArgsConfig['options']>;

/** What was given on the command line; repeated options keep their order. */
export interface GivenOptions {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

/** Reads the options of one command. Throws 'invalid-input' with a hint for what it does not know. */
export function parseOptions(args: readonly string[], options: OptionSpecs, command: string): GivenOptions {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    return { values, positionals };
  } catch (error) {
    throw new GroveError('invalid-input', explain(error, Object.keys(options), command), { cause: error });
  }
}

/** As parseOptions, for a command that takes nothing but options. */
export function optionsOnly(args: readonly string[], options: OptionSpecs, command: string): GivenOptions {
  const given = parseOptions(args, options, command);
  const [word] = given.positionals;
  if (word !== undefined) throw new GroveError('invalid-input', `'${word}' belongs to no option; see 'grove ${command} --help'.`);
  return given;
}

function explain(error: unknown, known: readonly string[], command: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const see = `see 'grove ${command} --help'`;
  const unknown = /Unknown option '([^']+)'/.exec(message)?.[1];
  if (unknown !== undefined) {
    const near = nearest(unknown.replace(/^-+/, ''), known);
    return near === null ? `Unknown option ${unknown}; ${see}.` : `Unknown option ${unknown}; did you mean --${near}?`;
  }
  const missing = /Option '(?:-\w, )?(--[\w-]+)/.exec(message)?.[1];
  if (missing !== undefined && /argument missing|ambiguous/.test(message)) return `${missing} needs a value; ${see}.`;
  if (missing !== undefined) return `${missing} takes no value; ${see}.`;
  return `${message.split('\n')[0]}; ${see}.`;
}

/** The word most like the given one, when it is like it at all. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.ceil(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = candidate.startsWith(word) && word.length > 1 ? 1 : editDistance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + change));
    }
    previous = row;
  }
  return previous[b.length]!;
}
