/**
 * The arrays that the reference loops read and write: float64, dense, row-major, up to four axes.
 *
 * Picture: `x.get(n, i, j, c)` is x[n,i,j,c] of the formula, and `for (const [n, i] of indices(N, I))` visits every pair in reading
 * order. An index that a loop computed wrongly is an error here, not a number that looks plausible.
 *
 * Deliberately not fast: an oracle is worth what it is easy to check.
 */

import { formatShape, sizeOf, type Shape } from '../tensor/shape';

/** Four lengths or steps; axes that a grid does not have count 1 cell and are stepped over by 0. */
type FourNumbers = readonly [number, number, number, number];

export class Grid {
  readonly shape: Shape;
  readonly values: Float64Array;
  /** Length of each of the four axes; 1 for those that the grid does not have. */
  readonly lengths: FourNumbers;
  readonly #steps: FourNumbers;

  /** All zeros when no values are given. Bytes are kept as they are, for reading: a data set is too large to be copied. */
  constructor(shape: Shape, values: ArrayLike<number> | null = null) {
    const size = sizeOf(shape);
    if (shape.length > 4) throw new Error(`internal: a grid has up to four axes, found ${formatShape(shape)}`);
    if (values !== null && values.length !== size) {
      throw new Error(`internal: ${values.length} values for a grid of shape ${formatShape(shape)}`);
    }
    this.shape = shape;
    if (values instanceof Uint8Array) this.values = values as ArrayLike<number> as Float64Array;
    else this.values = values === null ? new Float64Array(size) : Float64Array.from(values);
    const length = (axis: number): number => shape[axis] ?? 1;
    const step = (axis: number): number => (axis < shape.length ? sizeOf(shape.slice(axis + 1)) : 0);
    this.lengths = [length(0), length(1), length(2), length(3)];
    this.#steps = [step(0), step(1), step(2), step(3)];
  }

  /** One value; give one index for each axis. */
  get(i = 0, j = 0, k = 0, l = 0): number {
    return this.values[this.#place(i, j, k, l)]!;
  }

  set(value: number, i = 0, j = 0, k = 0, l = 0): void {
    this.values[this.#place(i, j, k, l)] = value;
  }

  /** Adds to one value, as a sum in a formula does. */
  add(value: number, i = 0, j = 0, k = 0, l = 0): void {
    this.values[this.#place(i, j, k, l)]! += value;
  }

  /** The value, or 0 outside of the borders: what padding with zeros means. */
  getOrZero(i: number, j: number, k: number, l: number): number {
    return this.#contains(i, j, k, l) ? this.get(i, j, k, l) : 0;
  }

  /** Adds to one value; outside of the borders nothing happens: padding has nothing to learn. */
  addOrDrop(value: number, i: number, j: number, k: number, l: number): void {
    if (this.#contains(i, j, k, l)) this.add(value, i, j, k, l);
  }

  /** A new grid of the same shape with `f` applied to each value. */
  map(f: (value: number) => number): Grid {
    return new Grid(this.shape, this.values.map(f));
  }

  #contains(i: number, j: number, k: number, l: number): boolean {
    const [lengthI, lengthJ, lengthK, lengthL] = this.lengths;
    return i >= 0 && i < lengthI && j >= 0 && j < lengthJ && k >= 0 && k < lengthK && l >= 0 && l < lengthL;
  }

  #place(i: number, j: number, k: number, l: number): number {
    if (!this.#contains(i, j, k, l)) {
      throw new Error(
        `internal: ${formatShape([i, j, k, l])} is outside of a grid of shape ${formatShape(this.shape)}`,
      );
    }
    const [stepI, stepJ, stepK, stepL] = this.#steps;
    return i * stepI + j * stepJ + k * stepK + l * stepL;
  }
}

/** The values of two grids of one shape combined, element by element. */
export function zip(a: Grid, b: Grid, f: (a: number, b: number) => number): Grid {
  return new Grid(
    a.shape,
    a.values.map((value, element) => f(value, b.values[element]!)),
  );
}

/**
 * Every combination of indices below the given lengths, the last one running fastest: `indices(2, 3)` gives [0,0] [0,1] [0,2] [1,0] [1,1]
 * [1,2]. The array is the same one each time; take it apart at once.
 */
export function* indices<const Lengths extends readonly number[]>(
  ...lengths: Lengths
): Generator<{ readonly [Axis in keyof Lengths]: number }> {
  const index = lengths.map(() => 0);
  const count = sizeOf(lengths);
  for (let visited = 0; visited < count; visited++) {
    yield index as { readonly [Axis in keyof Lengths]: number };
    for (let axis = lengths.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < lengths[axis]!) break;
      index[axis] = 0;
    }
  }
}
