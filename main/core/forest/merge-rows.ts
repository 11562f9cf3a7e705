/** Distinct rows and how many of the given rows each stands for; see TrainingTable. */
export interface MergedRows {
  readonly rows: number;
  readonly bins: Uint8Array;
  readonly labels: Uint8Array;
  readonly weights: Uint32Array;
}

/**
 * Merges rows with the same bins and the same class, in order of first appearance. `bins` has shape (features, rows). Rows are
 * found again by a hash table with open addressing; equal hashes are compared in full. The result lies in shared memory.
 */
export function mergeRows(bins: Uint8Array, features: number, labels: Uint8Array): MergedRows {
  const rows = labels.length;
  const hash = hashRows(bins, features, labels);
  const slots = 2 ** Math.ceil(Math.log2(2 * rows + 1));
  const table = new Int32Array(slots).fill(-1);
  const first = new Uint32Array(rows);
  const counts = new Uint32Array(rows);
  let distinct = 0;

  const same = (a: number, b: number): boolean => {
    if (hash[a] !== hash[b] || labels[a] !== labels[b]) return false;
    for (let at = 0; at < bins.length; at += rows) if (bins[at + a] !== bins[at + b]) return false;
    return true;
  };
  for (let r = 0; r < rows; r++) {
    let slot = hash[r] & (slots - 1);
    while (table[slot] >= 0 && !same(first[table[slot]], r)) slot = (slot + 1) & (slots - 1);
    if (table[slot] < 0) {
      table[slot] = distinct;
      first[distinct++] = r;
    }
    counts[table[slot]]++;
  }

  const merged = {
    rows: distinct,
    bins: new Uint8Array(new SharedArrayBuffer(features * distinct)),
    labels: new Uint8Array(new SharedArrayBuffer(distinct)),
    weights: new Uint32Array(new SharedArrayBuffer(4 * distinct)),
  };
  for (let f = 0; f < features; f++) {
    for (let r = 0; r < distinct; r++) merged.bins[f * distinct + r] = bins[f * rows + first[r]];
  }
  for (let r = 0; r < distinct; r++) merged.labels[r] = labels[first[r]];
  merged.weights.set(counts.subarray(0, distinct));
  return merged;
}

/** FNV-1a over a row's bins and class, with a final mix so that the low bits depend on all of it. */
function hashRows(bins: Uint8Array, features: number, labels: Uint8Array): Int32Array {
  const rows = labels.length;
  const hash = new Int32Array(rows);
  for (let r = 0; r < rows; r++) hash[r] = Math.imul(0x811c9dc5 ^ labels[r], 0x01000193);
  for (let f = 0; f < features; f++) {
    for (let r = 0; r < rows; r++) hash[r] = Math.imul(hash[r] ^ bins[f * rows + r], 0x01000193);
  }
  for (let r = 0; r < rows; r++) {
    const h = hash[r] ^ (hash[r] >>> 15);
    hash[r] = Math.imul(h, 0x2c1b3c6d) ^ (h >>> 13);
  }
  return hash;
}
