import { useCallback, useEffect, useRef, useState } from 'react';
import type { FileListing } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { useApp } from '../app-context.tsx';

interface Folder {
  /** Null until the first answer. */
  readonly listing: FileListing | null;
  /** Why the last folder could not be read; the one before stays. */
  readonly problem: string | null;
  /** Another folder was asked for and has not been read yet. */
  readonly loading: boolean;
  go(folder: string | null): Promise<void>;
}

/** Walks through the host's folders; null asks for the place to start. */
export function useFolder(start: string | null): Folder {
  const { client } = useApp();
  const [listing, setListing] = useState<FileListing | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const newest = useRef(0);

  const read = useCallback(
    async (folder: string | null): Promise<boolean> => {
      const ticket = ++newest.current;
      setLoading(true);
      try {
        const found = await client.call('files.list', { folder });
        if (ticket !== newest.current) return true;
        setListing(found);
        setProblem(null);
        return true;
      } catch (thrown) {
        if (ticket === newest.current) setProblem(GroveError.from(thrown).message);
        return false;
      } finally {
        if (ticket === newest.current) setLoading(false);
      }
    },
    [client],
  );

  useEffect(() => {
    void read(start).then((found) => {
      if (!found && start !== null) void read(null);
    });
  }, [read, start]);

  return {
    listing,
    problem,
    loading,
    go: async (folder) => {
      await read(folder);
    },
  };
}
