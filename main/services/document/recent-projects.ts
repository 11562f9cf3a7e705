import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { RecentProject } from '#contract/contract.ts';
import type { Clock } from '../ports.ts';
import { projectName } from './project-session.ts';

/** The projects opened last, newest first, kept in a small file of the user. */
export interface RecentProjects {
  list(): Promise<RecentProject[]>;
  remember(path: string): Promise<void>;
}

const KEPT = 20;
const fileSchema = z.array(z.object({ path: z.string(), opened: z.string() }));

export function createRecentProjects(file: string, clock: Clock): RecentProjects {
  async function read(): Promise<z.infer<typeof fileSchema>> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      // A list that is absent or damaged is no loss worth a message.
      return [];
    }
  }

  return {
    list: async () =>
      (await read()).map(({ path, opened }) => ({ path, name: projectName(path), opened, exists: existsSync(path) })),
    async remember(path) {
      const others = (await read()).filter((one) => one.path !== path);
      const list = [{ path, opened: clock.now().toISOString() }, ...others].slice(0, KEPT);
      const temporary = `${file}.${randomUUID()}.tmp`;
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(temporary, JSON.stringify(list, null, 1));
        await rename(temporary, file);
      } catch (thrown) {
        await rm(temporary, { force: true });
        console.error(`The list of recent projects could not be written: ${String(thrown)}`);
      }
    },
  };
}
