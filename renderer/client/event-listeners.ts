import type { Events } from '#contract/contract.ts';

/** Who listens to which event of the host. */
export interface EventListeners {
  add<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void;
  /** The value must be what the contract says for the event; the host's frames are. */
  tell(event: keyof Events, value: unknown): void;
}

export function createEventListeners(): EventListeners {
  const listeners = new Map<keyof Events, Set<(value: never) => void>>();
  return {
    add(event, listener) {
      const own = listeners.get(event) ?? new Set();
      listeners.set(event, own.add(listener));
      return () => own.delete(listener);
    },
    tell(event, value) {
      for (const listener of [...(listeners.get(event) ?? [])]) listener(value as never);
    },
  };
}
