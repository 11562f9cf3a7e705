import type { PixelClassifier } from '#core/model/classifier.ts';
import { planClassifier } from '#core/segmentation/classifier-plan.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { countsInput } from './counts-input.ts';
import { featurePlane } from './families/all-families.ts';
import { forestNode } from './forest-node.ts';
import { createGraphWriter } from './graph-writer.ts';
import { createPlaneGraph } from './plane-graph.ts';

export interface NetworkSize {
  /** Extents of the tile in pixels, fixed in the graph. */
  readonly height: number;
  readonly width: number;
}

/**
 * A pixel classifier as an ONNX model: operator set 12 and ai.onnx.ml, float32.
 *
 * Input "input", shape (batch, height, width, channels): integer samples divided by the largest value of the pixel type the
 * classifier was trained on, float samples as they are; channels as `order` says (the classifier's own order when left out).
 * Output "probabilities", shape (batch, height, width, classes), each pixel's values summing to 1.
 *
 * The tile is mirrored at its own edges. The answer for it is what the native classifier gives for an image of that size; within a
 * larger image, pixels farther than the halo of its plan from the tile's edge are what it gives for that image. float32 sums are taken
 * in another order than in the native classifier, so a feature may be off by a few units of its last place.
 *
 * The same classifier and size always give the same bytes.
 */
export function buildNetwork(classifier: PixelClassifier, { height, width }: NetworkSize, order?: readonly number[]): Uint8Array {
  const { info, forest } = classifier;
  const channels = info.features.channels.length;
  const { planes: definitions, columnOf, halo } = planClassifier(classifier);
  const writer = createGraphWriter();
  const image = countsInput(writer, {
    ...{ input: 'input', height, width, margin: halo, pixelType: info.pixelType },
    order: order ?? info.features.channels.map((_, i) => i),
  });
  const graph = createPlaneGraph(writer, { height, width }, image);
  const planes = definitions.map((feature) => featurePlane(graph, feature).name);

  const stacked = planes.length === 1 ? planes[0]! : writer.emit('Concat', planes, { axis: 1 });
  const columns = channels * planes.length;
  const perTile = writer.emit('Reshape', [stacked, writer.integers([-1, columns, height, width])]);
  const last = writer.emit('Transpose', [perTile], { perm: [0, 2, 3, 1] });
  const rows = writer.emit('Reshape', [last, writer.integers([-1, columns])]);
  writer.add(forestNode(forest, columnOf, { rows, labels: 'labels', scores: 'votes' }));
  const shares = writer.emit('Div', ['votes', writer.scalar(forest.trees)]);
  writer.add({
    name: 'probabilities',
    op: 'Reshape',
    inputs: [shares, writer.integers([-1, height, width, forest.classes])],
    outputs: ['probabilities'],
    attributes: {},
  });
  return writeOnnx({
    name: 'pixel classifier',
    nodes: writer.nodes,
    initializers: writer.initializers,
    inputs: [{ name: 'input', type: 'float', shape: ['batch', height, width, channels] }],
    outputs: [{ name: 'probabilities', type: 'float', shape: ['batch', height, width, forest.classes] }],
  });
}
