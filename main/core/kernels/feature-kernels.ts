/**
 * Exports of main/kernels/features, where each is described. Pointers (`dst`, `src`, `taps`, …) are byte offsets, strides,
 * steps and widths count elements.
 */
export interface FeatureKernels {
  evenFilterDown: LongFilter;
  evenFilterAlong: LongFilter;
  oddFilterDown: LongFilter;
  oddFilterAlong: LongFilter;
  shortEven: ShortFilter;
  shortOdd: ShortFilter;
  shortEvenPair: ShortFilterPair;
  shortOddPair: ShortFilterPair;
  mirrorPair(
    minus: number,
    plus: number,
    dstStride: number,
    even: number,
    odd: number,
    srcStride: number,
    width: number,
    rows: number,
    taps: number,
  ): void;
  sobelMagnitude(dst: number, copy: number, dstStride: number, src: number, srcStride: number, width: number, rows: number): void;
  addShifted(
    dst: number,
    dstStride: number,
    src: number,
    srcStride: number,
    shift: number,
    factor: number,
    width: number,
    rows: number,
  ): void;
  gradientMagnitude(dst: number, dstStride: number, x: number, y: number, srcStride: number, width: number, rows: number): void;
  gradientProducts(xx: number, xy: number, yy: number, x: number, y: number, stride: number, width: number, rows: number): void;
  symmetricEigenvalues(
    larger: number,
    smaller: number,
    dstStride: number,
    xx: number,
    xy: number,
    yy: number,
    srcStride: number,
    width: number,
    rows: number,
  ): void;
  addPlanes(dst: number, dstStride: number, a: number, b: number, srcStride: number, width: number, rows: number): void;
  waveModulus(
    dst: number,
    re: number,
    im: number,
    mean: number,
    stride: number,
    share: number,
    width: number,
    rows: number,
  ): void;
  waveModulusPair(
    plain: number,
    mirror: number,
    cc: number,
    ss: number,
    sc: number,
    cs: number,
    mean: number,
    stride: number,
    share: number,
    width: number,
    rows: number,
  ): void;
  convertUint8: Convert;
  convertInt8: Convert;
  convertUint16: Convert;
  convertInt16: Convert;
  convertUint32: Convert;
  convertInt32: Convert;
  convertFloat32: Convert;
  convertFloat64: Convert;
}

type LongFilter = (
  dst: number,
  dstStride: number,
  src: number,
  srcStride: number,
  width: number,
  rows: number,
  taps: number,
  radius: number,
) => void;

type ShortFilter = (
  dst: number,
  dstStride: number,
  src: number,
  srcStride: number,
  step: number,
  width: number,
  rows: number,
  taps: number,
) => void;

type ShortFilterPair = (
  dstA: number,
  dstB: number,
  dstStride: number,
  src: number,
  srcStride: number,
  step: number,
  width: number,
  rows: number,
  taps: number,
) => void;

type Convert = (dst: number, src: number, length: number) => void;
