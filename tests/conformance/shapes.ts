/**
 * The shapes on which ops are compared, at least twelve of each kind, chosen to be awkward: batch 1, one cell, channels that do not
 * divide by four, strides larger than the kernel, lopsided padding, windows that leave cells out.
 */
import { noPadding } from '../../src/graph/convolution';
import type { ConvolutionAttributes, Padding, Pair, PoolAttributes } from '../../src/graph/graph';
import type { Shape } from '../../src/tensor/shape';

export interface ConvolutionShape {
  readonly x: Shape;
  readonly w: Shape;
  readonly stride?: Pair;
  readonly padding?: Padding;
  readonly dilation?: Pair;
  readonly groups?: number;
}

const around = (cells: number): Padding => ({ top: cells, bottom: cells, left: cells, right: cells });

export const convolutionShapes: readonly ConvolutionShape[] = [
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1] },
  { x: [1, 5, 5, 1], w: [3, 3, 1, 1] },
  { x: [2, 9, 7, 3], w: [3, 2, 3, 5] },
  { x: [4, 32, 32, 1], w: [5, 5, 1, 6] },
  { x: [3, 14, 14, 6], w: [5, 5, 6, 16] },
  { x: [3, 5, 5, 16], w: [5, 5, 16, 20] },
  { x: [1, 6, 6, 4], w: [3, 3, 4, 8], padding: around(1) },
  { x: [2, 7, 5, 2], w: [3, 3, 2, 9], padding: { top: 2, bottom: 0, left: 1, right: 3 } },
  { x: [2, 9, 9, 3], w: [3, 3, 3, 4], stride: [2, 2], padding: around(1) },
  { x: [2, 11, 8, 3], w: [2, 2, 3, 7], stride: [3, 4] },
  { x: [3, 6, 6, 5], w: [1, 1, 5, 13] },
  { x: [2, 8, 8, 33], w: [3, 3, 33, 34], padding: around(1) },
  { x: [2, 4, 9, 8], w: [4, 3, 8, 2], stride: [1, 2] },
  { x: [1, 12, 1, 2], w: [5, 1, 2, 3], stride: [2, 1] },
  { x: [70, 2, 2, 1], w: [2, 2, 1, 1] },
  { x: [1, 3, 3, 1], w: [5, 5, 1, 2], padding: around(2) },
];

/** 3×3 at stride 1, large enough for minimal filtering in tiles of 4×4: heights and widths that are no multiple of it, channels that fill no panel, any border. */
export const tiledShapes: readonly ConvolutionShape[] = [
  { x: [2, 9, 11, 9], w: [3, 3, 9, 10], padding: around(1) },
  { x: [1, 16, 12, 8], w: [3, 3, 8, 8] },
  { x: [1, 19, 18, 13], w: [3, 3, 13, 19] },
  { x: [5, 8, 8, 16], w: [3, 3, 16, 32], padding: around(1) },
  { x: [2, 10, 13, 20], w: [3, 3, 20, 9], padding: around(2) },
  { x: [3, 10, 9, 11], w: [3, 3, 11, 24], padding: { top: 2, bottom: 0, left: 1, right: 3 } },
  // A border wider than the kernel: the gradient leaves out the rim of dy.
  { x: [2, 7, 8, 8], w: [3, 3, 8, 12], padding: { top: 3, bottom: 4, left: 4, right: 3 } },
  // Several blocks of tiles, the last one incomplete.
  { x: [7, 24, 22, 12], w: [3, 3, 12, 17], padding: around(1) },
];

export const dilatedShapes: readonly ConvolutionShape[] = [
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1], dilation: [3, 3] },
  { x: [1, 5, 5, 1], w: [3, 3, 1, 1], dilation: [2, 2] },
  { x: [2, 9, 7, 3], w: [3, 2, 3, 5], dilation: [3, 1] },
  { x: [2, 7, 9, 3], w: [2, 3, 3, 5], dilation: [1, 3] },
  { x: [1, 9, 9, 4], w: [3, 3, 4, 8], dilation: [2, 2], padding: around(2) },
  { x: [2, 9, 9, 2], w: [3, 3, 2, 9], dilation: [4, 4], stride: [2, 2], padding: around(3) },
  { x: [2, 11, 8, 3], w: [2, 2, 3, 7], dilation: [2, 2], stride: [3, 4] },
  { x: [3, 6, 6, 5], w: [1, 1, 5, 13], dilation: [2, 5] },
  { x: [1, 8, 8, 33], w: [3, 3, 33, 17], dilation: [2, 2], padding: around(2) },
  { x: [2, 5, 9, 8], w: [2, 3, 8, 2], dilation: [3, 2], stride: [1, 2] },
  { x: [1, 13, 1, 2], w: [5, 1, 2, 3], dilation: [2, 1], stride: [2, 1] },
  { x: [20, 5, 5, 1], w: [2, 2, 1, 6], dilation: [3, 3], padding: { top: 2, bottom: 0, left: 0, right: 1 } },
];

