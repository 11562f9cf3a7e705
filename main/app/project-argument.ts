import { resolve } from 'node:path';

/** The project file among the arguments of a program start, as the system gives it for a double click; null where none is. */
export function projectArgument(args: readonly string[], folder: string): string | null {
  const path = args.slice(1).findLast((argument) => !argument.startsWith('-') && /\.grove$/i.test(argument));
  return path === undefined ? null : resolve(folder, path);
}
