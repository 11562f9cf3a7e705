/** How a plane's blocks, taken row by row, are shared out to threads. */
export interface BlockLanes {
  /** See RunOptions.lane. */
  of(column: number): number;
  /** Blocks to be worked on at once so that every thread has work of its own lane. */
  readonly ahead: number;
}

/** Neighbouring columns of one lane at most. More would decode less twice but hold more results back. */
const GROUP = 8;

/** Results that wait for their turn, at most. */
const WAITING_BYTES = 64 * 2 ** 20;

/**
 * Blocks need a border of pixels from their neighbours, which lie in the same chunks of the file. So that a thread finds those
 * decoded already, groups of neighbouring columns go to the same thread, row after row.
 */
export function blockLanes(columns: number, threads: number, bytesPerBlock: number): BlockLanes {
  const group = Math.max(1, Math.min(GROUP, Math.ceil(columns / threads)));
  const affordable = Math.floor(WAITING_BYTES / bytesPerBlock);
  return { of: (column) => Math.floor(column / group), ahead: Math.max(threads + 1, Math.min(group * threads, affordable)) };
}