export const groupedShapes: readonly ConvolutionShape[] = [
  { x: [1, 1, 1, 2], w: [1, 1, 1, 2], groups: 2 },
  { x: [1, 5, 5, 2], w: [3, 3, 1, 2], groups: 2 },
  { x: [2, 7, 6, 6], w: [3, 2, 3, 4], groups: 2 },
  { x: [2, 6, 6, 6], w: [3, 3, 2, 9], groups: 3, padding: around(1) },
  { x: [1, 9, 7, 16], w: [3, 3, 4, 36], groups: 4, stride: [2, 2] },
  { x: [2, 5, 5, 9], w: [2, 2, 3, 27], groups: 3, stride: [3, 3], padding: { top: 1, bottom: 0, left: 0, right: 1 } },
  { x: [1, 8, 8, 20], w: [3, 3, 10, 20], groups: 2, dilation: [2, 2], padding: around(2) },
  // Depthwise, with one filter per channel and with several.
  { x: [2, 5, 5, 3], w: [3, 3, 1, 3], groups: 3, padding: around(1) },
  { x: [3, 8, 8, 8], w: [3, 3, 1, 8], groups: 8, stride: [2, 2], padding: around(1) },
  { x: [4, 14, 14, 13], w: [5, 5, 1, 13], groups: 13 },
  { x: [1, 9, 9, 6], w: [3, 2, 1, 6], groups: 6, dilation: [2, 3], padding: { top: 1, bottom: 0, left: 2, right: 0 } },
  { x: [2, 4, 9, 4], w: [2, 3, 1, 4], groups: 4, stride: [3, 4] },
  { x: [1, 6, 6, 4], w: [3, 3, 1, 8], groups: 4, padding: around(1) },
];

/** x is small, the result large. */
export const transposedShapes: readonly ({
  readonly x: Shape;
  readonly w: Shape;
  readonly outputPadding?: Pair;
} & ConvolutionAttributes)[] = [
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1], stride: [1, 1], padding: noPadding },
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1], stride: [3, 3], padding: noPadding, outputPadding: [2, 1] },
  { x: [2, 4, 4, 5], w: [2, 2, 3, 5], stride: [2, 2], padding: noPadding },
  { x: [2, 4, 3, 6], w: [3, 3, 4, 6], stride: [2, 2], padding: around(1), outputPadding: [1, 1] },
  { x: [1, 5, 5, 8], w: [4, 4, 4, 8], stride: [2, 2], padding: around(1) },
  { x: [3, 3, 5, 2], w: [3, 2, 7, 2], stride: [1, 1], padding: noPadding },
  { x: [1, 3, 3, 3], w: [2, 2, 1, 3], stride: [3, 4], padding: noPadding, outputPadding: [0, 3] },
  { x: [2, 6, 5, 9], w: [3, 3, 9, 9], stride: [1, 1], padding: around(1) },
  { x: [2, 4, 4, 4], w: [3, 3, 2, 4], stride: [2, 1], padding: around(1), groups: 2 },
  { x: [1, 4, 5, 6], w: [3, 3, 1, 6], stride: [2, 2], padding: { top: 0, bottom: 1, left: 1, right: 0 }, groups: 6 },
  { x: [1, 4, 4, 2], w: [3, 2, 3, 2], stride: [1, 2], padding: around(1), dilation: [2, 3] },
  { x: [5, 1, 3, 13], w: [1, 5, 2, 13], stride: [1, 2], padding: { top: 0, bottom: 0, left: 2, right: 2 } },
];

