/** Values in C order, little-endian, as numpy.save writes them (version 1). `order` may claim otherwise, for tests of readers. */
export function npyBytes(values: Float32Array | Uint8Array | Uint16Array, shape: readonly number[], order = 'False'): Buffer {
  const descr = values instanceof Float32Array ? '<f4' : values instanceof Uint16Array ? '<u2' : '|u1';
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${tuple}), }`;
  const header = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(header.length, 8);
  const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), data]);
}
