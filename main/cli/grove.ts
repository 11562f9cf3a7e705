#!/usr/bin/env node
import { appVersion } from '../app-version.ts';
import { imageInfo } from './commands/image-info.ts';
import { pixelSegment } from './commands/pixel-segment.ts';
import { pixelTrain } from './commands/pixel-train.ts';
import { serve } from './commands/serve.ts';
import { runCommandLine } from './run-command-line.ts';

/** Entry of the command line. */
const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
});

const commands = [imageInfo, pixelTrain, pixelSegment, serve];
const { stdout, stderr } = process;
process.exitCode = await runCommandLine(process.argv.slice(2), commands, appVersion, {
  stdout,
  stderr,
  signal: interrupt.signal,
});
