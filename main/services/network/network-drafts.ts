import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { GroveError } from '#core/model/error.ts';
import type { NetworkDraft } from './inspect-network.ts';

/** Model files that were looked at and are neither imported nor discarded yet. */
export interface NetworkDrafts {
  keep(draft: NetworkDraft): Promise<string>;
  /** Throws GroveError 'not-found'. */
  get(draftId: string): NetworkDraft;
  discard(draftId: string): Promise<void>;
}

/** Drafts kept at once; windows that close do not say so. */
const KEEP = 8;

export function createNetworkDrafts(): NetworkDrafts {
  const drafts = new Map<string, NetworkDraft>();
  const discard = async (draftId: string): Promise<void> => {
    const draft = drafts.get(draftId);
    drafts.delete(draftId);
    if (draft !== undefined) await rm(draft.onnxPath, { force: true });
  };
  return {
    async keep(draft) {
      const draftId = randomUUID();
      drafts.set(draftId, draft);
      for (const oldest of [...drafts.keys()].slice(0, -KEEP)) await discard(oldest);
      return draftId;
    },
    get(draftId) {
      const draft = drafts.get(draftId);
      if (draft !== undefined) return draft;
      throw new GroveError('not-found', 'That model file is not open for import any more; choose it again.');
    },
    discard,
  };
}
