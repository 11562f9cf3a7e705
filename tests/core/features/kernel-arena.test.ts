import { expect, test } from 'vitest';
import { KernelArena } from '#core/kernels/kernel-arena.ts';

const PAGE = 65_536;

/** Grows as a WebAssembly.Memory does: content moves to another buffer. */
function growingMemory() {
  let buffer = new ArrayBuffer(0);
  return {
    get buffer() {
      return buffer;
    },
    grow(pages: number): number {
      const before = buffer.byteLength / PAGE;
      const grown = new Uint8Array(buffer.byteLength + pages * PAGE);
      grown.set(new Uint8Array(buffer));
      buffer = grown.buffer;
      return before;
    },
  };
}

test('pointers are aligned, do not overlap and lie in memory', () => {
  const memory = growingMemory();
  const arena = new KernelArena(memory, 1000);
  const a = arena.alloc(100);
  const b = arena.alloc(7, 16);
  const c = arena.alloc(3 * PAGE, 256);
  expect([a % 64, b % 16, c % 256]).toEqual([0, 0, 0]);
  expect(a).toBeGreaterThanOrEqual(1000);
  expect(b).toBeGreaterThanOrEqual(a + 100);
  expect(c).toBeGreaterThanOrEqual(b + 7);
  expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(c + 3 * PAGE);
});

test('reset gives the memory back, to a mark or wholly', () => {
  const arena = new KernelArena(growingMemory(), 64);
  const a = arena.alloc(64);
  const mark = arena.mark();
  const b = arena.alloc(64);
  arena.reset(mark);
  expect(arena.alloc(64)).toBe(b);
  arena.reset();
  expect(arena.used).toBe(0);
  expect(arena.alloc(64)).toBe(a);
  expect(() => arena.reset(mark + 1000)).toThrow(RangeError);
});

test('allocZeroed clears what was there before', () => {
  const arena = new KernelArena(growingMemory(), 0);
  arena.float32(arena.alloc(400), 100).fill(7);
  arena.reset();
  expect(arena.float32(arena.allocZeroed(400), 100).every((value) => value === 0)).toBe(true);
});

test('more than the address space is refused', () => {
  expect(() => new KernelArena(growingMemory(), 0).alloc(2 ** 32 + 1)).toThrow(RangeError);
});
