/**
 * The ten target patterns of the 1998 output layer: digits as bitmaps, 7 wide and 12 high, `#` is +1 and `.` is −1.
 *
 * Picture: the 84 units of F6 are to draw the digit as a small stylized picture; the output unit whose bitmap is nearest wins.
 * The idea and the size are those of LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), section II-B and figure 3;
 * the bitmaps are drawn anew for this book, so that any two of them differ in at least 23 cells.
 */

import type { Shape } from '../tensor/shape';
import type { EuclideanLayer } from './spec';

const digits = [
  [
    '.#####.',
    '#######',
    '##...##',
    '##...##',
    '##...##',
    '##...##',
    '##...##',
    '##...##',
    '##...##',
    '##...##',
    '#######',
    '.#####.',
  ],
  [
    '...##..',
    '..###..',
    '.####..',
    '...##..',
    '...##..',
    '...##..',
    '...##..',
    '...##..',
    '...##..',
    '...##..',
    '.######',
    '.######',
  ],
  [
    '..###..',
    '.#####.',
    '##...##',
    '.....##',
    '.....##',
    '....##.',
    '...##..',
    '..##...',
    '.##....',
    '##.....',
    '#######',
    '#######',
  ],
  [
    '.####..',
    '######.',
    '#...##.',
    '....##.',
    '...##..',
    '.####..',
    '.####..',
    '...##..',
    '....##.',
    '#...##.',
    '######.',
    '.####..',
  ],
  [
    '##.....',
    '##.....',
    '##..##.',
    '##..##.',
    '##..##.',
    '##..##.',
    '#######',
    '#######',
    '....##.',
    '....##.',
    '....##.',
    '....##.',
  ],
  [
    '#######',
    '#######',
    '##.....',
    '##.....',
    '######.',
    '.######',
    '.....##',
    '.....##',
    '.....##',
    '.....##',
    '#######',
    '######.',
  ],
  [
    '....##.',
    '...##..',
    '..##...',
    '.##....',
    '##.....',
    '##.###.',
    '#######',
    '##...##',
    '##...##',
    '##...##',
    '.#####.',
    '..###..',
  ],
  [
    '#######',
    '#######',
    '.....##',
    '....##.',
    '....##.',
    '...##..',
    '...##..',
    '..##...',
    '..##...',
    '.##....',
    '.##....',
    '.##....',
  ],
  [
    '..###..',
    '.##.##.',
    '.##.##.',
    '.##.##.',
    '..###..',
    '..###..',
    '.##.##.',
    '##...##',
    '##...##',
    '##...##',
    '.##.##.',
    '..###..',
  ],
  [
    '..###..',
    '.#####.',
    '##...##',
    '##...##',
    '##...##',
    '#######',
    '.###.##',
    '.....##',
    '....##.',
    '...##..',
    '..##...',
    '.##....',
  ],
] as const;

export interface PrototypeTable {
  /** One prototype per class. */
  readonly classes: number;
  /** Width and height of the bitmap that a prototype is. */
  readonly width: number;
  readonly height: number;
  /** [classes, height · width]: +1 and −1, each bitmap row by row. */
  readonly shape: Shape;
  readonly values: Float32Array;
}

export const prototypes: { readonly [K in EuclideanLayer['prototypes']]: PrototypeTable } = {
  'digits-7x12': bitmapTable(digits, 7, 12),
};

function bitmapTable(bitmaps: readonly (readonly string[])[], width: number, height: number): PrototypeTable {
  const cells = bitmaps.flatMap((rows) => rows.join('').split(''));
  return {
    classes: bitmaps.length,
    width,
    height,
    shape: [bitmaps.length, height * width],
    values: Float32Array.from(cells, (cell) => (cell === '#' ? 1 : -1)),
  };
}
