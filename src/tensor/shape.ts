/**
 * Shapes of plain, dense, row-major arrays.
 *
 * Axis order in this house: activations N, H, W, C (batch, height, width, channel); kernels H, W, I, O (height, width,
 * input channel, output channel); dense weights I, O (input, output).
 */

export type Shape = readonly number[];

/**
 * Number types of the values in a graph. Labels, predicted classes and indices are `int32`, a data set of pictures as it is stored is `uint8`,
 * everything else is `float32`.
 */
export type DType = 'float32' | 'int32' | 'uint8';

/** What a data set's values are stored as: bytes (pictures, labels) or numbers (points). */
export type StoredType = 'uint8' | 'float32';
export type StoredValues = Uint8Array | Float32Array;

/** The typed arrays that are written to programs and read from them. (The reference computes in float64.) */
export type Values = Float32Array | Int32Array;

/** Number of elements of an array of this shape; 1 for the empty shape (a scalar). */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** `[32,28,28,6]`, as error messages and test titles print it. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(',')}]`;
}
