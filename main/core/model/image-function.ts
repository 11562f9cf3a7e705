import { GroveError } from './error.ts';
import type { PixelType } from './image.ts';

/** Neighbours of a pixel: those at its sides, or at its corners too. */
export type Connectivity = 4 | 8;

/**
 * Structuring element: a square of 2·count + 1 pixels, or the pixels at most count steps along rows and columns away (cross), or at
 * most count pixels away as the crow flies (disk).
 */
export type ElementShape = 'square' | 'cross' | 'disk';

/**
 * One image function with its parameters. Images of masks hold 0 and another value, label images k = class k, multichannel
 * segmentations a mask per class. `with` is the path of a second image; see core/image-function for what each does.
 */
export type ImageFunction =
  | { readonly name: 'mask' | 'extract'; readonly class: string }
  | { readonly name: 'combine'; readonly operation: 'and' | 'or' | 'xor' | 'minus'; readonly with: string }
  | { readonly name: 'not' }
  | { readonly name: 'apply-mask'; readonly with: string }
  | { readonly name: 'min-confidence'; readonly with: string; readonly threshold: number }
  | { readonly name: 'fill-holes'; readonly maximum: number | null; readonly connectivity: Connectivity }
  | {
      readonly name: 'scrap';
      readonly minimum: number;
      readonly maximum: number | null;
      readonly connectivity: Connectivity;
    }
  | { readonly name: 'erode' | 'dilate' | 'open' | 'close'; readonly count: number; readonly element: ElementShape }
  | {
      readonly name: 'pixel-type';
      readonly type: PixelType;
      readonly rescale: boolean;
      readonly low: number | null;
      readonly high: number | null;
    }
  | { readonly name: 'add-channels'; readonly with: string; readonly adapt: boolean }
  | { readonly name: 'subset'; readonly subset: string };

export type FunctionName = ImageFunction['name'];

/** Kind and range of a parameter, as texts and forms take it. */
export type FunctionParameter = { readonly key: string; readonly label: string; readonly tip?: string } & (
  | { readonly kind: 'integer' | 'number'; readonly least: number; readonly most: number; readonly initial: number | null }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly initial: string }
  | { readonly kind: 'flag'; readonly initial: boolean }
  /** `initial` null: it must be given. */
  | { readonly kind: 'text' | 'file'; readonly initial: string | null }
);

export interface FunctionDescription {
  readonly name: FunctionName;
  readonly title: string;
  readonly help: string;
  readonly parameters: readonly FunctionParameter[];
}

/** Larger elements need a border larger than a tile. */
export const LARGEST_COUNT = 100;
const LARGEST_AREA = 2 ** 40;

const second = (label: string): FunctionParameter => ({ key: 'with', label, kind: 'file', initial: null });
const connectivity: FunctionParameter = {
  ...{ key: 'connectivity', label: 'Connectivity', kind: 'choice', choices: ['4', '8'], initial: '8' },
  tip: 'Pixels of an object touch at their sides (4), or at their corners too (8)',
};
const classOf: FunctionParameter = {
  ...{ key: 'class', label: 'Class', kind: 'text', initial: null },
  tip: 'Number of the class from 1; of an image with a channel per class its name too',
};
const area = (key: string, label: string, initial: number | null): FunctionParameter => ({
  ...{ key, label, kind: 'integer', least: 0, most: LARGEST_AREA, initial, tip: 'Pixels' },
});
const element: readonly FunctionParameter[] = [
  { key: 'count', label: 'Count', kind: 'integer', least: 1, most: LARGEST_COUNT, initial: 1, tip: 'Reach in pixels' },
  { key: 'element', label: 'Element', kind: 'choice', choices: ['square', 'cross', 'disk'], initial: 'square' },
];
const TYPES: readonly PixelType[] = ['uint8', 'uint16', 'int8', 'int16', 'uint32', 'int32', 'float32', 'float64'];

