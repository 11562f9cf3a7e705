import type { ReactNode } from 'react';

interface Props {
  /** Text of the button that does it. */
  readonly action: string;
  readonly run: () => void;
  readonly close: () => void;
  /** Text of the button that closes the dialog. */
  readonly closing?: 'Cancel' | 'Close';
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly tip?: string;
  /** What stands at the left. */
  readonly children?: ReactNode;
}

/** The last line of a dialog: leave it, or do what it is for. */
export function DialogFoot({ action, run, close, closing = 'Cancel', disabled, danger, tip, children }: Props) {
  return (
    <div className="dialog-foot">
      {children}
      <span className="spacer" />
      <button type="button" className="button" onClick={close}>
        {closing}
      </button>
      <button
        type="button"
        className={danger ? 'button danger' : 'button primary'}
        disabled={disabled}
        data-tip={tip}
        onClick={run}
      >
        {action}
      </button>
    </div>
  );
}
