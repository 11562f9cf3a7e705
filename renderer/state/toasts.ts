import { GroveError } from '#core/model/error.ts';
import { type Observable, observable } from './observable.ts';

export interface ToastAction {
  readonly label: string;
  run(): void;
}

export interface Toast {
  readonly id: number;
  readonly intent: 'success' | 'info' | 'warning' | 'danger';
  readonly message: string;
  readonly actions: readonly ToastAction[];
  readonly topic: string | null;
  /** How often the same message has come; shown when above 1. */
  readonly count: number;
}

/** Short messages in a corner. Errors stay until they are closed, everything else leaves by itself. */
export interface Toasts extends Pick<Observable<readonly Toast[]>, 'get' | 'subscribe'> {
  /** A newer message with the same topic takes the place of the older one. */
  show(intent: Toast['intent'], message: string, actions?: readonly ToastAction[], topic?: string): void;
  /** Shows what went wrong; a cancelled call is not an error. */
  error(thrown: unknown): void;
  dismiss(id: number): void;
  /** Closes all of them, when another project is entered. */
  clear(): void;
}

const LIFETIME_MS = 7000;
const AT_MOST = 5;

export function createToasts(): Toasts {
  const list = observable<readonly Toast[]>([]);
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let lastId = 0;

  const dismiss = (id: number): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    list.set(list.get().filter((toast) => toast.id !== id));
  };

  const show: Toasts['show'] = (intent, message, actions = [], topic) => {
    const same = list.get().find((toast) => toast.intent === intent && toast.message === message);
    const id = ++lastId;
    if (same) dismiss(same.id);
    const older = topic === undefined ? undefined : list.get().find((toast) => toast.topic === topic);
    if (older) dismiss(older.id);
    list.set(
      [...list.get(), { id, intent, message, actions, topic: topic ?? null, count: (same?.count ?? 0) + 1 }].slice(-AT_MOST),
    );
    if (intent !== 'danger') timers.set(id, setTimeout(dismiss, LIFETIME_MS, id));
  };

  return {
    get: list.get,
    subscribe: list.subscribe,
    show,
    error: (thrown) => {
      const error = GroveError.from(thrown);
      if (error.kind !== 'cancelled') show('danger', error.message);
    },
    dismiss,
    clear: () => {
      for (const toast of list.get()) dismiss(toast.id);
    },
  };
}
