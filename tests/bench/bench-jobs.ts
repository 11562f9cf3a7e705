import type { FeatureSettings } from '#core/model/features.ts';
import type { Rect } from '#core/model/image.ts';
import type { ImageSource, Jobs } from '../../main/services/ports.ts';

/** The product's jobs and one that computes features and drops them, to time them alone. */
export interface BenchJobs extends Jobs {
  'bench.features': { in: { source: ImageSource; rect: Rect; settings: FeatureSettings }; out: null };
}
