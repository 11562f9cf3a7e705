import type { Progress } from '#contract/contract.ts';
import { cancelled, type GroveError } from '#core/model/error.ts';
import type { CallOptions } from './grove-client.ts';

interface Pending {
  resolve(output: unknown): void;
  reject(error: GroveError): void;
  readonly onProgress: CallOptions['onProgress'];
}

/** Calls that wait for their answer. Answers to calls that are not waiting any more are ignored. */
export interface PendingCalls {
  /**
   * Opens a call under a new id. When its signal is aborted it rejects with 'cancelled' at once and `cancel` is told, so that
   * the host stops too.
   */
  open(options: CallOptions, cancel: (id: number) => void): { readonly id: number; readonly answer: Promise<unknown> };
  progress(id: number, progress: Progress): void;
  resolve(id: number, output: unknown): void;
  reject(id: number, error: GroveError): void;
  rejectAll(error: GroveError): void;
}

export function createPendingCalls(): PendingCalls {
  const pending = new Map<number, Pending>();
  let lastId = 0;

  return {
    open({ signal, onProgress }, cancel) {
      lastId++;
      const id = lastId;
      const answer = new Promise<unknown>((resolve, reject) => {
        const settled = (): void => {
          pending.delete(id);
          signal?.removeEventListener('abort', abort);
        };
        const abort = (): void => {
          settled();
          cancel(id);
          reject(cancelled());
        };
        signal?.addEventListener('abort', abort);
        pending.set(id, {
          onProgress,
          resolve: (output) => {
            settled();
            resolve(output);
          },
          reject: (error) => {
            settled();
            reject(error);
          },
        });
      });
      return { id, answer };
    },
    progress: (id, progress) => pending.get(id)?.onProgress?.(progress),
    resolve: (id, output) => pending.get(id)?.resolve(output),
    reject: (id, error) => pending.get(id)?.reject(error),
    rejectAll(error) {
      for (const call of [...pending.values()]) call.reject(error);
    },
  };
}
