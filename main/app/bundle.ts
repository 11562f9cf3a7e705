/**
 * The bundles that Electron and the browser load; Node runs the sources as they are. Everything of dist/main lies in one
 * folder, where the threads (compute.worker.js) and the kernels (grove-kernels.wasm) are looked for beside the code.
 */
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const DIST = join(ROOT, 'dist');

/** Packages with native code stay packages. */
const EXTERNAL = ['electron', 'better-sqlite3', 'sharp', 'onnxruntime-node'];

/** The page, to dist/renderer. */
export async function bundleWindow(outDir = join(DIST, 'renderer')): Promise<void> {
  const root = join(ROOT, 'renderer');
  await build({ root, configFile: join(root, 'vite.config.ts'), configLoader: 'native', logLevel: 'warn', build: { outDir } });
}

/** The preload script: one CommonJS file that needs nothing but `electron`, as the sandbox demands. */
export async function bundlePreload(outDir = DIST): Promise<void> {
  await bundleForNode(outDir, { preload: join(ROOT, 'preload/index.ts') }, { format: 'cjs', entryFileNames: '[name].cjs' });
}

/** The main process and its worker threads, with the kernels. */
export async function bundleMain(outDir = join(DIST, 'main')): Promise<void> {
  const workers = (await readdir(join(ROOT, 'main/workers'))).filter((name) => name.endsWith('.worker.ts'));
  const entries = workers.map((name) => [name.replace(/\.ts$/, ''), join(ROOT, 'main/workers', name)]);
  const output = { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } as const;
  await bundleForNode(outDir, { index: join(ROOT, 'main/index.ts'), ...Object.fromEntries(entries) }, output, true);
  await copyFile(join(ROOT, 'main/kernels/build/grove-kernels.wasm'), join(outDir, 'grove-kernels.wasm'));
}

interface NodeOutput {
  readonly format: 'cjs' | 'es';
  readonly entryFileNames: string;
  readonly chunkFileNames?: string;
}

async function bundleForNode(
  outDir: string,
  input: Record<string, string>,
  output: NodeOutput,
  emptyOutDir = false,
): Promise<void> {
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: EXTERNAL },
    build: { ssr: true, outDir, emptyOutDir, minify: false, target: 'node24', rolldownOptions: { input, output } },
  });
}
