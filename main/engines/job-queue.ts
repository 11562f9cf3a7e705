/** Waiting jobs: the smallest priority first, the oldest first among equals. All operations cost the number of priorities. */
export interface JobQueue<T> {
  readonly size: number;
  add(item: T, priority: number): void;
  /** Takes an item out before its turn. */
  remove(item: T): void;
  next(): T | undefined;
}

export function createJobQueue<T>(): JobQueue<T> {
  const lanes = new Map<number, Set<T>>();
  const drop = (item: T, lane: Set<T>, priority: number): void => {
    lane.delete(item);
    if (lane.size === 0) lanes.delete(priority);
  };
  return {
    get size() {
      let size = 0;
      for (const lane of lanes.values()) size += lane.size;
      return size;
    },
    add(item, priority) {
      const lane = lanes.get(priority) ?? new Set<T>();
      lanes.set(priority, lane.add(item));
    },
    remove(item) {
      for (const [priority, lane] of lanes) if (lane.has(item)) drop(item, lane, priority);
    },
    next() {
      if (lanes.size === 0) return undefined;
      const priority = Math.min(...lanes.keys());
      const lane = lanes.get(priority);
      const [item] = lane ?? [];
      if (lane !== undefined && item !== undefined) drop(item, lane, priority);
      return item;
    },
  };
}
