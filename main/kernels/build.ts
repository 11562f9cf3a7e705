/**
 * Compiles the AssemblyScript kernels to one WebAssembly module, `main/kernels/build/grove-kernels.wasm`
 * (`npm run build:kernels`). Does nothing while the module is newer than every source.
 *
 * SIMD is on and relaxed SIMD is off: relaxed instructions may round differently from machine to machine, and a result
 * must not depend on the machine.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const OUTPUT = join(FOLDER, 'build', 'grove-kernels.wasm');

const OPTIONS = [
  '-O3',
  '--enable',
  'simd',
  '--runtime',
  'stub',
  '--noAssert',
  '--uncheckedBehavior',
  'always',
  '--use',
  'abort=',
];

/** Whole milliseconds of the newest source, the compiler's own version and this script included. */
function newestSource(): number {
  const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.startsWith('build/'),
  );
  const compiler = fileURLToPath(import.meta.resolve('assemblyscript/package.json'));
  return Math.max(...[...sources.map((path) => join(FOLDER, path)), compiler].map((path) => statSync(path).mtimeMs));
}

/** Compiles when needed; returns whether it did. Throws with the compiler's messages when a source is wrong. */
export async function buildKernels(): Promise<boolean> {
  const built = statSync(OUTPUT, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newest = newestSource();
  if (built > newest) return false;

  // Written beside the old module and renamed, so that a thread loading it meanwhile sees one or the other.
  mkdirSync(join(FOLDER, 'build'), { recursive: true });
  const { main: compile } = await import('assemblyscript/asc');
  const temporary = `build/grove-kernels.${process.pid}.wasm`;
  const result = await compile(['index.ts', '--baseDir', FOLDER, '--outFile', temporary, ...OPTIONS]);
  if (result.error) {
    rmSync(join(FOLDER, temporary), { force: true });
    throw new Error(`The kernels do not compile:\n${result.stderr.toString()}`, { cause: result.error });
  }
  renameSync(join(FOLDER, temporary), OUTPUT);
  return true;
}

if (import.meta.main) {
  const start = performance.now();
  if (await buildKernels()) {
    const bytes = statSync(OUTPUT).size;
    console.log(`kernels: compiled, ${bytes} bytes, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}
