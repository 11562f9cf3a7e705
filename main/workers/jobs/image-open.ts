import type { ImageInfo } from '#core/model/image.ts';
import { openSource } from '../open-sources.ts';

export async function imageOpen({ path }: { path: string }): Promise<ImageInfo> {
  return (await openSource({ kind: 'file', path }, true)).info;
}
