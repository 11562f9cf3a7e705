import type { PixelType } from '#core/model/image.ts';

/** What the numbers of pixel types stand for. Colours lie as blue, green, red (, alpha). */
export interface PixelKind {
  readonly name: string;
  readonly type: PixelType;
  /** Samples per pixel as stored. */
  readonly stored: number;
  /** Samples per pixel that are handed out; alpha is left out. */
  readonly samples: 1 | 3;
}

const KINDS: Readonly<Record<number, PixelKind>> = {
  0: { name: 'Gray8', type: 'uint8', stored: 1, samples: 1 },
  1: { name: 'Gray16', type: 'uint16', stored: 1, samples: 1 },
  2: { name: 'Gray32Float', type: 'float32', stored: 1, samples: 1 },
  3: { name: 'Bgr24', type: 'uint8', stored: 3, samples: 3 },
  4: { name: 'Bgr48', type: 'uint16', stored: 3, samples: 3 },
  8: { name: 'Bgr96Float', type: 'float32', stored: 3, samples: 3 },
  9: { name: 'Bgra32', type: 'uint8', stored: 4, samples: 3 },
  12: { name: 'Gray32', type: 'int32', stored: 1, samples: 1 },
  13: { name: 'Gray64Float', type: 'float64', stored: 1, samples: 1 },
};

const REFUSED: Readonly<Record<number, string>> = { 10: 'Gray64ComplexFloat', 11: 'Bgr192ComplexFloat' };

/** Undefined for types that Grove does not read. */
export function pixelKind(pixelType: number): PixelKind | undefined {
  return KINDS[pixelType];
}

/** Name of a type for a message, with its number. */
export function pixelTypeName(pixelType: number): string {
  const name = KINDS[pixelType]?.name ?? REFUSED[pixelType];
  return name === undefined ? String(pixelType) : `${pixelType} (${name})`;
}

const RANK: readonly PixelType[] = ['uint8', 'uint16', 'int32', 'float32', 'float64'];

/** The narrowest type that holds the values of all given ones exactly. */
export function commonType(types: readonly PixelType[]): PixelType {
  const highest = types.reduce<PixelType>((a, b) => (RANK.indexOf(b) > RANK.indexOf(a) ? b : a), 'uint8');
  // 32-bit integers do not fit into 32-bit floats.
  return highest === 'float32' && types.includes('int32') ? 'float64' : highest;
}
