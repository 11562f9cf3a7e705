import type { Rect } from './image.ts';

/** A class of pixels, as the user names it. */
export interface LabelClass {
  /** Value of its pixels in label tiles, 1…255; never reused within a project. */
  readonly value: number;
  readonly name: string;
  /** 0xRRGGBB */
  readonly color: number;
  readonly visible: boolean;
}

/** Edge of a label tile in pixels; tiles are aligned to multiples of it. */
export const LABEL_TILE = 256;

export const MAX_CLASSES = 255;

/**
 * Pixels to be set to one class. Whatever tool drew it, the window sends its rasterised form.
 * `mask` holds one bit per pixel of `box`, row by row, each row padded to whole bytes, least significant bit first.
 */
export interface LabelStroke {
  readonly box: Rect;
  readonly mask: Uint8Array;
  /** Class value to write; 0 erases. */
  readonly value: number;
  /** Values that may be overwritten (0 = unlabelled); null where all may. */
  readonly onlyOver: readonly number[] | null;
}

/** Labelled pixels per class value. */
export type LabelCounts = Readonly<Record<number, number>>;

/** Colour-blind-safe default colours, given to new classes in turn (after Okabe & Ito, lightened for a dark ground). */
export const CLASS_COLORS: readonly number[] = [
  0xf0b726, 0x56b4e9, 0x00b386, 0xcc79a7, 0xe66100, 0x7961db, 0xf0e442, 0x9d7660, 0xd55e7d, 0x8fb0c4,
];

/** How labels of several people become one set; see core/labels/merge-label-sets. */
export type MergeRule = 'majority' | 'first' | 'agree';

/** Whether labels that come in replace what is there or are added to it. */
export type ImportMode = 'merge' | 'replace';