export const poolShapes: readonly ({ readonly x: Shape } & PoolAttributes)[] = [
  { x: [1, 1, 1, 1], window: [1, 1], stride: [1, 1] },
  { x: [1, 4, 4, 1], window: [2, 2], stride: [2, 2] },
  { x: [2, 6, 4, 2], window: [2, 2], stride: [2, 2] },
  { x: [2, 6, 6, 3], window: [3, 3], stride: [3, 3] },
  { x: [3, 8, 8, 6], window: [2, 2], stride: [2, 2] },
  { x: [2, 5, 7, 6], window: [2, 2], stride: [2, 2] },
  { x: [2, 7, 7, 5], window: [3, 3], stride: [2, 2] },
  { x: [1, 9, 9, 16], window: [3, 3], stride: [2, 2] },
  { x: [2, 8, 8, 7], window: [2, 2], stride: [3, 3] },
  { x: [2, 9, 6, 4], window: [2, 3], stride: [1, 2] },
  { x: [1, 6, 6, 9], window: [3, 3], stride: [1, 1] },
  { x: [2, 5, 5, 8], window: [5, 5], stride: [1, 1] },
  { x: [1, 17, 17, 3], window: [17, 17], stride: [1, 1] },
  { x: [1, 1, 1, 1], window: [3, 3], stride: [1, 1], padding: around(1) },
  { x: [2, 7, 6, 6], window: [3, 3], stride: [1, 1], padding: around(1) },
  { x: [1, 7, 7, 3], window: [3, 3], stride: [2, 2], padding: around(1) },
  { x: [2, 5, 4, 9], window: [2, 3], stride: [1, 2], padding: { top: 1, bottom: 0, left: 0, right: 2 } },
  // Windows that tile the padded picture, to its end and not.
  { x: [2, 3, 5, 4], window: [2, 2], stride: [2, 2], padding: { top: 1, bottom: 0, left: 0, right: 1 } },
  { x: [1, 6, 6, 7], window: [2, 2], stride: [2, 2], padding: around(1) },
  { x: [2, 5, 5, 2], window: [2, 2], stride: [2, 2], padding: { top: 1, bottom: 1, left: 1, right: 0 } },
  { x: [1, 6, 6, 5], window: [3, 3], stride: [3, 3], padding: { top: 1, bottom: 0, left: 0, right: 0 } },
];

export const imageShapes: readonly Shape[] = [
  [1, 1, 1, 1],
  [1, 4, 4, 1],
  [2, 1, 5, 3],
  [2, 3, 1, 4],
  [3, 2, 2, 5],
  [1, 7, 7, 6],
  [2, 5, 3, 7],
  [4, 8, 8, 8],
  [2, 6, 6, 9],
  [1, 17, 16, 13],
  [5, 3, 4, 17],
  [2, 2, 9, 32],
];

export const matrixShapes: readonly (readonly [rows: number, depth: number, columns: number])[] = [
  [1, 1, 1],
  [1, 400, 10],
  [2, 3, 5],
  [4, 8, 8],
  [5, 7, 9],
  [32, 400, 120],
  [33, 84, 10],
  [3, 1, 17],
  [17, 33, 34],
  [16, 30, 33],
  [7, 600, 6],
  [130, 5, 40],
];

export const reductions: readonly (readonly [x: Shape, axes: readonly number[]])[] = [
  [[1], [0]],
  [[7], [0]],
  [[1, 1], [1]],
  [[3, 5], [0]],
  [[3, 5], [1]],
  [[300, 6], [0]],
  [[6, 300], [1]],
  [
    [2, 3],
    [0, 1],
  ],
  [[2, 3, 5], [1]],
  [
    [2, 9, 9, 6],
    [1, 2],
  ],
  [
    [1, 7, 5, 4],
    [1, 2],
  ],
  [
    [3, 8, 8, 17],
    [0, 1, 2],
  ],
  [
    [2, 3, 4, 5],
    [0, 2],
  ],
  [
    [2, 3, 4, 5],
    [1, 3],
  ],
  [[2, 3, 4, 5], [3]],
  [
    [2, 3, 4, 5],
    [0, 3],
  ],
];

