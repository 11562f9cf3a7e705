/** Little-endian numbers and text at places of a block of bytes. */
export function blockOf(length: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(length);
  return { bytes, view: new DataView(bytes.buffer) };
}

export function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

/** A segment: id, sizes and what follows them, padded to a multiple of 32 bytes; `hole` bytes that come after it belong to it too. */
export function segment(id: string, content: Uint8Array, hole = 0): Uint8Array {
  const used = content.length + hole;
  const padded = Math.ceil(used / 32) * 32;
  const { bytes, view } = blockOf(32 + padded - hole);
  putText(bytes, 0, id);
  view.setBigInt64(16, BigInt(padded), true);
  view.setBigInt64(24, BigInt(used), true);
  bytes.set(content, 32);
  return bytes;
}
