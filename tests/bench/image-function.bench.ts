/**
 * `node tests/bench/image-function.bench.ts`: nanoseconds per pixel of the image functions on one thread, on smooth objects and on
 * noise, beside SciPy and scikit-image on the same pixels where Python has them. Best of several runs; compare ratios.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { halfWidths } from '#core/image-function/element.ts';
import { labelStrip } from '#core/image-function/label-strip.ts';
import { close, dilate, erode, open } from '#core/image-function/morphology.ts';

const SIZE = 2048;
const RUNS = 5;

function draw(kind: 'objects' | 'noise'): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    if (kind === 'noise') return state >>> 31;
    return Math.sin(x / 37) + Math.sin(y / 41) + Math.sin((x + 2 * y) / 97) > 0.4 ? 1 : 0;
  });
}

function best(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return (least * 1e6) / SIZE ** 2;
}

const RIVAL = `
import sys, time, json
import numpy as np
from scipy import ndimage as ndi
from skimage import morphology
a = np.fromfile(sys.argv[1], np.uint8).reshape(${SIZE}, ${SIZE}) != 0
d = morphology.disk(3)
def best(work):
    least = 1e9
    for _ in range(${RUNS}):
        start = time.perf_counter(); work(); least = min(least, time.perf_counter() - start)
    return least * 1e9 / a.size
erode = lambda m: ndi.binary_erosion(m, d, border_value=1)
dilate = lambda m: ndi.binary_dilation(m, d)
print(json.dumps({'objects, 8': best(lambda: ndi.label(a, np.ones((3, 3)))), 'holes, 4': best(lambda: ndi.label(~a)),
  'erode, disk 3': best(lambda: erode(a)), 'dilate, disk 3': best(lambda: dilate(a)),
  'open, disk 3': best(lambda: dilate(erode(a))), 'close, disk 3': best(lambda: erode(dilate(a)))}))
`;

const folder = mkdtempSync(join(tmpdir(), 'grove-bench-'));
try {
  for (const kind of ['objects', 'noise'] as const) {
    const values = draw(kind);
    const block = { width: SIZE, height: SIZE, values, type: 'uint8' as const };
    const disk = halfWidths('disk', 3);
    const ours: Record<string, number> = {
      'objects, 8': best(() => labelStrip(block, 'values', 8)),
      'holes, 4': best(() => labelStrip(block, 'zeros', 4)),
      'erode, disk 3': best(() => erode(block, disk)),
      'dilate, disk 3': best(() => dilate(block, disk)),
      'open, disk 3': best(() => open(block, disk)),
      'close, disk 3': best(() => close(block, disk)),
    };
    const path = join(folder, `${kind}.raw`);
    writeFileSync(path, values);
    const done = spawnSync('/usr/bin/python3', ['-c', RIVAL, path], { encoding: 'utf8' });
    const theirs = done.status === 0 ? (JSON.parse(done.stdout) as Record<string, number>) : {};
    console.log(`${SIZE}² ${kind}, ns per pixel`.padEnd(36) + 'Grove'.padStart(10) + 'SciPy'.padStart(10));
    for (const [name, ns] of Object.entries(ours)) {
      console.log(name.padEnd(36) + ns.toFixed(1).padStart(10) + (theirs[name]?.toFixed(1) ?? '–').padStart(10));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
