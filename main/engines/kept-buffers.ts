/**
 * Shared memory that goes to a thread again and again, such as the input and answer of a network, is sent once and named afterwards: each
 * time it is sent the thread gets new objects for it, which count as memory in use until they are collected. Both ends keep the same
 * buffers, since both see the same messages in the same order.
 */

/** A typed array over shared memory in a field of a job's input. */
export interface SharedField {
  readonly field: string;
  readonly type: keyof typeof ARRAYS;
  readonly byteOffset: number;
  readonly length: number;
  readonly bufferId: number;
  /** Left out where the thread has it. */
  readonly buffer?: SharedArrayBuffer;
}

const ARRAYS = { Uint8Array, Uint16Array, Int32Array, Float32Array } as const;

/** Buffers kept by each end, and the largest of them: what a thread holds on to stays small. */
const KEEP = 8;
const MOST_BYTES = 4 * 2 ** 20;

export type Sent = { readonly input: unknown; readonly shared: readonly SharedField[] };

/** The sending end for one thread: takes arrays over shared memory out of the fields of an input. */
export function createBufferSender(): (input: unknown) => Sent {
  const ids = new WeakMap<SharedArrayBuffer, number>();
  const kept = createRecent<SharedArrayBuffer>();
  let lastId = 0;
  return (input) => {
    if (input === null || typeof input !== 'object' || Array.isArray(input) || ArrayBuffer.isView(input))
      return { input, shared: [] };
    const rest: Record<string, unknown> = {};
    const shared: SharedField[] = [];
    for (const [field, value] of Object.entries(input)) {
      const type = arrayType(value);
      if (type === null) {
        rest[field] = value;
        continue;
      }
      const { buffer, byteOffset, length } = value as { buffer: SharedArrayBuffer; byteOffset: number; length: number };
      const bufferId = ids.get(buffer) ?? ++lastId;
      ids.set(buffer, bufferId);
      const known = kept.get(bufferId) !== undefined;
      kept.use(bufferId, buffer);
      shared.push({ field, type, byteOffset, length, bufferId, ...(!known && { buffer }) });
    }
    return shared.length === 0 ? { input, shared } : { input: rest, shared };
  };
}

/** The receiving end: puts the arrays back. */
export function createBufferReceiver(): (sent: Sent) => unknown {
  const kept = createRecent<SharedArrayBuffer>();
  return ({ input, shared }) => {
    if (shared.length === 0) return input;
    const fields = shared.map(({ field, type, byteOffset, length, bufferId, buffer: sent }) => {
      const buffer = sent ?? kept.get(bufferId)!;
      kept.use(bufferId, buffer);
      return [field, viewOf(type, buffer, byteOffset, length)] as const;
    });
    return { ...(input as object), ...Object.fromEntries(fields) };
  };
}

function viewOf(type: SharedField['type'], buffer: SharedArrayBuffer, byteOffset: number, length: number): ArrayBufferView {
  const Typed: new (buffer: SharedArrayBuffer, byteOffset: number, length: number) => ArrayBufferView = ARRAYS[type];
  return new Typed(buffer, byteOffset, length);
}

function arrayType(value: unknown): SharedField['type'] | null {
  if (!ArrayBuffer.isView(value) || !(value.buffer instanceof SharedArrayBuffer)) return null;
  if (value.buffer.byteLength > MOST_BYTES) return null;
  const { name } = value.constructor;
  return name in ARRAYS ? (name as SharedField['type']) : null;
}

/** The `KEEP` values used last. */
function createRecent<T>(): { get(id: number): T | undefined; use(id: number, value: T): void } {
  const values = new Map<number, T>();
  return {
    get: (id) => values.get(id),
    use(id, value) {
      values.delete(id);
      values.set(id, value);
      const [oldest] = values.keys();
      if (values.size > KEEP && oldest !== undefined) values.delete(oldest);
    },
  };
}
