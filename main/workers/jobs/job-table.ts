import type { Jobs } from '../../services/ports.ts';
import type { JobTable } from '../serve-jobs.ts';
import { classifierExport } from './classifier-export.ts';
import { crfRefine } from './crf-refine.ts';
import { featuresSample } from './features-sample.ts';
import { forestBin } from './forest-bin.ts';
import { forestGrow } from './forest-grow.ts';
import { forestJudge } from './forest-judge.ts';
import { imageDecode } from './image-decode.ts';
import { imageFiles } from './image-files.ts';
import { functionBorders, functionPixels } from './image-function.ts';
import { imageHash } from './image-hash.ts';
import { imageLabels } from './image-labels.ts';
import { imageOpen } from './image-open.ts';
import { imagePyramid } from './image-pyramid.ts';
import { imageRange } from './image-range.ts';
import { imageRead } from './image-read.ts';
import { networkLabels, networkPixels } from './network-fuse.ts';
import { networkInspect } from './network-inspect.ts';
import { networkRead } from './network-read.ts';
import { networkReadWhole } from './network-read-whole.ts';
import { numbersRead } from './numbers-read.ts';
import { tilePredict } from './tile-predict.ts';

/** Every job of the services and the function that does it. */
export const jobTable: JobTable<Jobs> = {
  'image.open': imageOpen,
  'image.decode': imageDecode,
  'image.read': imageRead,
  'image.files': imageFiles,
  'image.labels': imageLabels,
  'image.hash': imageHash,
  'image.range': imageRange,
  'image.pyramid': imagePyramid,
  'function.pixels': functionPixels,
  'function.borders': functionBorders,
  'features.sample': featuresSample,
  'forest.bin': forestBin,
  'forest.grow': forestGrow,
  'forest.judge': forestJudge,
  'tile.predict': tilePredict,
  'crf.refine': crfRefine,
  'classifier.export': classifierExport,
  'network.inspect': networkInspect,
  'network.read': networkRead,
  'network.readWhole': networkReadWhole,
  'network.labels': networkLabels,
  'network.pixels': networkPixels,
  'numbers.read': numbersRead,
};
