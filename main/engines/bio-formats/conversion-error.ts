import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { FinishedProgram } from './run-program.ts';

const LONGEST = 300;
const NOISE = /^(at |\.\.\. \d+ more|Series \d+: converted|Converted \d|\[done\]|Tile size = )/;
const THROWN = /^(Exception in thread "[^"]*" |Caused by: )/;
const CLASS = /^(?:[a-z][\w$]*\.)+[\w$]*(?:Exception|Error)(?:: )?/;

/** The line that says why: the cause at the bottom of the last stack trace, else the last line that says anything. */
export function failureReason(lines: readonly string[]): string {
  const said = lines.map((line) => line.trim()).filter((line) => line !== '' && !NOISE.test(line));
  const line = said.findLast((one) => THROWN.test(one)) ?? said.at(-1) ?? '';
  const thrown = line.replace(THROWN, '');
  const plain = thrown.replace(CLASS, '').trim() || thrown;
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** What it means that bfconvert did not convert the file at `path`. */
export function conversionError(path: string, { code, silent, lines }: FinishedProgram, silenceMs: number): GroveError {
  const name = basename(path);
  const file = { file: path };
  const all = lines.join('\n');
  if (silent) {
    const minutes = Math.max(1, Math.round(silenceMs / 60_000));
    const message = `Bio-Formats did nothing for ${minutes} min while it converted ${name} and was stopped; try again, or export the image as OME-TIFF.`;
    return new GroveError('unreadable', message, file);
  }
  if (/OutOfMemoryError/.test(all)) {
    const message = `${name} needs more memory than Bio-Formats may use; set the environment variable BF_MAX_MEM, for example to 8g, and try again.`;
    return new GroveError('too-large', message, file);
  }
  if (/No space left on device|There is not enough space/i.test(all)) {
    const message = `${name} cannot be converted: the disk with the cache folder is full; free some space on it and try again.`;
    return new GroveError('disk-full', message, file);
  }
  if (code === 127 || /\bjava: (command )?not found|Unable to locate a Java Runtime/i.test(all)) {
    const message = `${name} cannot be converted: Bio-Formats needs Java, which was not found; install Java and try again.`;
    return new GroveError('unsupported', message, file);
  }
  if (/unknown command flag/i.test(all)) {
    const message = `${name} cannot be converted: this bfconvert is too old; install Bio-Formats 6.2 or newer from openmicroscopy.org.`;
    return new GroveError('unsupported', message, file);
  }
  if (/Unknown file format|UnknownFormatException/.test(all)) {
    const message = `${name} is an image neither to Grove nor to Bio-Formats; choose another file, or export it as OME-TIFF or OME-Zarr.`;
    return new GroveError('unsupported', message, file);
  }
  const reason = failureReason(lines) || `it ended with code ${code ?? 'unknown'}`;
  const message = `Bio-Formats could not convert ${name} (${reason.replace(/[.\s]+$/, '')}); check that all its files are there, or export it as OME-TIFF.`;
  return new GroveError('unreadable', message, file);
}
