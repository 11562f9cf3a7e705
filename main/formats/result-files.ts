import { rm } from 'node:fs/promises';
import type { ResultFiles } from '../services/ports.ts';
import { writeOmeTiff } from './ome-tiff/write-ome-tiff.ts';
import { writeGreyPng } from './png-jpeg/write-grey-png.ts';

/** Result images on disk. */
export const resultFiles: ResultFiles = {
  omeTiff: writeOmeTiff,
  greyPng: writeGreyPng,
  remove: (path) => rm(path, { force: true }),
};
