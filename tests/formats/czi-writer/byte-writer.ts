/** Little-endian numbers and text at places of a block of bytes. */
export function blockOf(length: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(length);
  return { bytes, view: new DataView(bytes.buffer) };
}

export function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

/** A segment: id, sizes and what follows them, padded to a multiple of 32 bytes. */
export function segment(id: string, content: Uint8Array): Uint8Array {
  const allocated = Math.ceil(content.length / 32) * 32;
  const { bytes, view } = blockOf(32 + allocated);
  putText(bytes, 0, id);
  view.setBigInt64(16, BigInt(allocated), true);
  view.setBigInt64(24, BigInt(content.length), true);
  bytes.set(content, 32);
  return bytes;
}