export const blocks: readonly { x: Shape; start: Shape; size: Shape }[] = [
  { x: [1], start: [0], size: [1] },
  { x: [1, 1, 1, 1], start: [0, 0, 0, 0], size: [1, 1, 1, 1] },
  { x: [9], start: [3], size: [5] },
  { x: [4, 6], start: [1, 0], size: [3, 6] },
  { x: [4, 6], start: [0, 5], size: [4, 1] },
  { x: [3, 4, 5], start: [1, 1, 1], size: [2, 2, 3] },
  { x: [2, 3, 7], start: [0, 2, 0], size: [2, 1, 7] },
  { x: [2, 8, 8, 3], start: [0, 2, 1, 0], size: [2, 5, 7, 3] },
  { x: [1, 5, 5, 6], start: [0, 0, 0, 2], size: [1, 5, 5, 3] },
  { x: [3, 6, 4, 5], start: [2, 1, 0, 4], size: [1, 4, 3, 1] },
  { x: [2, 7, 3, 16], start: [0, 0, 1, 8], size: [2, 7, 1, 8] },
  { x: [5, 3, 3, 1], start: [1, 0, 1, 0], size: [3, 3, 2, 1] },
];
export const flips: readonly { x: Shape; axes: readonly number[] }[] = [
  { x: [1], axes: [0] },
  { x: [7], axes: [0] },
  { x: [3, 5], axes: [0] },
  { x: [3, 5], axes: [1] },
  { x: [2, 3, 4], axes: [0, 2] },
  { x: [1, 1, 1, 1], axes: [2] },
  { x: [2, 8, 8, 3], axes: [2] },
  { x: [2, 5, 7, 4], axes: [1] },
  { x: [1, 6, 3, 5], axes: [1, 2] },
  { x: [3, 2, 2, 6], axes: [3] },
  { x: [3, 2, 5, 2], axes: [0, 1, 2, 3] },
  { x: [4, 3, 3, 7], axes: [1, 2] },
  { x: [2, 9, 1, 17], axes: [0, 3] },
];
export const joints: readonly { a: Shape; b: Shape; axis: number }[] = [
  { a: [1], b: [1], axis: 0 },
  { a: [3], b: [5], axis: 0 },
  { a: [2, 3], b: [2, 1], axis: 1 },
  { a: [1, 7], b: [4, 7], axis: 0 },
  { a: [2, 3, 5], b: [2, 2, 5], axis: 1 },
  { a: [1, 1, 1, 1], b: [1, 1, 1, 1], axis: 3 },
  { a: [2, 4, 4, 3], b: [2, 4, 4, 5], axis: 3 },
  { a: [2, 5, 3, 16], b: [2, 5, 3, 8], axis: 3 },
  { a: [1, 9, 9, 6], b: [1, 9, 9, 1], axis: 3 },
  { a: [3, 2, 4, 2], b: [3, 5, 4, 2], axis: 1 },
  { a: [3, 2, 4, 2], b: [3, 2, 1, 2], axis: 2 },
  { a: [3, 2, 4, 2], b: [1, 2, 4, 2], axis: 0 },
];

export const maskShapes: readonly Shape[] = [
  [1],
  [5],
  [1, 1],
  [2, 7],
  [4, 4],
  [3, 33],
  [2, 3, 5],
  [1, 9, 9, 1],
  [2, 16, 16, 1],
  [3, 8, 8, 5],
  [2, 1, 1, 6],
  [7, 2, 3, 4],
];
export const scoreShapes: readonly (readonly [number, number])[] = [
  [1, 2],
  [1, 10],
  [2, 3],
  [3, 2],
  [5, 4],
  [32, 10],
  [7, 13],
  [4, 100],
  [9, 8],
  [2, 17],
  [33, 5],
  [1, 3],
];

export const styleShapes: readonly Shape[] = [
  [1, 1, 1, 1],
  [1, 4, 4, 1],
  [2, 3, 5, 2],
  [1, 7, 7, 3],
  [3, 2, 2, 4],
  [2, 5, 4, 5],
  [1, 9, 9, 6],
  [2, 1, 3, 7],
  [1, 16, 16, 8],
  [2, 6, 6, 13],
  [1, 1, 1, 17],
  [1, 32, 32, 16],
];

/** For ops that look at each value by itself. */
export const flatShapes: readonly Shape[] = [
  [],
  [1],
  [3],
  [4],
  [7],
  [33],
  [2, 3],
  [1, 1, 1, 1],
  [5, 1, 4],
  [3, 5, 7, 6],
  [1, 9, 9, 2],
  [2, 16, 16, 4],
];
/** For ops that know channels only. */
export const channelShapes: readonly Shape[] = [
  [1, 1],
  [3, 5],
  [2, 4],
  [300, 3],
  [7, 6],
  [2, 3, 4, 5],
  [3, 9, 9, 6],
  [600, 17],
  [1, 1, 1, 1],
  [2, 1, 3],
  [1, 7, 7, 13],
  [5, 4, 4, 8],
];
/** Rows and classes. */
export const rowShapes: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 10],
  [3, 2],
  [5, 4],
  [32, 10],
  [7, 13],
  [2, 3],
  [4, 8],
  [1, 17],
  [9, 5],
  [33, 6],
  [3, 100],
];

