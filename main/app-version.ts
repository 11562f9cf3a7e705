import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Version of this Grove, as package.json in the nearest folder above says. */
export const appVersion = findVersion(dirname(fileURLToPath(import.meta.url)));

function findVersion(folder: string): string {
  const text = readText(join(folder, 'package.json'));
  if (text !== null) {
    const { name, version } = JSON.parse(text) as { name?: string; version?: string };
    if (name === 'grove' && version !== undefined) return version;
  }
  const above = dirname(folder);
  if (above === folder) throw new Error('Grove cannot find its package.json.');
  return findVersion(above);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
