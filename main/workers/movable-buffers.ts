/**
 * The buffers of typed arrays in a job's result, found in the object itself and in objects directly inside it, or in a list of them. They are moved
 * to the caller, so a job returns arrays of its own, never views into caches or kernel memory.
 */
export function movableBuffers(output: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (value: unknown, depth: number): void => {
    if (value === null || typeof value !== 'object') return;
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
    } else if (depth < 2 && !(Array.isArray(value) && typeof value[0] !== 'object')) {
      for (const part of Object.values(value)) visit(part, depth + 1);
    }
  };
  visit(output, 0);
  return [...found];
}
