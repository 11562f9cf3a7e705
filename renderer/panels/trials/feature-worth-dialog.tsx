import { Dialog } from '@blueprintjs/core';
import type { FeatureWorth } from '#core/model/quality.ts';
import { useApp } from '../app-context.tsx';
import { percent } from '../formats.ts';

/** Single features, the best first. */
export function FeatureWorthDialog({ list }: { readonly list: readonly FeatureWorth[] }) {
  const app = useApp();
  const close = (): void => app.frame.patch({ dialog: null });
  return (
    <Dialog isOpen title="Each feature alone" className="dialog small-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">
          Out-of-bag accuracy, balanced over the classes, of a small forest that sees this feature and no other. Features that are
          weak alone may still help together.
        </p>
        <ol className="importance feature-worth" aria-label="Features by what each is worth alone">
          {list.map(({ name, accuracy }) => (
            <li key={name}>
              <span className="field-label name">{name}</span>
              <span className="bar">
                <span style={{ width: `${100 * accuracy}%` }} />
              </span>
              <span className="quiet">{percent(accuracy)}</span>
            </li>
          ))}
        </ol>
      </div>
      <div className="dialog-foot">
        <span className="spacer" />
        <button type="button" className="button primary" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
