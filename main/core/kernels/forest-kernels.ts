/** Exports of main/kernels/forest. Each is described where it is written; all arguments but counts are pointers and bytes. */
export interface ForestKernels {
  forestCompare(
    table: number,
    entries: number,
    planeBytes: number,
    pixels: number,
    rowBytes: number,
    rows: number,
    bits: number,
    ranges: number,
  ): void;
  forestEvaluateTree(
    tree: number,
    packets: number,
    bits: number,
    bitsBytes: number,
    counters: number,
    digits: number,
    categories: number,
    sums: number,
    classes: number,
    slots: number,
  ): void;
  forestWalkTree(
    tree: number,
    packets: number,
    bits: number,
    bitsBytes: number,
    counters: number,
    digits: number,
    categories: number,
    sums: number,
    classes: number,
    reached: number,
    stack: number,
  ): void;
  forestFinishPacket(
    counters: number,
    digits: number,
    categories: number,
    mixed: number,
    sums: number,
    classes: number,
    trees: number,
    percent: number,
    scratch: number,
    labels: number,
    confidence: number,
    stride: number,
    probabilities: number,
    planeStride: number,
    rows: number,
  ): void;
}