/** Every image function, in the order in which they are offered. */
export const IMAGE_FUNCTIONS: readonly FunctionDescription[] = [
  { name: 'mask', title: 'Create mask from class', help: '255 where the class is, else 0', parameters: [classOf] },
  { name: 'extract', title: 'Extract class', help: 'only the pixels of one class', parameters: [classOf] },
  {
    name: 'combine',
    title: 'Combine masks',
    help: '255 where the operation of both masks holds',
    parameters: [
      { key: 'operation', label: 'Operation', kind: 'choice', choices: ['and', 'or', 'xor', 'minus'], initial: 'and' },
      second('Other mask'),
    ],
  },
  { name: 'not', title: 'Invert mask', help: '255 where the mask is 0, else 0', parameters: [] },
  { name: 'apply-mask', title: 'Apply mask', help: 'pixels outside the mask become 0', parameters: [second('Mask')] },
  {
    name: 'min-confidence',
    title: 'Minimum confidence',
    help: 'pixels of less confidence become 0',
    parameters: [
      second('Confidence image'),
      { key: 'threshold', label: 'Threshold', kind: 'number', least: 0, most: 100, initial: 50, tip: 'Percent' },
    ],
  },
  {
    name: 'fill-holes',
    title: 'Fill holes',
    help: 'fills holes up to an area',
    parameters: [area('maximum', 'Maximum hole area', null), connectivity],
  },
  {
    name: 'scrap',
    title: 'Scrap by area',
    help: 'removes objects smaller or larger than wanted',
    parameters: [area('minimum', 'Minimum area', 0), area('maximum', 'Maximum area', null), connectivity],
  },
  { name: 'open', title: 'Open', help: 'erodes, then dilates', parameters: element },
  { name: 'close', title: 'Close', help: 'dilates, then erodes', parameters: element },
  { name: 'erode', title: 'Erode', help: 'takes the rim of objects away', parameters: element },
  { name: 'dilate', title: 'Dilate', help: 'adds a rim to objects', parameters: element },
  {
    name: 'pixel-type',
    title: 'Change pixel type',
    help: 'with the values as they are, rounded and cut to the range of the type, or rescaled',
    parameters: [
      { key: 'type', label: 'Pixel type', kind: 'choice', choices: TYPES, initial: 'uint8' },
      { key: 'rescale', label: 'Rescale', kind: 'flag', initial: false },
      {
        ...{ key: 'low', label: 'Value for the least', kind: 'number', least: -1e300, most: 1e300, initial: null },
        tip: 'When rescaling; the least of its own type when empty, 0 for floats',
      },
      {
        ...{ key: 'high', label: 'Value for the most', kind: 'number', least: -1e300, most: 1e300, initial: null },
        tip: 'When rescaling; the most of its own type when empty, 1 for floats',
      },
    ],
  },
  {
    name: 'add-channels',
    title: 'Add channels',
    help: 'puts the channels of another image behind those of this one',
    parameters: [second('Other image'), { key: 'adapt', label: 'Adapt the pixel type', kind: 'flag', initial: true }],
  },
  {
    name: 'subset',
    title: 'Create subset',
    help: "takes a part, 'Z(1-5)|T(3)|C(2)|X(0-511)|Y(0-511)'; S, Z, T and C count from 1",
    parameters: [{ key: 'subset', label: 'Subset', kind: 'text', initial: null }],
  },
];

export const describeFunction = (name: FunctionName): FunctionDescription => IMAGE_FUNCTIONS.find((one) => one.name === name)!;

/**
 * A function out of the texts of its parameters; those that are left out or empty have their initial values. Throws GroveError
 * 'invalid-input' naming what is wrong.
 */
