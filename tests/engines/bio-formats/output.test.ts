import { describe, expect, it } from 'vitest';
import { conversionError, failureReason } from '../../../main/engines/bio-formats/conversion-error.ts';
import { createConversionProgress } from '../../../main/engines/bio-formats/conversion-progress.ts';
import { createOutputLines } from '../../../main/engines/bio-formats/output-lines.ts';

describe('output of a program', () => {
  it('is cut into lines, whatever the pieces it comes in', () => {
    const heard: string[] = [];
    const lines = createOutputLines((line) => heard.push(line));
    lines.push('out', 'one\r');
    lines.push('err', 'Except');
    lines.push('out', '\ntwo\nthr');
    lines.push('err', 'ion\n');
    lines.push('out', 'ee');
    expect(heard).toEqual(['one', '', 'two', 'Exception']);
    expect(lines.last()).toEqual(['one', '', 'two', 'Exception', 'three']);
  });

  it('never takes more room than it is worth', () => {
    const lines = createOutputLines(() => undefined);
    for (let i = 0; i < 1000; i++) lines.push('out', `${i} ${'x'.repeat(5000)}\n`);
    lines.push('out', 'y'.repeat(1_000_000));
    expect(lines.last()).toHaveLength(201);
    expect(lines.last()[0]).toMatch(/^800 x/);
    expect(Math.max(...lines.last().map((line) => line.length))).toBe(2000);
  });
});

describe('progress of a conversion', () => {
  it('counts the planes of one series, once', () => {
    const progress = createConversionProgress(1000);
    const shares = ['\tConverted 10/40 planes (25%)', '\tConverted 40/40 planes (100%)', '\tConverted 5/40 planes (12%)'].map(
      (line) => {
        progress.written(999_999);
        progress.line(line);
        return progress.share();
      },
    );
    expect(shares[0]).toBeCloseTo(0.95 / 4);
    expect(shares.slice(1)).toEqual([0.95, 0.95]);
  });

  it('goes by the bytes written where nobody says how much there is', () => {
    const several = createConversionProgress(1000);
    several.line('\tSeries 0: converted 3/3 planes (100%)');
    several.written(200);
    expect(several.share()).toBe(0.2);
    several.line('\tSeries 1: converted 3/3 planes (100%)');
    several.written(150);
    expect(several.share()).toBe(0.2);
    several.written(5000);
    expect(several.share()).toBe(0.95);
    const onePlane = createConversionProgress(1000);
    onePlane.line('\tConverted 1/1 planes (100%)');
    onePlane.written(400);
    expect(onePlane.share()).toBe(0.4);
    const unknown = createConversionProgress(0);
    unknown.written(400);
    unknown.line('INFO Populating metadata 1/2');
    expect(unknown.share()).toBe(0);
  });
});

describe('the reason of a failure', () => {
  it.each([
    [
      ['Reading', 'Exception in thread "main" java.lang.NullPointerException', '\tat a.b.C(D.java:1)'],
      'java.lang.NullPointerException',
    ],
    [
      [
        'Exception in thread "main" loci.formats.FormatException: x',
        '\tat a',
        'Caused by: java.io.IOException: no .ets',
        '\t... 3 more',
      ],
      'no .ets',
    ],
    [['File is not here', '', '  '], 'File is not here'],
    [['\tConverted 1/2 planes (50%)'], ''],
    [[], ''],
    [[`Caused by: java.io.IOException: ${'long '.repeat(200)}`], `${'long '.repeat(60)}…`],
  ])('of %j', (lines, reason) => {
    expect(failureReason(lines)).toBe(reason);
  });

  it.each([
    [
      'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
      1,
      'too-large',
      /set the environment variable BF_MAX_MEM/,
    ],
    ['java.io.IOException: No space left on device', 1, 'disk-full', /disk with the cache folder is full/],
    ['bf.sh: line 68: java: command not found', 127, 'unsupported', /needs Java/],
    ['Found unknown command flag: -noflat; exiting.', 1, 'unsupported', /too old; install Bio-Formats 6\.2 or newer/],
    ['loci.formats.UnknownFormatException: Unknown file format: /a.nd2', 1, 'unsupported', /neither to Grove nor to Bio-Formats/],
    ['', 3, 'unreadable', /could not convert a\.nd2 \(it ended with code 3\)/],
  ])('%s', (line, code, kind, message) => {
    const error = conversionError('/data/a.nd2', { code, silent: false, lines: line === '' ? [] : [line] }, 1000);
    expect(error).toMatchObject({ kind, file: '/data/a.nd2', message: expect.stringMatching(message) });
    expect(error.message).toContain('a.nd2');
  });
});
