import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { cutOff, fileSystemError, type NamedFile } from './read-errors.ts';

/** A file open for reading at any place. */
export interface SourceFile extends NamedFile {
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`, in a buffer of their own. Throws GroveError 'corrupt' where the file ends before,
   * without allocating anything, and 'unreadable' where the disk fails. `what` names what is read.
   */
  read(offset: number, length: number, what: string): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** Opens a file. Throws GroveError 'not-found', 'unreadable', and 'unsupported' where `path` is a folder. */
export async function openSourceFile(path: string): Promise<SourceFile> {
  const named = { path, name: basename(path) };
  let handle: FileHandle | undefined;
  try {
    // Before opening: a pipe would keep us waiting.
    const kind = await stat(path);
    if (!kind.isFile()) {
      const what = kind.isDirectory() ? 'a folder' : 'no ordinary file';
      const message = `${path} is ${what}; choose an image file.`;
      throw new GroveError('unsupported', message, { file: path });
    }
    handle = await open(path, 'r');
    return sourceFile(named, handle, (await handle.stat()).size);
  } catch (error) {
    await handle?.close();
    throw error instanceof GroveError ? error : fileSystemError(named, error);
  }
}

function sourceFile(named: NamedFile, handle: FileHandle, size: number): SourceFile {
  return {
    ...named,
    size,
    async read(offset, length, what) {
      if (offset + length > size) throw cutOff(named, what);
      // Not from the pool, so that sample types of any width can be laid over it.
      const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await handle.read(bytes, done, length - done, offset + done).catch((error: unknown) => {
          throw fileSystemError(named, error);
        });
        if (bytesRead === 0) throw cutOff(named, what);
        done += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}
