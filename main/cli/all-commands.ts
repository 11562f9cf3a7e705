import type { Command } from './command.ts';
import { imageExport } from './commands/image-export.ts';
import { imageInfo } from './commands/image-info.ts';
import { pixelSegment } from './commands/pixel-segment.ts';
import { pixelTrain } from './commands/pixel-train.ts';
import { serve } from './commands/serve.ts';

/** In the order that help lists them. */
export const allCommands: readonly Command[] = [imageInfo, imageExport, pixelTrain, pixelSegment, serve];
