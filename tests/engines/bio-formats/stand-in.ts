/**
 * A program of its own that stands in for bfconvert, which cannot be installed where the tests run: the same command line, the
 * same lines of output, and a real OME-TIFF. What it makes of a file, and how it behaves, stands in the file, see foreign-file.ts.
 * Arguments: the file to note each run in, then those of bfconvert.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { resultFiles } from '../../../main/formats/result-files.ts';
import { FOREIGN_START, type ForeignImage, foreignPixel } from './foreign-file.ts';

const SWITCHES = ['-no-upgrade', '-overwrite', '-bigtiff', '-noflat', '-nolookup', '-no-sas'];
const WITH_VALUE = ['-compression', '-tilex', '-tiley'];

const [log, ...args] = process.argv.slice(2);
appendFileSync(log!, `${JSON.stringify({ pid: process.pid, args, memory: process.env.BF_MAX_MEM ?? null })}\n`);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (args.includes('-version')) {
  say('Version: 8.1.0\nBuild date: 1 January 2025\nVCS revision: 0123456789');
  process.exit(0);
}
const names: string[] = [];
for (let i = 0; i < args.length; i++) {
  const arg = args[i]!;
  if (WITH_VALUE.includes(arg)) i++;
  else if (!arg.startsWith('-')) names.push(arg);
  else if (!SWITCHES.includes(arg)) {
    say(`Found unknown command flag: ${arg}; exiting.`);
    process.exit(1);
  }
}
const [input, output] = names as [string, string];
say(input);
const text = readFileSync(input, 'latin1');
if (!text.startsWith(FOREIGN_START)) {
  process.stderr.write(
    `Exception in thread "main" loci.formats.UnknownFormatException: Unknown file format: ${input}\n\tat loci.formats.ImageReader.getReader(ImageReader.java:195)\n`,
  );
  process.exit(1);
}
const image = JSON.parse(text.slice(FOREIGN_START.length).trimEnd()) as ForeignImage;
say(`[Nikon ND2] -> ${output} [OME-TIFF]`);

if (image.behaviour === 'fail') {
  say('Reading IFDs');
  process.stderr.write(
    [
      'Exception in thread "main" loci.formats.FormatException: Invalid ND2',
      '\tat loci.formats.in.NativeND2Reader.initFile(NativeND2Reader.java:321)',
      'Caused by: java.io.EOFException: Attempting to read beyond end of file.',
      '\tat loci.common.NIOFileHandle.buffer(NIOFileHandle.java:647)',
      '\t... 6 more\n',
    ].join('\n'),
  );
  process.exit(1);
}
if (image.behaviour === 'hang') {
  process.on('SIGTERM', () => undefined);
  await pause(60_000);
}

/** As bfconvert does: names with a pattern are one file for each series. */
const path = output.replaceAll('%s', '0').replaceAll('%n', 'series');
const { width, height, channels, planes } = image;
const writer = await resultFiles.omeTiff({
  path,
  scenes: [{ name: 'Series 1', width, height }],
  sizeZ: planes,
  sizeT: 1,
  channels: channels.map((name) => ({ name, color: null })),
  pixelType: 'uint16',
  pixelSizeUm: { x: 0.5, y: 0.5, z: null },
  coarsen: 'mean',
  description: '',
});
const { tileEdge } = writer;
for (let z = 0; z < planes; z++) {
  for (let y0 = 0; y0 < height; y0 += tileEdge) {
    for (let x0 = 0; x0 < width; x0 += tileEdge) {
      const columns = Math.min(tileEdge, width - x0);
      const area = columns * Math.min(tileEdge, height - y0);
      const pixel = (i: number): number =>
        foreignPixel(z, Math.floor(i / area), x0 + (i % columns), y0 + Math.floor((i % area) / columns));
      await writer.write(Uint16Array.from({ length: channels.length * area }, (_, i) => pixel(i)));
    }
  }
  say(`\tConverted ${z + 1}/${planes} planes (${Math.floor((100 * (z + 1)) / planes)}%)`);
  await pause(image.pauseMs);
}
if (image.behaviour !== 'nothing written') await writer.finish();
say('[done]\n0.1s elapsed (1.0+1.0ms per plane, 30ms overhead)');