export function imageFunction(name: string, texts: Readonly<Record<string, string>>): ImageFunction {
  const described = IMAGE_FUNCTIONS.find((one) => one.name === name);
  if (described === undefined) {
    const names = IMAGE_FUNCTIONS.map((one) => one.name).join(', ');
    throw new GroveError('invalid-input', `There is no image function '${name}'; there are ${names}.`);
  }
  const { parameters } = described;
  const unknown = Object.keys(texts).find((key) => !parameters.some((one) => one.key === key));
  if (unknown !== undefined) {
    const known = parameters.length === 0 ? 'it has none' : `it has ${parameters.map(({ key }) => key).join(', ')}`;
    throw new GroveError('invalid-input', `The image function ${name} has no parameter '${unknown}'; ${known}.`);
  }
  const values = parameters.map((one) => [one.key, parameterValue(name, one, texts[one.key] ?? '')]);
  return { name, ...Object.fromEntries(values) } as ImageFunction;
}

function parameterValue(name: string, parameter: FunctionParameter, text: string): string | number | boolean | null {
  const { key, kind } = parameter;
  const refuse = (what: string): GroveError => new GroveError('invalid-input', `The image function ${name} needs ${what}.`);
  if (text === '') {
    if (parameter.initial === null && (kind === 'text' || kind === 'file')) throw refuse(`${key}=…`);
    return key === 'connectivity' ? Number(parameter.initial) : parameter.initial;
  }
  switch (parameter.kind) {
    case 'choice':
      if (!parameter.choices.includes(text)) throw refuse(`${key}=${parameter.choices.join(' or ')}, not '${text}'`);
      return key === 'connectivity' ? Number(text) : text;
    case 'flag':
      if (text !== 'yes' && text !== 'no') throw refuse(`${key}=yes or no, not '${text}'`);
      return text === 'yes';
    case 'integer':
    case 'number': {
      const { least, most } = parameter;
      const value = Number(text);
      const fits = value >= least && value <= most && (parameter.kind === 'number' || Number.isInteger(value));
      if (!fits || text.trim() === '') {
        const range = most === LARGEST_AREA ? `from ${least} on` : most > 1e12 ? '' : `from ${least} to ${most}`;
        throw refuse(
          `for ${key} a ${parameter.kind === 'integer' ? 'whole ' : ''}number ${range}`.trimEnd().concat(`, not '${text}'`),
        );
      }
      return value;
    }
    default:
      return text;
  }
}

/**
 * Reads a function as a text: its name and, behind blanks, `key=value` for its parameters; a value with blanks stands in double
 * quotes. Throws GroveError 'invalid-input'.
 */
export function parseFunction(text: string): ImageFunction {
  const { name, texts } = splitFunction(text);
  return imageFunction(name, texts);
}

/** The name in such a text, and the texts of the parameters. Throws as parseFunction does, but knows no function. */
export function splitFunction(text: string): { readonly name: string; readonly texts: Record<string, string> } {
  const [name = '', ...parts] = text.match(/(?:[^\s"]+|"[^"]*"?)+/g) ?? [];
  const texts: Record<string, string> = {};
  for (const part of parts) {
    const [, key, bare, quoted] = /^([a-z]+)=(?:([^"]*)|"([^"]*)")$/s.exec(part) ?? [];
    if (key === undefined) {
      throw new GroveError('invalid-input', `"${part}" in "${text}" is no parameter; write it like minimum=20.`);
    }
    if (Object.hasOwn(texts, key)) throw new GroveError('invalid-input', `${key} is given twice in "${text}".`);
    texts[key] = quoted ?? bare!;
  }
  return { name, texts };
}

/** The text of a function, such that reading it gives the same function. */
export function formatFunction(step: ImageFunction): string {
  const values = step as unknown as Readonly<Record<string, string | number | boolean | null>>;
  const parts = describeFunction(step.name).parameters.flatMap(({ key }) => {
    const value = values[key]!;
    if (value === null) return [];
    const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
    return [`${key}=${/[\s]/.test(text) ? `"${text}"` : text}`];
  });
  return [step.name, ...parts].join(' ');
}
