import { Dialog } from '@blueprintjs/core';

interface Props {
  readonly title: string;
  readonly message: string;
  readonly action: string;
  onAnswer(yes: boolean): void;
}

export function ConfirmDialog({ title, message, action, onAnswer }: Props) {
  return (
    <Dialog isOpen title={title} className="dialog small-dialog" transitionDuration={0} onClose={() => onAnswer(false)}>
      <div className="dialog-body">
        <p>{message}</p>
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          Cancel
        </button>
        <button type="button" className="button primary" onClick={() => onAnswer(true)}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
