import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { EVENT_NAMES } from '#contract/events.ts';
import { type EventFrame, MAX_FRAME_BYTES } from '#contract/frames.ts';
import { GroveError } from '#core/model/error.ts';
import type { Application } from '../services/application.ts';
import { createDispatch, type Dispatch } from '../services/dispatch.ts';
import { createAccess } from './access.ts';
import { answerRequest } from './answer-request.ts';
import { serveWindow } from './window-socket.ts';

export interface ServerOptions {
  readonly application: Application;
  /** Folder of the built window (dist/renderer). */
  readonly rendererFolder: string;
  /** A free one when left out. */
  readonly port?: number;
  /** 256 random bits when left out. */
  readonly token?: string;
}

export interface RunningServer {
  /** The address to open, with the token. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly dispatch: Dispatch;
  /** Cancels what runs and hangs up; the application stays open. */
  close(): Promise<void>;
}

const GOING_AWAY = 1001;

/** The local host: the window's files, its WebSocket and the REST calls, on 127.0.0.1 only. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { application, rendererFolder, token = randomBytes(32).toString('base64url') } = options;
  const dispatch = createDispatch(application.handlers);
  const http = createServer();
  const port = await listen(http, options.port ?? 0);
  const access = createAccess(token, port);
  const windows = new Set<(event: EventFrame) => void>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  http.on('request', (request, response) => {
    void answerRequest({ access, dispatch, rendererFolder }, request, response);
  });
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refused = access.refuse(request);
    if (refused || request.url !== '/ws') {
      const status = refused ? `${refused.status} Refused` : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const tell = serveWindow(opened, dispatch);
      windows.add(tell);
      opened.on('close', () => windows.delete(tell));
    });
  });
  const stops = EVENT_NAMES.map((event) =>
    application.on(event, (value) => {
      for (const tell of windows) tell({ type: 'event', event, value } as EventFrame);
    }),
  );

  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    port,
    token,
    dispatch,
    async close() {
      for (const stop of stops) stop();
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'Grove is closing.');
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeIdleConnections();
      const late = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        http.closeAllConnections();
      }, 500);
      await closed;
      clearTimeout(late);
    },
  };
}

function listen(http: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use; choose another with --port' : `cannot be opened: ${error.message}`;
      reject(new GroveError('invalid-input', `Port ${port} ${reason}.`, { cause: error }));
    });
    http.listen(port, '127.0.0.1', () => resolve((http.address() as AddressInfo).port));
  });
}
