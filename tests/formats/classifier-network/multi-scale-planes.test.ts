import { describe, expect, it } from 'vitest';
import { reflect } from '#core/raster/reflect.ts';
import { countsInput } from '../../../main/formats/classifier-network/counts-input.ts';
import { differenceOfGaussiansPlane } from '../../../main/formats/classifier-network/families/difference-of-gaussians.ts';
import { gradientMagnitudePlane } from '../../../main/formats/classifier-network/families/gradient-magnitude.ts';
import { hessianEigenvaluePlane } from '../../../main/formats/classifier-network/families/hessian-eigenvalue.ts';
import { laplacianOfGaussianPlane } from '../../../main/formats/classifier-network/families/laplacian-of-gaussian.ts';
import { structureTensorEigenvaluePlane } from '../../../main/formats/classifier-network/families/structure-tensor-eigenvalue.ts';
import { createGraphWriter } from '../../../main/formats/classifier-network/graph-writer.ts';
import { createPlaneGraph, type Plane, type PlaneGraph } from '../../../main/formats/classifier-network/plane-graph.ts';
import { writeOnnx } from '../../../main/formats/onnx/write-onnx.ts';
import { runOnnx } from '../saved-model/run-onnx.ts';
import { seededNumbers } from '../seeded-numbers.ts';

const [WIDTH, HEIGHT] = [23, 17];
const random = seededNumbers(8);
/** Every place's value; outside the image it is mirrored. */
type Field = (x: number, y: number) => number;
const samples = Float32Array.from({ length: WIDTH * HEIGHT }, () => Math.fround(100 * random()));
const image: Field = (x, y) => samples[reflect(y, HEIGHT) * WIDTH + reflect(x, WIDTH)]!;

/** The plane that `build` makes of an image of floats. */
async function planeOf(field: Field, build: (graph: PlaneGraph) => Plane): Promise<Float32Array> {
  const writer = createGraphWriter();
  const size = { height: HEIGHT, width: WIDTH };
  const input = countsInput(writer, { ...size, input: 'input', order: [0], pixelType: 'float32', margin: 48 });
  const { name, margin } = build(createPlaneGraph(writer, size, input));
  expect(margin).toBe(0);
  const network = writeOnnx({
    ...{ name: 'plane', nodes: writer.nodes, initializers: writer.initializers },
    inputs: [{ name: 'input', type: 'float', shape: [1, HEIGHT, WIDTH, 1] }],
    outputs: [{ name, type: 'float', shape: [1, 1, HEIGHT, WIDTH] }],
  });
  const values = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => field(i % WIDTH, Math.floor(i / WIDTH)));
  return (await runOnnx(network, values, [1, HEIGHT, WIDTH, 1])).data;
}

/** The same by the definition in float64: correlation with derivatives of the normalised Gaussian cut at 4σ. */
function derivative(field: Field, sigma: number, orderX: number, orderY: number): Field {
  const radius = Math.floor(4 * sigma + 0.5);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const tap = (k: number, order: number): number => {
    const g = weights[k + radius]! / sum;
    if (order === 0) return g;
    return order === 1 ? (k / sigma ** 2) * g : ((k * k) / sigma ** 4 - 1 / sigma ** 2) * g;
  };
  return (x, y) => {
    let total = 0;
    for (let j = -radius; j <= radius; j++) {
      for (let i = -radius; i <= radius; i++) total += tap(j, orderY) * tap(i, orderX) * field(x + i, y + j);
    }
    return total;
  };
}

const eigenvalues = (xx: number, yy: number, xy: number): { larger: number; smaller: number } => {
  // Trace and determinant instead of the half differences of the product.
  const [trace, determinant] = [xx + yy, xx * yy - xy * xy];
  const root = Math.sqrt(Math.max(0, trace * trace - 4 * determinant));
  return { larger: (trace + root) / 2, smaller: (trace - root) / 2 };
};

function expectClose(found: Float32Array, naive: Field, tolerance: number): void {
  for (let y = 0; y < HEIGHT; y += 2) {
    for (let x = 0; x < WIDTH; x += 3) {
      expect(Math.abs(found[y * WIDTH + x]! - naive(x, y)), `${x}, ${y}`).toBeLessThanOrEqual(tolerance);
    }
  }
}

describe.each([0.7, 1, 1.6])('planes of the multi-scale formulas at σ %f, against their definitions in float64', (sigmaPx) => {
  const d = (x: number, y: number) => derivative(image, sigmaPx, x, y);

  it('Laplacian of Gaussian', async () => {
    const [xx, yy] = [d(2, 0), d(0, 2)];
    expectClose(
      await planeOf(image, (graph) => laplacianOfGaussianPlane(graph, { sigmaPx })),
      (x, y) => xx(x, y) + yy(x, y),
      2e-4,
    );
  });

  it('gradient magnitude', async () => {
    const [gx, gy] = [d(1, 0), d(0, 1)];
    const naive: Field = (x, y) => Math.hypot(gx(x, y), gy(x, y));
    expectClose(await planeOf(image, (graph) => gradientMagnitudePlane(graph, { sigmaPx })), naive, 1e-4);
  });

  it('difference of Gaussians', async () => {
    const otherPx = 0.66 * sigmaPx;
    const [wide, narrow] = [d(0, 0), derivative(image, otherPx, 0, 0)];
    const naive: Field = (x, y) => wide(x, y) - narrow(x, y);
    expectClose(await planeOf(image, (graph) => differenceOfGaussiansPlane(graph, { sigmaPx })), naive, 1e-4);
  });

  it.each(['larger', 'smaller'] as const)('the %s eigenvalue of the Hessian', async (which) => {
    const [xx, yy, xy] = [d(2, 0), d(0, 2), d(1, 1)];
    const naive: Field = (x, y) => eigenvalues(xx(x, y), yy(x, y), xy(x, y))[which];
    expectClose(await planeOf(image, (graph) => hessianEigenvaluePlane(graph, { sigmaPx, which })), naive, 3e-4);
  });
});

describe('eigenvalues of the structure tensor', () => {
  it.each(['larger', 'smaller'] as const)('agree with the definition in float64: the %s one', async (which) => {
    const [sigmaPx, outerPx] = [1, 0.5];
    const [gx, gy] = [derivative(image, sigmaPx, 1, 0), derivative(image, sigmaPx, 0, 1)];
    const product = (a: Field, b: Field): Field => derivative((x, y) => a(x, y) * b(x, y), outerPx, 0, 0);
    const [xx, yy, xy] = [product(gx, gx), product(gy, gy), product(gx, gy)];
    const naive: Field = (x, y) => eigenvalues(xx(x, y), yy(x, y), xy(x, y))[which];
    const found = await planeOf(image, (graph) => structureTensorEigenvaluePlane(graph, { sigmaPx, outerPx, which }));
    expectClose(found, naive, 2e-2);
  });

  it('of the ramp 2x + 3y are 13 and 0 away from the border', async () => {
    const ramp: Field = (x, y) => 2 * x + 3 * y;
    const at = async (which: 'larger' | 'smaller'): Promise<number> =>
      (await planeOf(ramp, (graph) => structureTensorEigenvaluePlane(graph, { sigmaPx: 0.7, outerPx: 0.5, which })))[
        8 * WIDTH + 11
      ]!;
    // Sampling and cutting the derivative of a narrow Gaussian leave its slope off by a few thousandths.
    expect(Math.abs((await at('larger')) - 13)).toBeLessThan(0.13);
    expect(Math.abs(await at('smaller'))).toBeLessThan(1e-3);
  });
});
