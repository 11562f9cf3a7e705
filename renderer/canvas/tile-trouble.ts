import { GroveError } from '#core/model/error.ts';

/** Reports what goes wrong with tiles once, however many tiles it concerns. */
export interface TileTrouble {
  failed(error: unknown): void;
  /** The same trouble is worth telling again. */
  reset(): void;
}

export function createTileTrouble(report: (error: unknown) => void): TileTrouble {
  const reported = new Set<string>();
  return {
    failed: (error) => {
      if (error instanceof GroveError && error.kind === 'cancelled') return;
      const message = error instanceof Error ? error.message : String(error);
      if (reported.has(message)) return;
      reported.add(message);
      report(error);
    },
    reset: () => reported.clear(),
  };
}
