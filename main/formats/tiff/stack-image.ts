import { allocatePixels } from '#core/model/image.ts';
import type { ImageFile } from '../../services/ports.ts';
import { checkRequest } from '../reading/check-request.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import { damaged, type NamedFile } from '../reading/read-errors.ts';
import { sameKind, type TiffPage } from './page.ts';
import { findLevels, type PageLevels } from './page-levels.ts';
import { createPageReader } from './page-reader.ts';
import type { PageRef, PageScene, PageStack } from './page-stack.ts';
import { stackInfo } from './stack-info.ts';

/** An image made of pages. `file` is the one that was opened. `close` ends all that the pages need. */
export async function stackImage(
  file: NamedFile,
  stack: PageStack,
  cache: ChunkCache,
  close: () => Promise<void>,
): Promise<ImageFile> {
  const { scenes, sizeZ, pagesPerPlane } = stack;
  const alone = scenes.length === 1 ? stack.spare : [];
  const levels: PageLevels[] = [];
  const reader = createPageReader(cache);
  // One after another: each may be in a file of its own.
  for (const scene of scenes) {
    const { base, planes } = scene;
    levels.push(await findLevels(scene, alone));
    await reader.check(base);
    const last = planes.findLast((page) => page !== null);
    if (typeof last === 'object') await reader.check(last);
  }
  const info = stackInfo(stack, levels);
  return {
    info,
    async read(request) {
      checkRequest(file, info, request);
      const { plane, level, rect, channels } = request;
      const scene = scenes[plane.scene]!;
      const area = rect.width * rect.height;
      const data = allocatePixels(info.pixelType, channels.length * area);
      const wanted = channels.map((channel, i) => ({
        of: Math.floor(channel / scene.base.channels),
        channel: channel % scene.base.channels,
        at: i * area,
      }));
      const first = (plane.t * sizeZ + plane.z) * pagesPerPlane;
      for (const of of new Set(wanted.map((one) => one.of))) {
        const page = await pageOf(scene, scene.planes[first + of] ?? null);
        if (page === null) continue;
        const its = wanted.filter((one) => one.of === of);
        await reader.read({ page: await levels[plane.scene]!.at(page, level), rect, channels: its }, data);
      }
      return { width: rect.width, height: rect.height, channels: channels.length, data };
    },
    async close() {
      reader.close();
      await close();
    },
  };
}

/** Pages of other files are seen only now. Throws GroveError 'corrupt' where one is not as those of its scene are. */
async function pageOf({ base }: PageScene, ref: PageRef | null): Promise<TiffPage | null> {
  if (typeof ref !== 'function') return ref;
  const page = await ref();
  if (!sameKind(page, base)) {
    throw damaged(page.tiff.file, `its page ${page.index + 1} differs in size or type from the other planes of the image`);
  }
  return page;
}
