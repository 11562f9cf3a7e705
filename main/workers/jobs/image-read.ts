import type { PixelBlock, RegionRequest } from '#core/model/image.ts';
import type { ImageSource } from '../../services/ports.ts';
import { openSource } from '../open-sources.ts';

export async function imageRead({ source, request }: { source: ImageSource; request: RegionRequest }): Promise<PixelBlock> {
  return (await openSource(source)).read(request);
}
