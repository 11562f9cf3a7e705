/**
 * `node tests/bench/crf.bench.ts`: seconds for the dense CRF of a 2048² image on one thread, on the clock and of the processor, in the tiles of the product, for one and
 * three channels and two, three and five classes. Where Python has pydensecrf, its seconds for the same field beside ours.
 */
import { spawnSync } from 'node:child_process';
import { USUAL_CRF_STRENGTH } from '#core/model/crf.ts';
import { runCrf } from '#core/segmentation/crf/crf-field.ts';
import { CRF_TILE, crfParameters, crfRegion } from '#core/segmentation/crf/crf-parameters.ts';
import { loadKernels } from '../../main/engines/load-kernels.ts';
import { buildKernels } from '../../main/kernels/build.ts';
import { countDifferent, cutScene, drawScene, mostProbable } from '../core/segmentation/crf/draw-scene.ts';

const SIZE = 2048;

await buildKernels();
const kernels = loadKernels();
const parameters = crfParameters(USUAL_CRF_STRENGTH);
for (const { classes, channels } of [
  { classes: 2, channels: 1 },
  { classes: 3, channels: 1 },
  { classes: 3, channels: 3 },
  { classes: 5, channels: 1 },
]) {
  const scene = drawScene({ width: SIZE, height: SIZE, classes, channels, seed: 3, areaPerDisc: 1500 });
  const before = countDifferent(mostProbable(scene), scene.truth);
  let seconds = 0;
  let cpu = 0;
  let after = 0;
  for (let y = 0; y < SIZE; y += CRF_TILE) {
    for (let x = 0; x < SIZE; x += CRF_TILE) {
      const core = { x, y, width: Math.min(CRF_TILE, SIZE - x), height: Math.min(CRF_TILE, SIZE - y) };
      const part = cutScene(scene, crfRegion(core, parameters, SIZE, SIZE), core);
      const start = performance.now();
      const before = process.cpuUsage();
      const { labels } = runCrf(kernels, part, parameters);
      seconds += (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(before);
      cpu += (user + system) / 1e6;
      for (let i = 0; i < labels.length; i++) {
        const at = (y + Math.floor(i / core.width)) * SIZE + x + (i % core.width);
        if (labels[i] !== scene.truth[at]) after++;
      }
    }
  }
  const wrong = (count: number): string => `${((100 * count) / SIZE ** 2).toFixed(2)} %`;
  console.log(
    `${SIZE}², ${classes} classes, ${channels} channel${channels > 1 ? 's' : ''}: ${seconds.toFixed(2)} s on one thread, ${cpu.toFixed(2)} s of the processor` +
      ` (${((1e9 * seconds) / SIZE ** 2).toFixed(0)} ns a pixel), wrong labels ${wrong(before)} before, ${wrong(after)} after`,
  );
}
console.log(rival());

/** The same image size, classes and steps by pydensecrf, where it is installed. */
function rival(): string {
  const program = `
import time, numpy as np
import pydensecrf.densecrf as d
n = ${SIZE}
rng = np.random.default_rng(1)
u = -np.log(rng.dirichlet(np.ones(3), n * n).T.astype(np.float32) + 1e-3)
image = (rng.random((n, n, 3)) * 255).astype(np.uint8)
t = time.perf_counter()
field = d.DenseCRF2D(n, n, 3)
field.setUnaryEnergy(np.ascontiguousarray(u))
field.addPairwiseGaussian(sxy=${parameters.nearSigmaPx}, compat=${parameters.nearWeight})
field.addPairwiseBilateral(sxy=${parameters.pairSigmaPx}, srgb=25, rgbim=image, compat=${parameters.pairWeight})
field.inference(${parameters.iterations})
print(time.perf_counter() - t)`;
  const { status, stdout } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
  if (status !== 0) return 'pydensecrf: not here';
  return `pydensecrf, 3 classes, 3 channels: ${Number(stdout).toFixed(2)} s on one thread`;
}
