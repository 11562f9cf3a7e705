import { type FileHandle, open, rm } from 'node:fs/promises';
import { writeError } from './write-error.ts';

/** A place in the spill file. */
export interface Spilled {
  readonly offset: number;
  readonly length: number;
}

/** Keeps on disk what does not fit into memory while a file is written. Made when first needed. */
export interface SpillFile {
  put(bytes: Uint8Array): Promise<Spilled>;
  /** Reads it back and frees its place. */
  take(place: Spilled): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** `path` of the spill file itself; errors are about `target`, the file that is being written. */
export function createSpillFile(path: string, target: string): SpillFile {
  let opening: Promise<FileHandle> | null = null;
  let end = 0;
  /** Freed places by their length. */
  const free = new Map<number, number[]>();
  const handle = (): Promise<FileHandle> => {
    opening ??= open(path, 'wx+');
    return opening;
  };
  return {
    async put(bytes) {
      const length = bytes.length;
      let offset = free.get(length)?.pop();
      if (offset === undefined) {
        offset = end;
        end += length;
      }
      try {
        const file = await handle();
        for (let done = 0; done < length; ) {
          done += (await file.write(bytes, done, length - done, offset + done)).bytesWritten;
        }
      } catch (error) {
        throw writeError(error, target);
      }
      return { offset, length };
    },
    async take({ offset, length }) {
      const bytes = new Uint8Array(length);
      const file = await handle();
      for (let done = 0; done < length; ) {
        const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
        if (bytesRead === 0) throw new Error(`${path} ends before byte ${offset + length}.`);
        done += bytesRead;
      }
      const places = free.get(length) ?? [];
      free.set(length, places);
      places.push(offset);
      return bytes;
    },
    async close() {
      const file = await opening?.catch(() => null);
      await file?.close();
      if (opening !== null) await rm(path, { force: true }).catch(() => {});
      opening = null;
    },
  };
}
