/** The prototypes of the Euclidean output units as pictures: which cells are +1. */

import { prototypes } from '../../network/prototypes';

export interface Bitmap {
  readonly digit: number;
  readonly width: number;
  readonly height: number;
  /** Cells that are +1: x to the right, y down. */
  readonly ink: readonly (readonly [x: number, y: number])[];
}

const { classes, width, height, values } = prototypes['digits-7x12'];

export const bitmaps: readonly Bitmap[] = Array.from({ length: classes }, (_, digit) => {
  const ink: [number, number][] = [];
  for (let cell = 0; cell < width * height; cell++) {
    if (values[digit * width * height + cell] === 1) ink.push([cell % width, Math.floor(cell / width)]);
  }
  return { digit, width, height, ink };
});
