import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Entry of the compute threads: beside this file in a bundle, else the source, which Node runs as it is. */
export function computeWorkerPath(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const bundled = join(here, 'compute.worker.js');
  return existsSync(bundled) ? bundled : join(here, '..', 'workers', 'compute.worker.ts');
}
