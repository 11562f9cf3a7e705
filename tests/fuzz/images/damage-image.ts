type Random = () => number;

const below = (random: Random, count: number): number => Math.floor(random() * count);

/** Numbers at the ends of what fields can hold. */
const ODD_32 = [0, 1, 2, 0x7f, 0xff, 0x100, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** An image file with one to four things wrong with it; the same numbers give the same file. */
export function damageImage(bytes: Uint8Array, places: readonly number[], random: Random): Uint8Array {
  let damaged = Uint8Array.from(bytes);
  for (let i = 0; i <= below(random, 4); i++) damaged = damageOnce(damaged, places, random);
  return damaged;
}

/** Mostly in the fields near `places`, where the structure of the file is, else anywhere. */
function damageOnce(bytes: Uint8Array<ArrayBuffer>, places: readonly number[], random: Random): Uint8Array<ArrayBuffer> {
  if (bytes.length < 16) return bytes;
  const near =
    places.length > 0 && random() < 0.7 ? places[below(random, places.length)]! + below(random, 96) : below(random, bytes.length);
  const from = Math.min(near, bytes.length - 8);
  const to = Math.min(bytes.length, from + 1 + below(random, 64));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (below(random, 12)) {
    case 0:
      return bytes.slice(0, from);
    case 1:
      return Uint8Array.from([...bytes.subarray(0, to), ...bytes.subarray(from)]);
    case 2:
      return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(to)]);
    case 3:
      bytes.fill([0, 0x7f, 0x80, 0xff][below(random, 4)]!, from, to);
      return bytes;
    case 4:
    case 5:
      view.setUint32(from, ODD_32[below(random, ODD_32.length)]!, random() < 0.8);
      return bytes;
    case 6:
      view.setBigUint64(from, BigInt(ODD_32[below(random, ODD_32.length)]!) << BigInt(8 * below(random, 5)), true);
      return bytes;
    case 7:
      view.setUint16(from, ODD_32[below(random, ODD_32.length)]! & 0xffff, random() < 0.8);
      return bytes;
    case 8:
      // An offset or a size that lies within the file.
      view.setUint32(from, below(random, bytes.length), true);
      return bytes;
    default:
      for (let i = 0; i <= below(random, 4); i++)
        bytes[Math.min(bytes.length - 1, from + below(random, 32))] = below(random, 256);
      return bytes;
  }
}
