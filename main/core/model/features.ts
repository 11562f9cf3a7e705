/** Feature sets by the names their users know. */
export type FeatureSetId = 'basic25' | 'basic33';

export const FEATURE_SETS: Readonly<Record<FeatureSetId, { readonly label: string; readonly planes: number }>> = {
  basic25: { label: 'Basic Features 25', planes: 25 },
  basic33: { label: 'Basic Features 33', planes: 33 },
};

/** What a pixel classifier computes from an image: one whole set per channel, concatenated channel-major. */
export interface FeatureSettings {
  readonly set: FeatureSetId;
  /** Channels of the image, in the order of the concatenation. */
  readonly channels: readonly number[];
}
