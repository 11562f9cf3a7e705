import { basename } from 'node:path';
import type { ImageInfo } from '#core/model/image.ts';
import { tellConversion } from '../services/conversion/tell-conversion.ts';
import type { CommandWork } from './with-engine.ts';

/** An image that belongs to no project. */
export interface OpenImage {
  readonly path: string;
  readonly name: string;
  readonly contentHash: string;
  readonly info: ImageInfo;
}

/** Opens an image file, converting it first where its format is foreign. Throws what opening and reading it throw. */
export async function openImageFile(path: string, { engine, call }: Pick<CommandWork, 'engine' | 'call'>): Promise<OpenImage> {
  const info = await engine.pool.run('image.open', { path }, tellConversion(call, engine.clock));
  const { hash } = await engine.pool.run('image.hash', { path }, { signal: call.signal });
  return { path, name: basename(path), contentHash: hash, info };
}