/** At least 8 places for each channel: a variance of fewer is mostly rounding. */
export const normalizationShapes: readonly Shape[] = [
  [8, 1],
  [9, 3],
  [8, 4],
  [8, 1, 1, 5],
  [1, 4, 4, 1],
  [1, 3, 3, 2],
  [1, 5, 3, 7],
  [2, 2, 2, 8],
  [3, 9, 9, 6],
  [5, 4, 7, 13],
  [4, 2, 3, 9],
  [12, 20],
  [2, 16, 16, 4],
  [600, 17],
];

/** At least 8 channels at each place. */
export const placeShapes: readonly Shape[] = [
  [8],
  [1, 9],
  [3, 8],
  [1, 1, 1, 11],
  [1, 4, 4, 12],
  [2, 3, 1, 13],
  [1, 5, 3, 16],
  [2, 2, 2, 17],
  [3, 9, 9, 8],
  [7, 20],
  [2, 4, 4, 33],
  [300, 10],
];

export const sequenceShapes: readonly { x: Shape; w: Shape; stride: number; dilation?: number; groups?: number }[] = [
  { x: [1, 1, 1], w: [1, 1, 1], stride: 1 },
  { x: [2, 9, 3], w: [3, 3, 5], stride: 2 },
  { x: [1, 12, 4], w: [2, 4, 8], stride: 3, dilation: 3 },
  { x: [3, 16, 6], w: [5, 1, 6], stride: 1, groups: 6 },
];
export const maxoutShapes: readonly (readonly [pieces: number, ...x: number[]])[] = [
  [1, 1, 1],
  [2, 3, 6],
  [5, 4, 5],
  [3, 2, 4, 5, 9],
  [4, 1, 3, 3, 32],
];

/** Stored images and the input that they are laid into; per channel where there are several means. */
export const feedings: readonly {
  readonly data: Shape;
  readonly height: number;
  readonly width: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly batch: number;
}[] = [
  { data: [1, 1, 1, 1], height: 1, width: 1, mean: [0], deviation: [1], batch: 1 },
  { data: [3, 2, 2, 1], height: 3, width: 5, mean: [100], deviation: [50], batch: 2 },
  { data: [20, 28, 28, 1], height: 32, width: 32, mean: [33.3], deviation: [78.6], batch: 8 },
  { data: [5, 28, 28, 1], height: 28, width: 28, mean: [33.3], deviation: [78.6], batch: 7 },
  { data: [9, 32, 32, 3], height: 32, width: 32, mean: [125.3, 123, 113.9], deviation: [63, 62.1, 66.7], batch: 5 },
  { data: [9, 32, 32, 3], height: 40, width: 33, mean: [125.3, 123, 113.9], deviation: [63], batch: 4 },
  { data: [4, 5, 3, 2], height: 6, width: 4, mean: [128], deviation: [10, 20], batch: 3 },
  { data: [2, 1, 7, 3], height: 4, width: 7, mean: [0], deviation: [255], batch: 6 },
  { data: [256, 3, 3, 1], height: 4, width: 4, mean: [127.5], deviation: [127.5], batch: 100 },
  { data: [7, 4, 6, 5], height: 5, width: 9, mean: [1, 2, 3, 4, 5], deviation: [5, 4, 3, 2, 1], batch: 2 },
  { data: [13, 17, 1, 1], height: 17, width: 2, mean: [64], deviation: [32], batch: 13 },
  { data: [6, 1, 1, 4], height: 3, width: 2, mean: [9], deviation: [8], batch: 9 },
];

/** What augmentation gets: lopsided, one cell, one and several channels. */
export const photographs: readonly Shape[] = [
  [1, 1, 1, 1],
  [2, 3, 3, 1],
  [8, 32, 32, 1],
  [5, 28, 28, 1],
  [6, 32, 32, 3],
  [3, 17, 9, 3],
  [4, 5, 8, 2],
  [7, 1, 6, 3],
  [1, 12, 1, 4],
  [2, 7, 7, 5],
  [33, 6, 5, 3],
  [3, 2, 2, 9],
];
