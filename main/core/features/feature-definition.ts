/** One feature of a set: what is computed for every pixel of one channel. */
export type FeatureDefinition =
  /** Gaussian smoothing; sigma 0 is the image itself. */
  | { readonly family: 'gaussian'; readonly sigmaPx: number }
  /** Sobel magnitude of the Gaussian with this sigma, which must be in the set too; sigma 0: of the image itself. */
  | { readonly family: 'sobel'; readonly sigmaPx: number }
  /** Real part of a Gabor filter with circular envelope; frequency in cycles per pixel. */
  | { readonly family: 'gabor'; readonly sigmaPx: number; readonly thetaDeg: number; readonly frequency: number }
  /** Second derivative of the Gaussian; x runs along the columns' index, y along the rows'. */
  | { readonly family: 'hessian'; readonly sigmaPx: number; readonly axes: 'xx' | 'yy' | 'xy' }
  /** Mean over a square window; size 1 is the image itself. */
  | { readonly family: 'mean'; readonly sizePx: number };

/** The name under which a feature is shown, e.g. "Gaussian σ 0.7". */
export function featureName(feature: FeatureDefinition): string {
  switch (feature.family) {
    case 'gaussian':
      return `Gaussian σ ${feature.sigmaPx}`;
    case 'sobel':
      return feature.sigmaPx === 0 ? 'Sobel' : `Sobel of Gaussian σ ${feature.sigmaPx}`;
    case 'gabor':
      return `Gabor σ ${feature.sigmaPx}, θ ${feature.thetaDeg}°, f ${feature.frequency}`;
    case 'hessian':
      return `Hessian ${feature.axes} σ ${feature.sigmaPx}`;
    case 'mean':
      return `Mean ${feature.sizePx} × ${feature.sizePx}`;
  }
}
