/**
 * Sums over some axes of an array, and copies along them: one pure record of sizes, read by every executor.
 *
 * Picture: an array of up to four axes, some of which are summed over. Neighbouring axes of the same fate are one axis, so
 * what is left alternates: kept, summed, kept, summed.
 */

import { formatShape, sizeOf, type Shape } from '../tensor/shape';
import { refuse } from './opDefinition';

/** x seen as [outer, middle, inner]; `middle` is summed over. */
export interface Fold {
  readonly outer: number;
  readonly middle: number;
  readonly inner: number;
}

/** Refuses axes that are not there, not ascending, or none at all. */
export function requireAxes(name: string, shape: Shape, axes: readonly number[]): void {
  const areAxes = axes.every(
    (axis, index) =>
      Number.isInteger(axis) && axis >= 0 && axis < shape.length && (index === 0 || axis > (axes[index - 1] ?? -1)),
  );
  if (areAxes && axes.length > 0) return;
  refuse({
    expected: `at least one axis of ${name} ${formatShape(shape)}, numbered from 0 and ascending`,
    found: formatShape(axes),
    next: 'Activations have the axes 0 batch, 1 height, 2 width, 3 channel.',
  });
}

/** The shape that is left when `axes` are summed over. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  return keepDims
    ? shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
    : shape.filter((_, axis) => !axes.includes(axis));
}

/** How many values go into one. */
export function reducedCount(shape: Shape, axes: readonly number[]): number {
  return axes.reduce((count, axis) => count * (shape[axis] ?? 1), 1);
}

/**
 * The sum over `axes` as one or two sums over a single middle axis, each of what the one before left: the last axes first.
 */
export function folds(shape: Shape, axes: readonly number[]): readonly Fold[] {
  const result: Fold[] = [];
  let lengths = [...shape];
  let axis = shape.length - 1;
  while (axis >= 0) {
    if (!axes.includes(axis)) {
      axis--;
      continue;
    }
    let first = axis;
    while (first > 0 && axes.includes(first - 1)) first--;
    result.push({
      outer: sizeOf(lengths.slice(0, first)),
      middle: sizeOf(lengths.slice(first, axis + 1)),
      inner: sizeOf(lengths.slice(axis + 1)),
    });
    lengths = lengths.map((length, index) => (index >= first && index <= axis ? 1 : length));
    axis = first - 1;
  }
  return result;
}
