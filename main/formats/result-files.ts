import { isLabelPlace } from '#core/model/label-place.ts';
import type { ResultFiles } from '../services/ports.ts';
import { createOmeTiff } from './ome-tiff/write.ts';
import { removeResult } from './ome-zarr/remove-result.ts';
import { createOmeZarr } from './ome-zarr/write.ts';
import { createLabelImage } from './ome-zarr/write-label-image.ts';
import { writePng } from './png-jpeg/write-png.ts';

/** Result images on disk. */
export const resultFiles: ResultFiles = {
  omeTiff: (image) => createOmeTiff(image),
  omeZarr: (image) => (isLabelPlace(image.path) ? createLabelImage(image) : createOmeZarr(image)),
  png: writePng,
  remove: removeResult,
};
