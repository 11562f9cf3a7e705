import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is not answered. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
}

/**
 * Who may speak with the host. It listens on 127.0.0.1 only, yet every page of every browser on this machine can reach that:
 * the Host check keeps out pages that rebind their name to it, the Origin check keeps out other pages, the token everybody
 * who was not given the address.
 */
export interface Access {
  /** Null where the request may pass. */
  refuse(request: IncomingMessage): Refusal | null;
  /** As `refuse`, without asking for the token. */
  refuseSource(request: IncomingMessage): Refusal | null;
  isToken(candidate: string): boolean;
  /** The Set-Cookie header that lets a browser in from now on. */
  readonly cookie: string;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function createAccess(token: string, port: number): Access {
  const expected = digest(token);
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  // Cookies do not tell ports apart; two hosts on one machine must not overwrite each other's.
  const cookieName = `grove-${port}`;
  // Digests are of one length and say nothing about how much of a guess was right.
  const isToken = (candidate: string): boolean => timingSafeEqual(digest(candidate), expected);

  const refuseSource = ({ headers }: IncomingMessage): Refusal | null => {
    const host = headers.host ?? '';
    if (!hosts.includes(host)) return { status: 403, message: `Grove answers at ${hosts[0]}, not at this name.` };
    const foreignOrigin = headers.origin !== undefined && headers.origin !== `http://${host}`;
    const site = headers['sec-fetch-site'];
    const foreignSite = (site === 'cross-site' || site === 'same-site') && headers['sec-fetch-mode'] !== 'navigate';
    if (foreignOrigin || foreignSite) return { status: 403, message: 'Grove does not answer other pages.' };
    return null;
  };

  const given = ({ headers }: IncomingMessage): string | undefined => {
    const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    return bearer ?? cookieValue(headers.cookie ?? '', cookieName);
  };

  return {
    refuseSource,
    isToken,
    cookie: `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    refuse(request) {
      const refused = refuseSource(request);
      if (refused) return refused;
      const candidate = given(request);
      if (candidate !== undefined && isToken(candidate)) return null;
      return { status: 401, message: 'Open the address that Grove printed when it started; it carries the token.' };
    },
  };
}

function cookieValue(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
