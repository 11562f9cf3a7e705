import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { GroveError } from '#core/model/error.ts';
import { describeContract } from '../services/describe-contract.ts';
import type { Dispatch } from '../services/dispatch.ts';
import type { Access } from './access.ts';
import { answerCall, send, sendError } from './rest-calls.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { findWindowFile } from './window-files.ts';

interface Host {
  readonly access: Access;
  readonly dispatch: Dispatch;
  readonly rendererFolder: string;
}

/** Answers one HTTP request: the token's address, a REST call, or a file of the window. */
export async function answerRequest(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  try {
    const [path = '/', query] = (request.url ?? '/').split('?', 2);
    const token = path === '/' ? new URLSearchParams(query).get('token') : null;
    if (token !== null && admit(host.access, token, request, response)) return;
    const refused = host.access.refuse(request);
    if (refused) return send(response, refused.status, `${refused.message}\n`, 'text/plain; charset=utf-8');
    if (path.startsWith('/api')) await answerApi(host.dispatch, path, request, response);
    else await answerFile(host.rendererFolder, path, request, response);
  } catch (thrown) {
    sendError(response, GroveError.from(thrown));
  }
}

/** Exchanges the token in the address for a cookie, so that it does not stay in the address bar or the history. */
function admit(access: Access, token: string, request: IncomingMessage, response: ServerResponse): boolean {
  if (access.refuseSource(request) || !access.isToken(token)) return false;
  response.writeHead(303, { Location: '/', 'Set-Cookie': access.cookie, 'Cache-Control': 'no-store' });
  response.end();
  return true;
}

async function answerApi(dispatch: Dispatch, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = /^\/api\/call\/([\w.]+)$/.exec(path)?.[1];
  if (path === '/api') {
    if (!allow(request, response, 'GET')) return;
    return send(response, 200, JSON.stringify({ methods: describeContract() }), 'application/json');
  }
  if (method === undefined) return sendError(response, new GroveError('not-found', 'There is nothing at this address.'));
  if (allow(request, response, 'POST')) await answerCall(dispatch, method, request, response);
}

async function answerFile(folder: string, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!allow(request, response, 'GET')) return;
  const file = await findWindowFile(folder, path);
  if (file === null) return send(response, 404, 'There is nothing at this address.\n', 'text/plain; charset=utf-8');
  response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.bytes, 'Cache-Control': file.cacheControl });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A browser that turns away while a file is sent is no error of ours.
  await pipeline(createReadStream(file.path), response).catch(() => response.destroy());
}

function allow(request: IncomingMessage, response: ServerResponse, wanted: 'GET' | 'POST'): boolean {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (method === wanted) return true;
  response.setHeader('Allow', wanted);
  send(response, 405, `Use ${wanted} here.\n`, 'text/plain; charset=utf-8');
  return false;
}
