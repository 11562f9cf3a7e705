import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_FRAME_BYTES } from '#contract/frames.ts';
import { decodeWire, encodeWire } from '#contract/wire.ts';
import { type ErrorKind, GroveError } from '#core/model/error.ts';
import type { Dispatch } from '../services/dispatch.ts';
import { utf8 } from '../services/text-codec.ts';

/** Bodies in the format of wire.ts; the other choice is JSON, which carries no pixels. */
export const WIRE_TYPE = 'application/vnd.grove.wire';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  'invalid-input': 400,
  'not-found': 404,
  unreadable: 422,
  unsupported: 422,
  corrupt: 422,
  'too-large': 413,
  mismatch: 422,
  'read-only': 409,
  'disk-full': 507,
  locked: 423,
  'newer-version': 409,
  'no-project': 409,
  cancelled: 499,
  disconnected: 503,
  internal: 500,
};

/**
 * Answers `POST /api/call/<method>`. The body is the input, the answer the output, or an ErrorData with a fitting status.
 * A caller that hangs up cancels its call.
 */
export async function answerCall(
  dispatch: Dispatch,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const aborter = new AbortController();
  response.on('close', () => aborter.abort());
  const wire = (request.headers.accept ?? '').includes(WIRE_TYPE);
  try {
    const input = await readInput(request);
    const output = await dispatch.call(method, input, { signal: aborter.signal });
    send(response, 200, wire ? encodeWire(output, utf8) : jsonOf(method, output), wire ? WIRE_TYPE : 'application/json');
  } catch (thrown) {
    sendError(response, GroveError.from(thrown));
  }
}

export function sendError(response: ServerResponse, error: GroveError, status = STATUS[error.kind]): void {
  if (response.headersSent) return;
  if (error.kind === 'too-large') response.setHeader('Connection', 'close');
  send(response, status, JSON.stringify(error.toData()), 'application/json');
}

export function send(response: ServerResponse, status: number, body: string | Uint8Array, type: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store' });
  response.end(body);
}

async function readInput(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== WIRE_TYPE && type !== 'application/json') {
    throw new GroveError('invalid-input', `Send the input as application/json or ${WIRE_TYPE}.`);
  }
  const body = await readBody(request);
  if (type === WIRE_TYPE) return decodeWire(body, utf8);
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new GroveError('invalid-input', 'The body of the request is not JSON.');
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = new GroveError('too-large', `A request may have ${MAX_FRAME_BYTES / 2 ** 20} MB at most.`);
  if (Number(request.headers['content-length'] ?? 0) > MAX_FRAME_BYTES) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_FRAME_BYTES) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function jsonOf(method: string, output: unknown): string {
  return JSON.stringify(output ?? null, (_key, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    throw new GroveError('invalid-input', `The answer of '${method}' holds pixels; ask for it with Accept: ${WIRE_TYPE}.`);
  });
}
