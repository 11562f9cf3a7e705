import type { Events, Input, Method, Output, Progress } from '#contract/contract.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The window's only way out: typed calls and events, whatever carries them. Rejects with GroveError. */
export interface GroveClient {
  call<M extends Method>(method: M, input: Input<M>, options?: CallOptions): Promise<Output<M>>;
  /** Returns the function that stops listening. */
  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void;
  /** Tells when the connection to the host is lost and when it is back. */
  onConnection(listener: (connected: boolean) => void): () => void;
}
