import type { NetworkMetadata } from '#core/model/network.ts';

/** A model file taken apart. */
export interface ModelPackage {
  readonly metadata: NetworkMetadata;
  /** True where colour images are turned into one grey channel before the network sees them. */
  readonly monochrome: boolean;
  readonly network: PackedNetwork;
}

/** The network as it lies in the file. */
export type PackedNetwork =
  | { readonly kind: 'onnx'; readonly bytes: Uint8Array }
  /** ZIP archive of a TensorFlow SavedModel folder. */
  | { readonly kind: 'saved-model'; readonly bytes: Uint8Array };

/** Limits on what is read of a model file. */
export const PACKAGE_LIMITS = {
  fileBytes: 4 * 2 ** 30,
  entries: 4096,
  totalBytes: 8 * 2 ** 30,
  metadataBytes: 4 * 2 ** 20,
  /** Largest network; protobuf itself ends at 2 GB. */
  networkBytes: 2 ** 31 - 1,
} as const;
