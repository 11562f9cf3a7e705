import { describe, expect, it } from 'vitest';
import { CRF_OPTIONS, crfOption, withCrfStrength } from '../../main/cli/crf-options.ts';
import { choiceOption, indexListOption, integerOption, repeatedOption, requiredOption } from '../../main/cli/option-values.ts';
import { type GivenOptions, nearest, parseOptions } from '../../main/cli/parse-options.ts';

const specs = {
  image: { type: 'string', multiple: true },
  trees: { type: 'string' },
  channels: { type: 'string' },
  json: { type: 'boolean' },
} as const;
const parse = (...args: string[]): GivenOptions => parseOptions(args, specs, 'pixel train');

describe('options of a command', () => {
  it('keep the order of repeated ones', () => {
    expect(repeatedOption(parse('--image', 'b', '--json', '--image=a'), 'image')).toEqual(['b', 'a']);
  });

  it.each([
    [['--tree', '5'], 'Unknown option --tree; did you mean --trees?'],
    [['--chanels', '5'], 'Unknown option --chanels; did you mean --channels?'],
    [['--quality', '5'], "Unknown option --quality; see 'grove pixel train --help'."],
    [['-x'], "Unknown option -x; see 'grove pixel train --help'."],
    [['--trees'], "--trees needs a value; see 'grove pixel train --help'."],
    [['--trees', '--json'], "--trees needs a value; see 'grove pixel train --help'."],
    [['--json=yes'], "--json takes no value; see 'grove pixel train --help'."],
  ])('complain about %j', (args, message) => {
    expect(() => parse(...args)).toThrow(expect.objectContaining({ kind: 'invalid-input', message }));
  });

  it('read whole numbers within their limits', () => {
    expect(integerOption(parse('--trees', '12'), 'trees', 25, 1, 100)).toBe(12);
    expect(integerOption(parse(), 'trees', 25, 1, 100)).toBe(25);
    for (const bad of ['0', '101', '1.5', 'ten', '1e1', ' 5']) {
      expect(() => integerOption(parse('--trees', bad), 'trees', 25, 1, 100)).toThrow(
        '--trees must be a whole number from 1 to 100',
      );
    }
  });

  it('read lists of channels', () => {
    expect(indexListOption(parse('--channels', '0,2'), 'channels')).toEqual([0, 2]);
    expect(indexListOption(parse(), 'channels')).toBeUndefined();
    for (const bad of ['0,0', 'a', '1,', '-1', '0 2'])
      expect(() => indexListOption(parse(`--channels=${bad}`), 'channels')).toThrow('separated by commas');
  });

  it('read choices', () => {
    expect(choiceOption(parse('--trees', 'a'), 'trees', ['a', 'b'])).toBe('a');
    expect(choiceOption(parse(), 'trees', ['a', 'b'], 'b')).toBe('b');
    expect(() => choiceOption(parse('--trees', 'c'), 'trees', ['a', 'b'])).toThrow("--trees must be a or b, not 'c'.");
    expect(() => choiceOption(parse(), 'trees', ['a', 'b'])).toThrow('--trees is missing: give a or b.');
    expect(() => requiredOption(parse(), 'trees', 'a number')).toThrow('--trees is missing: give a number.');
  });
});

describe('the nearest word', () => {
  it('is found when it is near and only then', () => {
    expect(nearest('pixel trian', ['pixel train', 'pixel segment'])).toBe('pixel train');
    expect(nearest('seg', ['segment'])).toBe('segment');
    expect(nearest('banana', ['segment', 'train'])).toBeNull();
  });
});

describe('--crf', () => {
  const crf = (...args: string[]) => crfOption(parseOptions(withCrfStrength(args), { ...CRF_OPTIONS, ...specs }, 'segment'));

  it.each([
    [[], { strength: 0, confidence: 'after' }],
    [['--crf'], { strength: 50, confidence: 'after' }],
    [['--crf', '--json'], { strength: 50, confidence: 'after' }],
    [['--crf', '80', '--json'], { strength: 80, confidence: 'after' }],
    [['--crf=0'], { strength: 0, confidence: 'after' }],
    [['--json', '--crf', '100', '--crf-confidence', 'before'], { strength: 100, confidence: 'before' }],
  ])('reads %j', (args, settings) => {
    expect(crf(...args)).toEqual(settings);
  });

  it.each([
    [['--crf', '101'], "--crf must be a whole number from 0 to 100, not '101'."],
    [['--crf', '-5'], "--crf must be a whole number from 0 to 100, not '-5'."],
    [['--crf', 'much'], "--crf must be a whole number from 0 to 100, not 'much'."],
    [['--crf='], "--crf must be a whole number from 0 to 100, not ''."],
    [['--crf', '--crf-confidence', 'both'], "--crf-confidence must be after or before, not 'both'."],
    [['--crf-confidence', 'before'], '--crf-confidence says which confidence --crf leaves: give --crf too.'],
  ])('refuses %j', (args, message) => {
    expect(() => crf(...args)).toThrow(expect.objectContaining({ kind: 'invalid-input', message }));
  });
});
