import { type ZipSource, zipError } from './zip-source.ts';

/** An entry that unpacks to more than this many bytes may not be more than RATIO times its packed size. */
export const RATIO_FROM = 64 * 2 ** 20;
export const RATIO = 200;

export function ratioError(source: ZipSource, name: string) {
  const what = `has a file ${name} that unpacks to more than ${RATIO} times its size, as only files made to fill a disk do`;
  return zipError(source, 'ZIP_RATIO', `${what}; ask for a clean copy where it came from`);
}
