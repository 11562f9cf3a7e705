/**
 * Exports of main/kernels/crf, where each is described. Pointers are byte offsets, `…Bytes` and strides of weights count bytes, all
 * else counts elements.
 */
export interface CrfKernels {
  crfPairWeights(
    dst: number,
    dstStride: number,
    src: number,
    stride: number,
    planeBytes: number,
    channels: number,
    width: number,
    rows: number,
    neighbours: number,
    count: number,
  ): void;
  crfGather(
    out: number,
    q: number,
    stride: number,
    w: number,
    wStride: number,
    rowBytes: number,
    neighbours: number,
    count: number,
    width: number,
    rows: number,
  ): void;
  crfGatherPair(
    out: number,
    q: number,
    stride: number,
    planeElements: number,
    w: number,
    wStride: number,
    rowBytes: number,
    neighbours: number,
    count: number,
    width: number,
    rows: number,
  ): void;
  crfUpdate(
    unary: number,
    gathered: number,
    filtered: number,
    near: number,
    q: number,
    one: number,
    marginals: number,
    scratch: number,
    planeElements: number,
    stride: number,
    width: number,
    rows: number,
    classes: number,
    pairGain: number,
    nearGain: number,
    unit: number,
  ): void;
}
