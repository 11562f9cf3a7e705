/** Waiting jobs: the smallest priority first, the oldest first among equals. All operations cost the number of priorities. */
export interface JobQueue<T> {
  readonly size: number;
  add(item: T, priority: number): void;
  /** Takes an item out before its turn. */
  remove(item: T): void;
  /** Takes the next item; among the first few of equal priority, one that is preferred. */
  next(prefers?: (item: T) => boolean): T | undefined;
}

/** How far a preferred item may jump the queue. */
const LOOK_AT = 64;

export function createJobQueue<T>(): JobQueue<T> {
  const queues = new Map<number, Set<T>>();
  const drop = (item: T, queue: Set<T>, priority: number): void => {
    queue.delete(item);
    if (queue.size === 0) queues.delete(priority);
  };
  return {
    get size() {
      let size = 0;
      for (const queue of queues.values()) size += queue.size;
      return size;
    },
    add(item, priority) {
      const queue = queues.get(priority) ?? new Set<T>();
      queues.set(priority, queue.add(item));
    },
    remove(item) {
      for (const [priority, queue] of queues) if (queue.has(item)) drop(item, queue, priority);
    },
    next(prefers = () => true) {
      if (queues.size === 0) return undefined;
      const priority = Math.min(...queues.keys());
      const queue = queues.get(priority)!;
      let chosen: T | undefined;
      let seen = 0;
      for (const item of queue) {
        chosen ??= item;
        if (prefers(item)) {
          chosen = item;
          break;
        }
        if (++seen === LOOK_AT) break;
      }
      if (chosen !== undefined) drop(chosen, queue, priority);
      return chosen;
    },
  };
}
