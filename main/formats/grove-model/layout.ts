/** The bytes of a model file; README.md describes them. */

/** Not text, and shows when a transfer has changed line ends. */
export const MAGIC = Uint8Array.of(0x89, 0x47, 0x52, 0x56, 0x4d, 0x0d, 0x0a, 0x1a);
export const VERSION = 1;

/** Magic, version, header length, file length. */
export const PREFIX_BYTES = 24;
export const HASH_BYTES = 32;

export interface ForestSizes {
  readonly classes: number;
  readonly features: number;
  readonly trees: number;
  readonly nodes: number;
  readonly leafRows: number;
}

export interface ArrayPlaces {
  readonly treeStart: number;
  readonly threshold: number;
  readonly left: number;
  readonly leafFractions: number;
  readonly feature: number;
  /** Where the hash begins. */
  readonly end: number;
}

/** Offsets of the forest's arrays behind a JSON header of `headerBytes`. */
export function arrayPlaces(headerBytes: number, { classes, trees, nodes, leafRows }: ForestSizes): ArrayPlaces {
  const treeStart = Math.ceil((PREFIX_BYTES + headerBytes) / 8) * 8;
  const threshold = treeStart + 4 * (trees + 1);
  const left = threshold + 4 * nodes;
  const leafFractions = left + 4 * nodes;
  const feature = leafFractions + 4 * leafRows * classes;
  return { treeStart, threshold, left, leafFractions, feature, end: feature + 2 * nodes };
}
