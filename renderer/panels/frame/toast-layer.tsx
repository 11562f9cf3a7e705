import { Error as ErrorIcon, InfoSign, SmallCross, TickCircle, WarningSign } from '@blueprintjs/icons';
import type { Toast } from '../../state/toasts.ts';
import { useApp, useStore } from '../app-context.tsx';
import { IconButton } from '../controls/icon-button.tsx';

const ICONS = {
  success: <TickCircle size={14} />,
  info: <InfoSign size={14} />,
  warning: <WarningSign size={14} />,
  danger: <ErrorIcon size={14} />,
};

/** Messages in the lower right corner of the viewer, newest at the bottom. */
export function ToastLayer() {
  const app = useApp();
  const toasts = useStore(app.toasts, (list) => list);
  return (
    <div className="toasts">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onDismiss={() => app.toasts.dismiss(toast.id)} />
      ))}
    </div>
  );
}

function ToastCard({ toast, onDismiss }: { readonly toast: Toast; onDismiss(): void }) {
  return (
    <div className={`toast ${toast.intent}`} role={toast.intent === 'danger' ? 'alert' : 'status'}>
      {ICONS[toast.intent]}
      <span className="toast-text">
        {toast.message}
        {toast.count > 1 && <span className="badge">{toast.count} ×</span>}
      </span>
      {toast.actions.map((action) => (
        <button
          key={action.label}
          type="button"
          className="link"
          onClick={() => {
            action.run();
            onDismiss();
          }}
        >
          {action.label}
        </button>
      ))}
      <IconButton className="small" label="Close the message" icon={<SmallCross size={14} />} onClick={onDismiss} />
    </div>
  );
}
