import { damaged } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { DIMENSION_BYTES, MOST_DIMENSIONS } from './directory-entry.ts';
import { asciiAt, longAt, SEGMENT_HEADER, viewOf } from './segment.ts';
import { AXES, type SubBlock } from './sub-block.ts';

const ID = 'ZISRAWSUBBLOCK';
/** Sizes, then the copy of the entry, up to its number of dimensions. */
const HEAD_BYTES = SEGMENT_HEADER + 16 + 32;

/** Where the parts of a sub-block lie in the file. */
export interface PayloadPlaces {
  readonly metadata: { readonly at: number; readonly bytes: number };
  readonly data: { readonly at: number; readonly bytes: number };
  readonly attachment: { readonly at: number; readonly bytes: number };
}

/** What to call a sub-block in a message. */
export function blockName({ index, position }: Pick<SubBlock, 'index' | 'position'>): string {
  return `tile ${index + 1} (at byte ${position})`;
}

/** Finds the parts of a sub-block. Throws GroveError 'corrupt' where the file has nothing of the kind there. */
export async function readPlaces(file: SourceFile, block: SubBlock): Promise<PayloadPlaces> {
  const { position } = block;
  const name = blockName(block);
  if (!(position >= 0 && position + HEAD_BYTES <= file.size)) throw damaged(file, `its ${name} lies beyond the end of the file`);
  const head = await file.read(position, HEAD_BYTES, `its ${name}`);
  if (asciiAt(head, 0, 16) !== ID) throw damaged(file, `its ${name} is not there`);
  const view = viewOf(head);
  const metadataBytes = view.getInt32(32, true);
  const attachmentBytes = view.getInt32(36, true);
  const dataBytes = longAt(view, 40);
  const told = view.getInt32(SEGMENT_HEADER + 16 + 28, true);
  const dimensions = told >= 0 && told <= MOST_DIMENSIONS ? told : AXES.length;
  const payload = position + SEGMENT_HEADER + Math.max(256, 48 + DIMENSION_BYTES * dimensions);
  if (metadataBytes < 0 || attachmentBytes < 0 || dataBytes < 0) throw damaged(file, `its ${name} declares a negative size`);
  const data = payload + metadataBytes;
  if (!(data + dataBytes <= file.size)) {
    throw damaged(file, `its ${name} declares ${dataBytes} bytes of pixels, more than the file holds from there on`);
  }
  return {
    metadata: { at: payload, bytes: metadataBytes },
    data: { at: data, bytes: dataBytes },
    attachment: { at: data + dataBytes, bytes: attachmentBytes },
  };
}
