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
  | { readonly family: 'mean'; readonly sizePx: number }
  /** Of the Gaussian with this sigma: Laplacian, length of the gradient, difference to a narrower Gaussian. */
  | { readonly family: 'laplacian' | 'gradient' | 'difference'; readonly sigmaPx: number }
  /** Eigenvalue of the structure tensor or of the Hessian matrix at this sigma. */
  | { readonly family: 'tensorEigenvalue' | 'hessianEigenvalue'; readonly sigmaPx: number; readonly which: 'larger' | 'smaller' }
  /** Scattering coefficient along a path of wavelets, from the image on; the low-pass is that of `scales`. */
  | { readonly family: 'scattering'; readonly scales: number; readonly path: readonly OrientedScale[] };

/** Names a wavelet of the scattering transform. */
export interface OrientedScale {
  /** 0 is the finest; each is twice as large as the one before. */
  readonly scale: number;
  readonly thetaDeg: number;
}

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
    case 'laplacian':
      return `Laplacian of Gaussian σ ${feature.sigmaPx}`;
    case 'gradient':
      return `Gradient magnitude σ ${feature.sigmaPx}`;
    case 'difference':
      return `Difference of Gaussians σ ${feature.sigmaPx}`;
    case 'tensorEigenvalue':
      return `Structure tensor ${feature.which} eigenvalue σ ${feature.sigmaPx}`;
    case 'hessianEigenvalue':
      return `Hessian ${feature.which} eigenvalue σ ${feature.sigmaPx}`;
    case 'scattering':
      return feature.path.length === 0
        ? 'Scattering low-pass'
        : `Scattering ${feature.path.map(({ scale, thetaDeg }) => `scale ${scale} θ ${thetaDeg}°`).join(' → ')}`;
  }
}
