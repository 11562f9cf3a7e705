/** A value that can be watched. Listeners run after the value has changed, in the order in which they subscribed. */
export interface Observable<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

export interface MutableObservable<T> extends Observable<T> {
  /** Replaces the value; nothing happens when it is the same by identity. */
  set(value: T): void;
  /** Replaces some fields of an object value. */
  patch(fields: Partial<T>): void;
}

export function observable<T>(initial: T): MutableObservable<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    patch: (fields) => set({ ...value, ...fields }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
