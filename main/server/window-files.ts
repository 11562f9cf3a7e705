import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** A file of the built window. */
export interface WindowFile {
  readonly path: string;
  readonly bytes: number;
  readonly type: string;
  readonly cacheControl: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.eot': 'application/vnd.ms-fontobject',
  '.txt': 'text/plain; charset=utf-8',
};

/** Names under assets/ carry a hash of their content; everything else may change with the next build. */
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * The file of the built window that a URL path asks for, '/' being index.html; null where there is none. Whatever the path
 * says, by dots, encodings or links, nothing outside `folder` is ever given.
 */
export async function findWindowFile(folder: string, urlPath: string): Promise<WindowFile | null> {
  let name: string;
  try {
    name = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (name.endsWith('/')) name += 'index.html';
  const segments = name.split('/').slice(1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a control character is what this looks for
  if (segments.some((segment) => segment === '' || segment.startsWith('.') || /[\\:\u0000-\u001f]/.test(segment))) return null;
  const type = TYPES[extname(name).toLowerCase()];
  if (type === undefined) return null;
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, ...segments));
    if (!path.startsWith(root + sep)) return null;
    const info = await stat(path);
    if (!info.isFile()) return null;
    return { path, bytes: info.size, type, cacheControl: segments[0] === 'assets' ? FOREVER : 'no-store' };
  } catch {
    return null;
  }
}
