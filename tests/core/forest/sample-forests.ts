import { joinForests } from '#core/forest/join-forests.ts';
import { type RandomStream, randomStream } from '#core/forest/random.ts';
import { type Forest, LEAF } from '#core/model/forest.ts';

/** A node of a tree written out by hand: a leaf's class fractions, or [feature, threshold, left, right]. */
export type TreeText = readonly number[] | readonly [number, number, TreeText, TreeText];

/** A forest from trees written out by hand. */
export function forestOf(classes: number, features: number, trees: readonly TreeText[]): Forest {
  return joinForests(
    trees.map((tree) => treeOf(classes, features, tree)),
    classes,
    features,
  );
}

function treeOf(classes: number, features: number, root: TreeText): Forest {
  const feature: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const fractions: number[] = [];
  const nodes: TreeText[] = [root];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (typeof node[2] === 'object' && typeof node[3] === 'object') {
      feature.push(node[0] as number);
      threshold.push(node[1] as number);
      left.push(nodes.length);
      nodes.push(node[2], node[3]);
    } else {
      feature.push(LEAF);
      threshold.push(0);
      left.push(fractions.length / classes);
      fractions.push(...(node as number[]));
    }
  }
  return {
    classes,
    features,
    trees: 1,
    treeStart: Uint32Array.of(0, nodes.length),
    feature: Uint16Array.from(feature),
    threshold: Float32Array.from(threshold),
    left: Uint32Array.from(left),
    leafFractions: Float32Array.from(fractions),
  };
}

export interface RandomForestShape {
  readonly classes: number;
  readonly features: number;
  readonly trees: number;
  readonly innerNodes: number;
  /** Share of leaves that hold more than one class. */
  readonly mixed: number;
  /** Distinct thresholds of a feature. */
  readonly thresholds: number;
}

/** Trees of random shape with thresholds from `thresholdOf(feature, k)`, k < shape.thresholds. */
export function randomForest(seed: number, shape: RandomForestShape, thresholdOf: (f: number, k: number) => number): Forest {
  const random = randomStream(seed, 0);
  const grow = (inner: number): TreeText => {
    if (inner === 0) return leaf(random, shape);
    // A third of the nodes lean to one side, so that trees are deep as real ones are.
    const left = random.nextBelow(3) === 0 ? random.nextBelow(Math.min(3, inner)) : random.nextBelow(inner);
    const feature = random.nextBelow(shape.features);
    return [feature, thresholdOf(feature, random.nextBelow(shape.thresholds)), grow(left), grow(inner - 1 - left)];
  };
  return forestOf(
    shape.classes,
    shape.features,
    Array.from({ length: shape.trees }, () => grow(shape.innerNodes)),
  );
}

function leaf(random: RandomStream, { classes, mixed }: RandomForestShape): number[] {
  if (classes < 2 || random.nextBelow(1000) >= mixed * 1000) {
    const alone = random.nextBelow(classes);
    return Array.from({ length: classes }, (_, c) => (c === alone ? 1 : 0));
  }
  const weights = Array.from({ length: classes }, () => random.nextBelow(7));
  const first = random.nextBelow(classes);
  weights[first]! += 1;
  weights[(first + 1) % classes]! += 1;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.fround(weight / total));
}
