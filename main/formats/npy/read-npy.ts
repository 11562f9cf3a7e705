import { GroveError } from '#core/model/error.ts';
import { fileSystemError, type NamedFile } from '../reading/read-errors.ts';
import { openSourceFile } from '../reading/source-file.ts';

/** Numbers of a file, rows first. */
export interface NumberArray {
  /** Null where the file does not say. */
  readonly shape: readonly number[] | null;
  /** What the file holds, before it was turned into floats. */
  readonly type: 'float32' | 'uint8' | 'uint16';
  /** In memory that threads share. */
  readonly data: Float32Array;
}

/** Largest file: what a network is given or gives for one tile is far less. */
const MOST_BYTES = 2 ** 30;
const MOST_AXES = 8;
const LONGEST_HEADER = 65_535;
const MAGIC = '\u0093NUMPY';

const TYPES: Readonly<Record<string, { readonly type: NumberArray['type']; readonly bytes: number }>> = {
  '<f4': { type: 'float32', bytes: 4 },
  '|u1': { type: 'uint8', bytes: 1 },
  '<u2': { type: 'uint16', bytes: 2 },
};

/**
 * Reads a .npy file of NumPy (versions 1 to 3; float32, uint8 or uint16, little-endian, C order), or any other name as bare
 * little-endian float32 numbers. Throws GroveError 'corrupt', 'unsupported', 'too-large', 'not-found' and 'unreadable'.
 */
export async function readNumbers(path: string): Promise<NumberArray> {
  const file = await openSourceFile(path);
  try {
    if (file.size > MOST_BYTES) {
      throw new GroveError('too-large', `${file.name} is larger than 1 GB; cut out a part of it.`, { file: path });
    }
    const bytes = await file.read(0, file.size, 'its end');
    return /\.npy$/i.test(path) ? parseNpy(file, bytes) : bareFloats(file, bytes);
  } catch (error) {
    throw error instanceof GroveError ? error : fileSystemError(file, error);
  } finally {
    await file.close();
  }
}

/** The array of a .npy file in memory. */
export function parseNpy(file: NamedFile, bytes: Uint8Array): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || latin1(bytes, 0, 6) !== MAGIC) throw damaged(file, 'does not begin like a .npy file');
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw unsupported(file, `has version ${version} of the format`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER || start + length > bytes.length) throw damaged(file, 'ends within its header');
  const header = latin1(bytes, start, start + length);
  const descr = /'descr':\s*'([^']{1,20})'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const extents = /'shape':\s*\(([\d,\s]{0,200})\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || extents === undefined)
    throw damaged(file, 'has a header that cannot be read');
  const kind = TYPES[descr];
  if (kind === undefined) throw unsupported(file, `holds numbers of the type ${descr}`);
  if (order === 'True') throw unsupported(file, 'is stored by columns (Fortran order)');
  const shape = extents
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (shape.length > MOST_AXES) throw unsupported(file, `has ${shape.length} axes`);
  const from = start + length;
  if (count * kind.bytes !== bytes.length - from) {
    throw damaged(file, `holds ${bytes.length - from} bytes of numbers, not the ${count * kind.bytes} of its shape (${extents})`);
  }
  const data = shared(count);
  for (let i = 0; i < count; i++) {
    if (kind.type === 'float32') data[i] = view.getFloat32(from + 4 * i, true);
    else data[i] = kind.type === 'uint8' ? bytes[from + i]! : view.getUint16(from + 2 * i, true);
  }
  return { shape, type: kind.type, data };
}

function bareFloats(file: NamedFile, bytes: Uint8Array): NumberArray {
  if (bytes.length === 0 || bytes.length % 4 !== 0) {
    throw damaged(file, `holds ${bytes.length} bytes, which are no 32-bit floats`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = shared(bytes.length / 4);
  for (let i = 0; i < data.length; i++) data[i] = view.getFloat32(4 * i, true);
  return { shape: null, type: 'float32', data };
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

function damaged(file: NamedFile, why: string): GroveError {
  return new GroveError('corrupt', `${file.name} ${why}; save it anew with numpy.save.`, { file: file.path });
}

function unsupported(file: NamedFile, why: string): GroveError {
  const advice = 'save it as float32, uint8 or uint16 in C order';
  return new GroveError('unsupported', `${file.name} ${why}, which Grove does not read; ${advice}.`, { file: file.path });
}
