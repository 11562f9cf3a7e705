/**
 * A copy of an answer as Electron can clone it: typed arrays in shared memory, and those that are a small part of a large
 * buffer (which would be cloned whole), get memory of their own. Everything else is passed on as it is.
 */
export function cloneable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return ownsItsMemory(value) ? value : copyOf(value);
  if (Array.isArray(value)) return value.map(cloneable);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cloneable(item)]));
}

function ownsItsMemory(view: ArrayBufferView): boolean {
  return view.buffer instanceof ArrayBuffer && view.byteLength === view.buffer.byteLength;
}

function copyOf(view: ArrayBufferView): unknown {
  // Typed arrays are the only views in the contract; a Node Buffer becomes the plain bytes it stands for.
  const array = view as Uint8Array;
  return Buffer.isBuffer(array) ? new Uint8Array(array) : array.slice();
}
