import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export interface TestFolder {
  readonly path: string;
  /** Writes a file and returns where. */
  put(name: string, bytes: Uint8Array): string;
}

/** A folder for the tests of one file, removed after them. */
export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'grove-formats-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    put(name, bytes) {
      writeFileSync(join(path, name), bytes);
      return join(path, name);
    },
  };
}
