import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { cutOff, fileSystemError } from './read-errors.ts';
import type { SourceFile } from './source-file.ts';

/** Many files of which only a few are open at a time. */
export interface FilePool {
  /** A file of which bytes can be read at any time. Throws GroveError 'not-found' and 'unreadable'. */
  file(path: string): Promise<SourceFile>;
  close(): Promise<void>;
}

interface Entry {
  readonly handle: Promise<FileHandle>;
  /** Reads under way; such a handle stays open. */
  readers: number;
}

/** At most `limit` handles are kept, those used last; more are open for a moment where more files are read at once. */
export function createFilePool(limit: number): FilePool {
  const entries = new Map<string, Entry>();

  async function closeOldest(): Promise<void> {
    for (const [path, entry] of entries) {
      if (entries.size <= limit) return;
      if (entry.readers > 0) continue;
      entries.delete(path);
      await (await entry.handle.catch(() => null))?.close();
    }
  }

  /** Runs `action` with the handle of a file, opened where it is not. */
  async function use<T>(path: string, action: (handle: FileHandle) => Promise<T>): Promise<T> {
    const entry = entries.get(path) ?? { handle: open(path, 'r'), readers: 0 };
    // The one used last goes to the end.
    entries.delete(path);
    entries.set(path, entry);
    entry.readers++;
    try {
      const handle = await entry.handle.catch((error: unknown) => {
        // The next one tries anew.
        if (entries.get(path) === entry) entries.delete(path);
        throw error;
      });
      return await action(handle);
    } catch (error) {
      throw error instanceof GroveError ? error : fileSystemError({ path, name: basename(path) }, error);
    } finally {
      entry.readers--;
      await closeOldest();
    }
  }

  return {
    async file(path) {
      const named = { path, name: basename(path) };
      // Before opening: a pipe would keep us waiting.
      const kind = await stat(path).catch((error: unknown) => {
        throw fileSystemError(named, error);
      });
      if (!kind.isFile()) {
        throw new GroveError('unsupported', `${path} is no ordinary file; a part of the image should be there.`, { file: path });
      }
      const { size } = kind;
      return {
        ...named,
        size,
        async read(offset, length, what) {
          if (offset + length > size) throw cutOff(named, what);
          const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
          await use(path, async (handle) => {
            for (let done = 0; done < length; ) {
              const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
              if (bytesRead === 0) throw cutOff(named, what);
              done += bytesRead;
            }
          });
          return bytes;
        },
        close: async () => {},
      };
    },
    async close() {
      const all = [...entries.values()];
      entries.clear();
      for (const { handle } of all) await (await handle.catch(() => null))?.close();
    },
  };
}
