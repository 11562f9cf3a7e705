/**
 * What went wrong, in a form a user interface can act on. Every error that a user may see is a `GroveError`; anything else
 * is a defect and is shown as `internal`.
 */
export type ErrorKind =
  | 'invalid-input'
  | 'not-found'
  | 'unreadable'
  | 'unsupported'
  | 'corrupt'
  | 'too-large'
  | 'mismatch'
  | 'read-only'
  | 'disk-full'
  | 'locked'
  | 'newer-version'
  | 'no-project'
  | 'cancelled'
  /** The window lost its connection to the host. */
  | 'disconnected'
  | 'internal';

export interface ErrorData {
  readonly kind: ErrorKind;
  /** One sentence for the user: which file or thing, what is wrong with it, what to do. */
  readonly message: string;
  /** The file concerned, when there is one. */
  readonly file?: string;
  /** Stable code of the reason, where a list of reasons is published (model files). */
  readonly code?: string;
}

/** An error with a kind. Crosses threads and transports as `ErrorData`. */
export class GroveError extends Error {
  readonly kind: ErrorKind;
  readonly file?: string;
  /** Only declared: an own `code`, even undefined, would make it look like an error of the operating system. */
  declare readonly code?: string;

  constructor(kind: ErrorKind, message: string, options: { file?: string; code?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'GroveError';
    this.kind = kind;
    if (options.file !== undefined) this.file = options.file;
    if (options.code !== undefined) this.code = options.code;
  }

  toData(): ErrorData {
    const { kind, message, file, code } = this;
    return { kind, message, ...(file !== undefined && { file }), ...(code !== undefined && { code }) };
  }

  static fromData({ kind, message, file, code }: ErrorData): GroveError {
    return new GroveError(kind, message, { ...(file !== undefined && { file }), ...(code !== undefined && { code }) });
  }

  /** Any thrown value as a `GroveError`; unknown ones become `internal`, aborts become `cancelled`. */
  static from(thrown: unknown): GroveError {
    if (thrown instanceof GroveError) return thrown;
    if (thrown instanceof Error) {
      if (thrown.name === 'AbortError') return new GroveError('cancelled', 'Cancelled.', { cause: thrown });
      return new GroveError('internal', thrown.message, { cause: thrown });
    }
    return new GroveError('internal', String(thrown));
  }
}

/** The error every cancelled call rejects with. */
export function cancelled(): GroveError {
  return new GroveError('cancelled', 'Cancelled.');
}
