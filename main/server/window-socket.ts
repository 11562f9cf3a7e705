import type { WebSocket } from 'ws';
import type { EventFrame, WindowFrame } from '#contract/frames.ts';
import { windowFrame } from '#contract/frames.ts';
import { decodeWire } from '#contract/wire.ts';
import { GroveError } from '#core/model/error.ts';
import type { Dispatch } from '../services/dispatch.ts';
import { createRunningCalls } from '../services/running-calls.ts';
import { utf8 } from '../services/text-codec.ts';
import { createOutbox } from './outbox.ts';

/** WebSocket close codes: not this kind of data, data that breaks the rules. */
const UNSUPPORTED_DATA = 1003;
const INVALID_PAYLOAD = 1007;

/** Serves one window over its socket. Returns the function that tells it of an event. */
export function serveWindow(socket: WebSocket, dispatch: Dispatch): (event: EventFrame) => void {
  const calls = createRunningCalls(dispatch);
  const outbox = createOutbox(socket);

  const take = async (frame: WindowFrame): Promise<void> => {
    const { id } = frame;
    if (frame.type === 'cancel') {
      calls.cancel(id);
      outbox.withdraw(id);
      return;
    }
    const reply = await calls.start(id, frame.method, frame.input, (progress) => outbox.post({ type: 'progress', id, progress }));
    outbox.post('error' in reply ? { type: 'error', id, ...reply } : { type: 'response', id, ...reply });
  };

  socket.on('message', (data, binary) => {
    if (!binary) return socket.close(UNSUPPORTED_DATA, 'Grove speaks in binary frames.');
    const frame = readFrame(data as Buffer);
    if (frame instanceof GroveError) socket.close(INVALID_PAYLOAD, frame.message.slice(0, 120));
    else void take(frame);
  });
  socket.on('close', () => calls.cancelAll());
  // 'close' follows; an error here is a peer that broke the protocol or went away.
  socket.on('error', () => undefined);

  return (event) => outbox.post(event);
}

function readFrame(bytes: Buffer): WindowFrame | GroveError {
  try {
    const result = windowFrame.safeParse(decodeWire(bytes, utf8));
    return result.success ? result.data : new GroveError('invalid-input', 'The message is not a frame of Grove.');
  } catch (thrown) {
    return GroveError.from(thrown);
  }
}
