import type { Command } from './command.ts';
import { classifyImageCommand } from './commands/classify-image.ts';
import { imageExport } from './commands/image-export.ts';
import { imageFunctionCommand } from './commands/image-function.ts';
import { imageInfo } from './commands/image-info.ts';
import { labelsExport } from './commands/labels-export.ts';
import { labelsImport } from './commands/labels-import.ts';
import { labelsMerge } from './commands/labels-merge.ts';
import { labelsStats } from './commands/labels-stats.ts';
import { modelConvert } from './commands/model-convert.ts';
import { modelImport } from './commands/model-import.ts';
import { modelInfo } from './commands/model-info.ts';
import { modelList } from './commands/model-list.ts';
import { modelVerify } from './commands/model-verify.ts';
import { pixelExport } from './commands/pixel-export.ts';
import { pixelSegment } from './commands/pixel-segment.ts';
import { pixelSuggest } from './commands/pixel-suggest.ts';
import { pixelTournament } from './commands/pixel-tournament.ts';
import { pixelTrain } from './commands/pixel-train.ts';
import { pixelValidate } from './commands/pixel-validate.ts';
import { processCommand } from './commands/process.ts';
import { segment } from './commands/segment.ts';
import { serve } from './commands/serve.ts';

/** In the order that help lists them. */
export const allCommands: readonly Command[] = [
  imageInfo,
  imageExport,
  imageFunctionCommand,
  pixelTrain,
  pixelSegment,
  pixelExport,
  pixelValidate,
  pixelSuggest,
  pixelTournament,
  labelsImport,
  labelsExport,
  labelsMerge,
  labelsStats,
  modelInfo,
  modelConvert,
  modelImport,
  modelList,
  modelVerify,
  segment,
  processCommand,
  classifyImageCommand,
  serve,
];
