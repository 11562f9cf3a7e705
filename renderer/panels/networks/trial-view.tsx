import type { NetworkTrial } from '#contract/contract.ts';
import type { NetworkClass } from '#core/model/network.ts';
import { PictureView } from '../controls/picture-view.tsx';
import { percent } from '../formats.ts';

interface Props {
  readonly trial: NetworkTrial | 'running' | { readonly problem: string } | null;
  readonly classes: readonly NetworkClass[];
  readonly hasImage: boolean;
  readonly ready: boolean;
  onTry(): void;
}

/** Runs the network on the tile in the middle of the view, and shows what it saw and what it answered. */
export function TrialView({ trial, classes, hasImage, ready, onTry }: Props) {
  const running = trial === 'running';
  const done = trial !== null && trial !== 'running' && 'answer' in trial ? trial : null;
  const problem = trial !== null && trial !== 'running' && 'problem' in trial ? trial.problem : null;
  return (
    <div className="trial">
      <button
        type="button"
        className="button"
        disabled={!hasImage || !ready || running}
        data-tip={hasImage ? 'Runs it on the tile in the middle of the view' : 'Open an image first'}
        onClick={onTry}
      >
        {running ? 'Trying…' : 'Try on the image in view'}
      </button>
      {problem !== null && (
        <p className="hint danger" role="alert">
          {problem}
        </p>
      )}
      {done && (
        <div className="trial-pictures">
          <PictureView label="What the network saw" picture={done.input} />
          <PictureView label="What it answered" picture={done.answer} />
        </div>
      )}
      {done?.scores && (
        <p role="status">{done.scores.map((score, k) => `${classes[k]?.name ?? k + 1}: ${percent(score)}`).join(' · ')}</p>
      )}
      {done && (
        <p className="quiet" role="status" aria-label="Result of the trial">
          {done.seconds.toFixed(2)} s on the {done.provider === 'cpu' ? 'processor (CPU)' : done.provider}.
          {done.note === null ? '' : ` ${done.note}`}
        </p>
      )}
    </div>
  );
}
