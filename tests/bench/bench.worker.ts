import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { haloRect } from '#core/raster/halo-rect.ts';
import { jobTable } from '../../main/workers/jobs/job-table.ts';
import { openSource } from '../../main/workers/open-sources.ts';
import { prepared } from '../../main/workers/prepared-kernels.ts';
import { serveJobs } from '../../main/workers/serve-jobs.ts';
import type { BenchJobs } from './bench-jobs.ts';

serveJobs<BenchJobs>({
  ...jobTable,
  async 'bench.features'({ source, rect, settings: { set, channels } }) {
    const file = await openSource(source);
    const { width, height } = file.info;
    const { value: extractor } = prepared(`bench ${set} ${rect.width} ${rect.height}`, (kernels) =>
      createFeatureExtractor(kernels, { set, channels: channels.length, maxWidth: rect.width, maxHeight: rect.height }),
    );
    const around = haloRect(rect, extractor.halo, width, height);
    extractor.loadInput(await file.read({ plane: FIRST_PLANE, level: 0, rect: around, channels }), {
      tile: rect,
      imageWidth: width,
      imageHeight: height,
    });
    for (let y = 0; y < rect.height; y += extractor.stripRows)
      extractor.compute(y, Math.min(extractor.stripRows, rect.height - y));
    return null;
  },
});
