import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Entry of a kind of threads: beside this file in a bundle, else the source, which Node runs as it is. */
export function workerPath(kind: 'compute' | 'network'): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const bundled = join(here, `${kind}.worker.js`);
  return existsSync(bundled) ? bundled : join(here, '..', 'workers', `${kind}.worker.ts`);
}
