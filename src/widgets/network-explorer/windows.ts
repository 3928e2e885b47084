/**
 * Cells and the windows through which layers look at each other: positions, flat indices, and windows in both directions.
 *
 * Axis order: activations [H,W,C], row-major; a vector is a grid of 1 × 1 cells.
 */

import { definitionOf } from '../../network/layers/layers';
import type { LayerSpec } from '../../network/spec';
import type { Shape } from '../../tensor/shape';

export interface Grid {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A vector is a grid of 1 × 1 cells. */
export function gridOf(shape: Shape): Grid {
  const [first = 1, second = 1, third = 1] = shape;
  return shape.length === 1
    ? { height: 1, width: 1, channels: first }
    : { height: first, width: second, channels: third };
}

export interface CellPosition {
  readonly row: number;
  readonly column: number;
  readonly channel: number;
}

/** Cells of the layer before; may begin above or left of it (negative) where there is padding. */
export interface CellWindow {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The flat position of a cell in [H,W,C]. */
export function flatIndex({ width, channels }: Grid, { row, column, channel }: CellPosition): number {
  return (row * width + column) * channels + channel;
}
export function positionOf({ width, channels }: Grid, index: number): CellPosition {
  const cell = Math.floor(index / channels);
  return { row: Math.floor(cell / width), column: cell % width, channel: index % channels };
}

/** The window of the layer before that one cell looks at; null where the layer has none (dense, flatten, activation …). */
export function windowOf(layer: LayerSpec, inputShape: Shape, { row, column }: CellPosition): CellWindow | null {
  const view = definitionOf(layer).view(layer, inputShape);
  if (view.kind !== 'window') return null;
  const { size, stride, padding } = view;
  return {
    top: row * stride[0] - padding.top,
    left: column * stride[1] - padding.left,
    height: size[0],
    width: size[1],
  };
}

/** The output cells whose windows hold a cell of the layer before: the other direction of `windowOf`. Null where there is none. */
export function usersOf(
  layer: LayerSpec,
  inputShape: Shape,
  outputShape: Shape,
  place: { readonly row: number; readonly column: number },
): CellWindow | null {
  const view = definitionOf(layer).view(layer, inputShape);
  if (view.kind !== 'window') return null;
  const output = gridOf(outputShape);
  const along = (position: number, axis: 0 | 1, padding: number, length: number): [first: number, count: number] => {
    const first = Math.max(0, Math.ceil((position + padding - view.size[axis] + 1) / view.stride[axis]));
    const last = Math.min(length - 1, Math.floor((position + padding) / view.stride[axis]));
    return [first, last - first + 1];
  };
  const [top, height] = along(place.row, 0, view.padding.top, output.height);
  const [left, width] = along(place.column, 1, view.padding.left, output.width);
  return height > 0 && width > 0 ? { top, left, height, width } : null;
}
