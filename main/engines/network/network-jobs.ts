import type { ProviderChoice } from '#core/model/network.ts';

/** A network on disk, ready for a session. */
export interface NetworkFile {
  /** Names it; the same key is the same network. */
  readonly key: string;
  /** ONNX file without data in other files. */
  readonly path: string;
  readonly provider: ProviderChoice;
}

export interface RunOutcome {
  readonly shape: readonly number[];
  /** What really ran it. */
  readonly provider: string;
  /** For the user, where it is not what was wished for; else null. */
  readonly note: string | null;
}

/** What the thread of networks does: name → input and output. Arrays lie in shared memory, so that nothing is copied. */
export interface NetworkJobs {
  /** Opens a session and runs it once on zeros of `shape`. `sum` is that of the answer over its last axis, smallest and largest. */
  'network.try': {
    in: { network: NetworkFile; shape: readonly number[] };
    out: RunOutcome & { finite: boolean; sum: { least: number; most: number } };
  };
  'network.run': {
    in: { network: NetworkFile; input: Float32Array; shape: readonly number[]; output: Float32Array };
    out: RunOutcome;
  };
  'network.forget': { in: { key: string }; out: null };
}
