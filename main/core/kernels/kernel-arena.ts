import type { KernelMemory } from './kernel-module.ts';

const PAGE = 65_536;
/** WebAssembly's 32-bit address space. */
const LIMIT = 65_536 * PAGE;

/**
 * Hands out memory of the kernels' linear memory from low to high addresses, growing it as needed. Memory is never given
 * back one by one: `reset` drops everything allocated since a mark.
 *
 * Growing detaches every typed array over the old buffer, so views are made where they are used and never kept.
 */
export class KernelArena {
  readonly #memory: KernelMemory;
  readonly #base: number;
  #top: number;

  /** `base` is the first byte that may be handed out. */
  constructor(memory: KernelMemory, base: number) {
    this.#memory = memory;
    this.#base = base;
    this.#top = base;
  }

  /** Bytes handed out, gaps for alignment included. */
  get used(): number {
    return this.#top - this.#base;
  }

  /** A pointer to `bytes` bytes of unspecified content, aligned to `align` (a power of two). Throws RangeError beyond 4 GiB. */
  alloc(bytes: number, align = 64): number {
    const pointer = Math.ceil(this.#top / align) * align;
    const end = pointer + bytes;
    const missing = end - this.#memory.buffer.byteLength;
    if (end > LIMIT) throw new RangeError(`The kernels' memory cannot hold ${end} bytes.`);
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    this.#top = end;
    return pointer;
  }

  /** As `alloc`, filled with zeros. */
  allocZeroed(bytes: number, align = 64): number {
    const pointer = this.alloc(bytes, align);
    this.uint8(pointer, bytes).fill(0);
    return pointer;
  }

  /** A place to go back to with `reset`. */
  mark(): number {
    return this.#top;
  }

  /** Drops everything allocated since the mark, or everything. Pointers handed out since then must not be used again. */
  reset(mark = this.#base): void {
    if (mark < this.#base || mark > this.#top) throw new RangeError('The mark does not belong to this arena.');
    this.#top = mark;
  }

  uint8(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, pointer, length);
  }

  uint16(pointer: number, length: number): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.#memory.buffer, pointer, length);
  }

  int32(pointer: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer, pointer, length);
  }

  uint32(pointer: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#memory.buffer, pointer, length);
  }

  float32(pointer: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, pointer, length);
  }
}
