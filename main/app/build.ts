/**
 * `npm run build`: kernels, window, preload script and main process, as far as they are older than their sources. `npm start`
 * builds the same way what it needs.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKernels } from '../kernels/build.ts';
import { isStale } from './stale.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const at = (path: string): string => join(ROOT, path);
const EVERYWHERE = ['package.json', 'preload/contract', 'main/core/model'].map(at);

/** What a browser needs. */
export async function buildForBrowser(): Promise<void> {
  if (await buildKernels()) console.log('Built the kernels.');
  if (!isStale(at('dist/renderer/index.html'), [at('renderer'), ...EVERYWHERE])) return;
  const { bundleWindow } = await import('./bundle.ts');
  await bundleWindow();
  console.log('Built the window.');
}

/** What Electron needs. */
export async function buildForElectron(): Promise<void> {
  await buildForBrowser();
  if (!isStale(at('dist/main/index.js'), [at('main'), ...EVERYWHERE]) && !isStale(at('dist/preload.cjs'), [at('preload')]))
    return;
  const { bundleMain, bundlePreload } = await import('./bundle.ts');
  await Promise.all([bundleMain(), bundlePreload()]);
  console.log('Built the main process.');
}

if (import.meta.main) await buildForElectron();
