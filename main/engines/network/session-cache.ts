import { stat } from 'node:fs/promises';
import type { NetworkFile } from './network-jobs.ts';
import { type OpenSession, openSession } from './open-session.ts';

/** Sessions of one thread. */
export interface SessionCache {
  get(network: NetworkFile): Promise<OpenSession>;
  /** The network goes on with the processor from now on. */
  fallBack(network: NetworkFile, note: string): Promise<OpenSession>;
  forget(key: string): Promise<void>;
}

/** A session holds its weights and a plan of its memory; twice the file is what was seen for convolutions. */
const TIMES_FILE = 2;

/** Keeps the sessions used last, as many as fit into `bytes`, and always one. */
export function createSessionCache(bytes: number, open: typeof openSession = openSession): SessionCache {
  const kept = new Map<string, { opened: OpenSession; bytes: number; key: string }>();
  const name = ({ key, provider }: NetworkFile): string => `${provider}|${key}`;

  async function keep(network: NetworkFile, opened: OpenSession): Promise<OpenSession> {
    const { size } = await stat(network.path);
    kept.set(name(network), { opened, bytes: size * TIMES_FILE, key: network.key });
    let total = [...kept.values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const [oldest, one] of kept) {
      if (total <= bytes || kept.size === 1) break;
      kept.delete(oldest);
      total -= one.bytes;
      await one.opened.session.release();
    }
    return opened;
  }

  return {
    async get(network) {
      const known = kept.get(name(network));
      if (known === undefined) return keep(network, await open(network.path, network.provider));
      kept.delete(name(network));
      kept.set(name(network), known);
      return known.opened;
    },
    async fallBack(network, note) {
      const failed = kept.get(name(network));
      kept.delete(name(network));
      await failed?.opened.session.release().catch(() => undefined);
      return keep(network, { ...(await open(network.path, 'cpu')), note });
    },
    async forget(key) {
      for (const [session, one] of [...kept]) {
        if (one.key !== key) continue;
        kept.delete(session);
        await one.opened.session.release();
      }
    },
  };
}
