/** Finds what a message can hand over instead of copying. */

/**
 * The buffers of all typed arrays in plain data, each once. A view on a part of a larger buffer is left out: it is copied.
 */
export function transferablesOf(message: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      const { buffer } = value;
      if (buffer instanceof ArrayBuffer && buffer.byteLength === value.byteLength) found.add(buffer);
    } else if (Array.isArray(value)) {
      // Long lists are lists of numbers or points; only records hold arrays.
      if (typeof value[0] === 'object') value.forEach(visit);
    } else if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(visit);
    }
  };
  visit(message);
  return [...found];
}
