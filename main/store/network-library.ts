import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { type NetworkInfo, networkKey } from '#core/model/network.ts';
import type { NetworkLibrary } from '../services/ports.ts';

const INFO = 'network.json';
const ONNX = 'network.onnx';
const SOURCE = 'source';
const USERS = 'users.json';
const STAGING = 'staging';
const PARTIAL = '.partial';

/** Newest form of network.json that this Grove reads. */
const FORMAT = 1;

/**
 * The networks in a folder, one folder each, named by `networkKey`: network.json (format number and NetworkInfo), network.onnx, and
 * the model file as it came, source.czann for example. A folder appears when it is complete.
 */
export function createNetworkLibrary(folder: string): NetworkLibrary {
  let swept: Promise<void> | null = null;
  const place = (key: string): string => join(folder, key);

  async function read(key: string): Promise<NetworkInfo> {
    const { format, info } = JSON.parse(await readFile(join(place(key), INFO), 'utf8')) as { format: number; info: NetworkInfo };
    if (format > FORMAT) throw new GroveError('newer-version', `The network ${key} was stored by a newer Grove.`);
    return info;
  }

  async function keys(): Promise<string[]> {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory() && entry.name !== STAGING && !entry.name.endsWith(PARTIAL))
      .map(({ name }) => name);
  }

  async function users(key: string): Promise<string[]> {
    const text = await readFile(join(place(key), USERS), 'utf8').catch(() => '[]');
    try {
      const list: unknown = JSON.parse(text);
      return Array.isArray(list) ? list.filter((path) => typeof path === 'string') : [];
    } catch {
      // A list cut short by a power failure is begun anew: it only warns before a network is deleted.
      return [];
    }
  }

  async function writeInfo(target: string, info: NetworkInfo): Promise<void> {
    const temporary = join(target, `${INFO}.${randomUUID()}`);
    await writeFile(temporary, `${JSON.stringify({ format: FORMAT, info }, null, 2)}\n`, { flush: true });
    await rename(temporary, join(target, INFO));
  }

  return {
    async list() {
      const networks: NetworkInfo[] = [];
      const damaged: string[] = [];
      for (const key of await keys()) {
        await read(key).then(
          (info) => networks.push(info),
          () => damaged.push(place(key)),
        );
      }
      return { networks: networks.sort((a, b) => a.name.localeCompare(b.name, 'en')), damaged };
    },
    async get(key) {
      const known = (await keys()).includes(key);
      if (!known)
        throw new GroveError('not-found', 'That network is not in the library any more; import it again or choose another one.');
      const files = await readdir(place(key));
      const source = files.find((name) => name.startsWith(SOURCE)) ?? ONNX;
      return { info: await read(key), onnxPath: join(place(key), ONNX), sourcePath: join(place(key), source) };
    },
    async add(info, onnxPath, sourcePath) {
      const key = networkKey(info);
      if ((await keys()).includes(key)) throw new GroveError('invalid-input', `${info.name} is in the library already.`);
      const partial = `${place(key)}.${randomUUID()}${PARTIAL}`;
      try {
        await mkdir(partial, { recursive: true });
        await copyFile(onnxPath, join(partial, ONNX));
        await copyFile(sourcePath, join(partial, `${SOURCE}${extname(sourcePath).toLowerCase()}`));
        await writeInfo(partial, info);
        await rename(partial, place(key));
      } catch (error) {
        await rm(partial, { recursive: true, force: true });
        throw diskError(error, folder);
      }
    },
    async update(info) {
      await writeInfo(place(networkKey(info)), info).catch((error: unknown) => {
        throw diskError(error, folder);
      });
    },
    async remove(key) {
      if ((await keys()).includes(key)) await rm(place(key), { recursive: true, force: true });
    },
    async use(key, projectPath) {
      const known = await users(key);
      if (known.includes(projectPath) || !(await keys()).includes(key)) return;
      await writeFile(join(place(key), USERS), JSON.stringify([...known, projectPath]));
    },
    users,
    async staging() {
      const staging = join(folder, STAGING);
      swept ??= rm(staging, { recursive: true, force: true });
      await swept;
      await mkdir(staging, { recursive: true });
      return join(staging, `${randomUUID()}.onnx`);
    },
  };
}

function diskError(error: unknown, folder: string): GroveError {
  if (error instanceof GroveError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new GroveError('disk-full', `The disk with ${folder} is full; make room and import the network again.`, {
      file: folder,
      cause: error,
    });
  }
  const message = `The network could not be stored in ${folder} (${code || String(error)}); check that you may write there.`;
  return new GroveError('read-only', message, { file: folder, cause: error });
}
