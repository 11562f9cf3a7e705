/**
 * A feature set by its canonical name, which says all there is to know about it: two sets are the same when their names are.
 * Models, projects and caches keep this text; feature-set-id.ts reads and writes it.
 */
export type FeatureSetId = 'basic25' | 'basic33' | `multiscale(${string})` | `scattering(${string})`;

/** The families of the Multi-scale set, in the order of its columns. */
export const MULTISCALE_FAMILIES = ['gaussian', 'laplacian', 'gradient', 'difference', 'tensor', 'hessian'] as const;
export type MultiscaleFamily = (typeof MULTISCALE_FAMILIES)[number];

/** The scales of the Multi-scale set: sigmas in pixels. */
export const MULTISCALE_SIGMAS = [0.3, 0.7, 1, 1.6, 3.5, 5, 10] as const;

/** Sigmas in pixels for each family that is computed, each list ascending, without repetition and not empty. */
export type MultiscaleGrid = Readonly<Partial<Record<MultiscaleFamily, readonly number[]>>>;

/**
 * The set as ilastik offers it whole: every family from σ 0.7 on, and the Gaussian at 0.3 too, below which derivatives say
 * nothing that the pixels do not say.
 */
export const DEFAULT_GRID: MultiscaleGrid = Object.fromEntries(
  MULTISCALE_FAMILIES.map((family) => [family, MULTISCALE_SIGMAS.filter((sigma) => family === 'gaussian' || sigma >= 0.7)]),
);

/** Orientations of the Scattering set: θ = 0°, 30° … 150°. */
export const SCATTERING_ANGLES = 6;

/** What a feature set consists of. */
export type FeatureSet =
  | { readonly set: 'basic25' }
  | { readonly set: 'basic33' }
  | { readonly set: 'multiscale'; readonly grid: MultiscaleGrid }
  /** `scales` is J; order 1 takes one wavelet, order 2 also the paths through two. */
  | { readonly set: 'scattering'; readonly scales: 2 | 3; readonly order: 1 | 2 };

/** What a pixel classifier computes from an image: one whole set per channel, concatenated channel-major. */
export interface FeatureSettings {
  readonly set: FeatureSetId;
  /** Channels of the image, in the order of the concatenation. */
  readonly channels: readonly number[];
  /**
   * Size of the pixels that the features are made for: images of another pixel size are resampled to it, so that a scale of 2 pixels means
   * the same length everywhere. Left out: features count in the pixels of each image.
   */
  readonly pixelSizeUm?: { readonly x: number; readonly y: number };
}
