/** What a SavedModel may ask of the reader, whatever it claims of itself. */
export const LIMITS = {
  /** Entries of the index of weights. */
  bundleEntries: 65_536,
  /** Length of one of its keys and of all together, in bytes. */
  keyBytes: 4096,
  allKeyBytes: 2 ** 26,
  /** Axes of a tensor. */
  rank: 8,
  /** Nodes evaluated and their inputs, counting those of a function each time that it is called. */
  steps: 200_000,
  /** Functions that call functions. */
  depth: 64,
  /** Inputs, and outputs, of a network. */
  ends: 64,
  /** Parts that one node may take a tensor into. */
  parts: 4096,
  /** Characters of the name of a node that are kept in ONNX, and of what is quoted to the user. */
  nameLength: 200,
  /** Rounds of a loop that is unrolled. */
  rounds: 64,
  /** Elements of constants computed, besides as many times the weights as `timesWeights` says. */
  elements: 2 ** 22,
  timesWeights: 4,
  /** Elements of a tensor, counting the extents that are known. */
  tensorElements: 2 ** 32,
  /** Extents computed from extents computed from extents. */
  extentDepth: 200,
  /** A protobuf message ends at 2 GB. */
  onnxBytes: 2 ** 31 - 1,
} as const;
