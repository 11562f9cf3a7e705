import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { parseNpy, readNumbers } from '../../../main/formats/npy/read-npy.ts';
import { npyBytes } from '../../../main/formats/npy/write-npy.ts';
import { seededNumbers } from '../seeded-numbers.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-npy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const named = { path: '/a.npy', name: 'a.npy' };

describe('numbers of NumPy', () => {
  it.each([
    ['float32', Float32Array.of(0.5, -1, 2, 3, 4, 5), [1, 2, 3]],
    ['uint8', Uint8Array.of(0, 1, 255, 7), [4]],
    ['uint16', Uint16Array.of(65_535, 1), [2, 1]],
  ] as const)('%s', (type, values, shape) => {
    const read = parseNpy(named, npyBytes(values, shape));
    expect(read).toMatchObject({ type, shape });
    expect([...read.data]).toEqual([...values]);
    expect(read.data.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('as NumPy itself writes them, and bare floats', async () => {
    const script = `import numpy; numpy.save('${folder}/a.npy', numpy.arange(6, dtype='uint16').reshape(1, 2, 3)); numpy.arange(3, dtype='<f4').tofile('${folder}/a.f32')`;
    const python = spawnSync('/usr/bin/python3', ['-c', script]);
    if (python.status !== 0) {
      console.warn('Skipped: NumPy is not here.');
      return;
    }
    expect(await readNumbers(join(folder, 'a.npy'))).toMatchObject({ type: 'uint16', shape: [1, 2, 3] });
    expect([...(await readNumbers(join(folder, 'a.f32'))).data]).toEqual([0, 1, 2]);
  });

  it.each([
    ['columns first', npyBytes(Float32Array.of(1), [1], 'True'), 'unsupported', /Fortran/],
    [
      'another type',
      Buffer.from(npyBytes(Uint8Array.of(1), [1]).toString('latin1').replace('|u1', '<f8'), 'latin1'),
      'unsupported',
      /<f8/,
    ],
    ['more numbers than there are', npyBytes(Uint8Array.of(1, 2), [1e9, 1e9]), 'corrupt', /not the/],
    ['fewer', npyBytes(Uint8Array.of(1, 2), [1]), 'corrupt', /not the 1 of/],
    ['nothing', Buffer.alloc(0), 'corrupt', /begin/],
    ['half a header', npyBytes(Uint8Array.of(1), [1]).subarray(0, 40), 'corrupt', /ends within/],
  ] as const)('refuses %s', (_, bytes, kind, message) => {
    expect(() => parseNpy(named, bytes)).toThrow(expect.objectContaining({ kind, message: expect.stringMatching(message) }));
  });

  it('refuses bytes that are no floats', async () => {
    const path = join(folder, 'odd.f32');
    writeFileSync(path, Buffer.alloc(7));
    await expect(readNumbers(path)).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it('survives damage', () => {
    const random = seededNumbers(3);
    const sound = npyBytes(
      Float32Array.from({ length: 12 }, (_, i) => i),
      [1, 3, 4],
    );
    for (let i = 0; i < 2000; i++) {
      const bytes = Buffer.from(sound);
      for (let k = 0; k < 3; k++) bytes[Math.floor(random() * 128)] = Math.floor(random() * 256);
      try {
        expect(
          parseNpy(named, bytes.subarray(0, random() < 0.2 ? Math.floor(random() * bytes.length) : bytes.length)).data.length,
        ).toBeLessThan(50);
      } catch (error) {
        if (!(error instanceof GroveError)) throw error;
      }
    }
  });
});
