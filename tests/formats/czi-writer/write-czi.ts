import { open } from 'node:fs/promises';
import type { BlockSpec, CziSpec } from './block-spec.ts';
import { blockOf, putText, segment } from './byte-writer.ts';
import { encodePayload } from './encode-payload.ts';

const FILE_HEADER = 544;
const MASK_CHUNK = '67eae3cbfc5b2b49a16aece378031448';

/** The bytes of a CZI file. */
export async function writeCzi(spec: CziSpec): Promise<Uint8Array> {
  const { parts, length } = await layOut(spec);
  const { bytes } = blockOf(length);
  for (const { at, bytes: part } of parts) bytes.set(part, at);
  return bytes;
}

/** A CZI file on disk; what blocks leave as holes takes no room where the file system knows holes. */
export async function writeCziFile(path: string, spec: CziSpec): Promise<void> {
  const { parts, length } = await layOut(spec);
  const file = await open(path, 'w');
  try {
    for (const { at, bytes } of parts) await file.write(bytes, 0, bytes.length, at);
    await file.truncate(length);
  } finally {
    await file.close();
  }
}

interface Part {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * What lies where (layout: specification of the format in facts, see main/formats/czi). Sub-blocks lie in the order given.
 * Everything that the writer puts down can be checked: it keeps no state and knows no randomness.
 */
async function layOut({
  blocks,
  metadata,
  timeStamps,
  directoryFirst = false,
}: CziSpec): Promise<{ parts: readonly Part[]; length: number }> {
  const payloads = await Promise.all(blocks.map(encodePayload));
  const directorySize = segment(
    'ZISRAWDIRECTORY',
    directoryContent(
      blocks,
      blocks.map(() => 0),
    ),
  ).length;
  const metadataSegment = metadata === undefined ? null : segment('ZISRAWMETADATA', metadataContent(metadata));
  const subBlocks = blocks.map((block, i) => ({
    hole: block.hole ?? 0,
    bytes: segment('ZISRAWSUBBLOCK', subBlockContent(block, payloads[i]!), block.hole),
  }));

  const parts: Part[] = [];
  let position = FILE_HEADER;
  const place = (bytes: Uint8Array, hole = 0): number => {
    const at = position;
    parts.push({ at, bytes });
    position += bytes.length + hole;
    return at;
  };
  const head = { directory: 0, metadata: 0, attachments: 0 };
  if (directoryFirst) {
    head.directory = position;
    position += directorySize;
    if (metadataSegment !== null) head.metadata = position;
    position += metadataSegment?.length ?? 0;
  }
  const positions = subBlocks.map(({ bytes, hole }) => place(bytes, hole));
  if (!directoryFirst) {
    head.directory = place(segment('ZISRAWDIRECTORY', directoryContent(blocks, positions)));
    if (metadataSegment !== null) head.metadata = place(metadataSegment);
  }
  if (timeStamps !== undefined) {
    const at = place(segment('ZISRAWATTACH', attachmentContent(timeStampData(timeStamps))));
    head.attachments = place(segment('ZISRAWATTDIR', attachmentDirectory([{ type: 'CZTIMS', name: 'TimeStamps', at }])));
  }
  if (directoryFirst) {
    parts.push({ at: head.directory, bytes: segment('ZISRAWDIRECTORY', directoryContent(blocks, positions)) });
    if (metadataSegment !== null) parts.push({ at: head.metadata, bytes: metadataSegment });
  }
  parts.push({ at: 0, bytes: fileHeader(head) });
  return { parts, length: position };
}

function fileHeader({
  directory,
  metadata,
  attachments,
}: {
  directory: number;
  metadata: number;
  attachments: number;
}): Uint8Array {
  const { bytes, view } = blockOf(512);
  view.setInt32(0, 1, true);
  view.setBigInt64(52, BigInt(directory), true);
  view.setBigInt64(60, BigInt(metadata), true);
  view.setBigInt64(72, BigInt(attachments), true);
  return segment('ZISRAWFILE', bytes);
}

/** Dimensions of an entry: those of `dims`, then X, Y and M. */
function entry(block: BlockSpec, position: number): Uint8Array {
  const { x, y, width, height, storedWidth = width, storedHeight = height, m } = block;
  const dims: [string, number, number, number][] = [
    ...Object.entries(block.dims).map(([name, at]): [string, number, number, number] => [name, at, 1, 1]),
    ['X', x, width, storedWidth],
    ['Y', y, height, storedHeight],
    ...(m === undefined ? [] : [['M', m, 1, 1] satisfies [string, number, number, number]]),
  ];
  const { bytes, view } = blockOf(32 + 20 * dims.length);
  putText(bytes, 0, 'DV');
  view.setInt32(2, block.pixelType, true);
  view.setBigInt64(6, BigInt(position), true);
  view.setInt32(18, block.compression, true);
  view.setInt32(28, dims.length, true);
  for (const [i, [name, start, size, stored]] of dims.entries()) {
    const at = 32 + 20 * i;
    putText(bytes, at, name);
    view.setInt32(at + 4, start, true);
    view.setInt32(at + 8, size, true);
    view.setInt32(at + 16, stored, true);
  }
  return bytes;
}

function directoryContent(blocks: readonly BlockSpec[], positions: readonly number[]): Uint8Array {
  const { bytes, view } = blockOf(128);
  view.setInt32(0, blocks.length, true);
  return Buffer.concat([bytes, ...blocks.map((block, i) => entry(block, positions[i]!))]);
}

function subBlockContent(block: BlockSpec, payload: Uint8Array): Uint8Array {
  const copy = entry(block, 0);
  const attachment = block.validBits === undefined ? new Uint8Array(0) : maskAttachment(block, block.validBits);
  const text =
    block.validBits === undefined
      ? ''
      : '<METADATA><AttachmentSchema><DataFormat>CHUNKCONTAINER</DataFormat></AttachmentSchema></METADATA>';
  const { bytes, view } = blockOf(Math.max(256, 16 + copy.length));
  view.setInt32(0, text.length, true);
  view.setInt32(4, attachment.length, true);
  view.setBigInt64(8, BigInt(payload.length + (block.hole ?? 0)), true);
  bytes.set(copy, 16);
  return Buffer.concat([bytes, Buffer.from(text, 'latin1'), payload, attachment]);
}

function maskAttachment({ width, height, storedWidth = width, storedHeight = height }: BlockSpec, bits: Uint8Array): Uint8Array {
  const { bytes, view } = blockOf(36);
  bytes.set(Buffer.from(MASK_CHUNK, 'hex'));
  view.setInt32(16, 16 + bits.length, true);
  view.setInt32(20, storedWidth, true);
  view.setInt32(24, storedHeight, true);
  view.setInt32(32, Math.ceil(storedWidth / 8), true);
  return Buffer.concat([bytes, bits]);
}

function metadataContent(xml: string): Uint8Array {
  const text = Buffer.from(xml, 'utf8');
  const { bytes, view } = blockOf(256);
  view.setInt32(0, text.length, true);
  return Buffer.concat([bytes, text]);
}

function attachmentContent(data: Uint8Array): Uint8Array {
  const { bytes, view } = blockOf(256);
  view.setBigInt64(0, BigInt(data.length), true);
  return Buffer.concat([bytes, data]);
}

function attachmentDirectory(entries: readonly { type: string; name: string; at: number }[]): Uint8Array {
  const { bytes, view } = blockOf(256 + 128 * entries.length);
  view.setInt32(0, entries.length, true);
  for (const [i, { type, name, at }] of entries.entries()) {
    const from = 256 + 128 * i;
    putText(bytes, from, 'A1');
    view.setBigInt64(from + 12, BigInt(at), true);
    putText(bytes, from + 40, type);
    putText(bytes, from + 48, name);
  }
  return bytes;
}

function timeStampData(seconds: readonly number[]): Uint8Array {
  const { bytes, view } = blockOf(8 + 8 * seconds.length);
  view.setInt32(0, bytes.length, true);
  view.setInt32(4, seconds.length, true);
  for (const [i, time] of seconds.entries()) view.setFloat64(8 + 8 * i, time, true);
  return bytes;
}
