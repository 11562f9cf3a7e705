import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScratchFile, ScratchFiles } from '../services/ports.ts';
import { diskError } from './disk-error.ts';
import { isRunning } from './is-running.ts';

/**
 * Scratch files in `folder`, each named after the process that made it, so that what a killed process left behind is removed
 * by the next one.
 */
export function createScratchFiles(folder: string): ScratchFiles {
  const openFiles = new Set<ScratchFile>();
  let ready: Promise<void> | undefined;
  return {
    async create() {
      ready ??= mkdir(folder, { recursive: true }).then(() => removeAbandoned(folder));
      await ready;
      const path = join(folder, `${process.pid}-${randomUUID()}.scratch`);
      const handle = await open(path, 'wx+').catch((error: unknown) => {
        throw diskError(error, path);
      });
      const file: ScratchFile = {
        async write(bytes, at) {
          try {
            for (let done = 0; done < bytes.length; ) {
              done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
            }
          } catch (error) {
            throw diskError(error, path);
          }
        },
        async read(into, at) {
          for (let done = 0; done < into.length; ) {
            const { bytesRead } = await handle.read(into, done, into.length - done, at + done);
            if (bytesRead === 0) throw new Error(`${path} ends before byte ${at + into.length}.`);
            done += bytesRead;
          }
        },
        async close() {
          if (!openFiles.delete(file)) return;
          await handle.close();
          await rm(path, { force: true });
        },
      };
      openFiles.add(file);
      return file;
    },
    async close() {
      await Promise.all([...openFiles].map((file) => file.close()));
    },
  };
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/^(\d+)-.*\.scratch$/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) await rm(join(folder, name), { force: true });
  }
}
