import { describe, expect, test } from 'vitest';
import { transposedConvolutionShape } from '../graph/convolution';
import { conv2d } from './conv2d';
import { conv2dFilterGradient } from './conv2dFilterGradient';
import { conv2dInputGradient } from './conv2dInputGradient';
import { Grid } from './grid';
import { image, kernel, rowsOf, valuesOf } from './literals';

const noPadding = { top: 0, bottom: 0, left: 0, right: 0 };
const x = image(
  [1, 2, 3, 0], //
  [0, 1, 2, 3],
  [3, 0, 1, 2],
  [2, 3, 0, 1],
);
const w = kernel(
  [1, 0], //
  [0, 2],
);

describe('conv2d', () => {
  test('x=[1,4,4,1] k=2 s=1 p=0: the kernel is not mirrored', () => {
    expect(rowsOf(conv2d({ stride: [1, 1], padding: noPadding }, x, w))).toEqual([
      [3, 6, 9],
      [0, 3, 6],
      [9, 0, 3],
    ]);
  });

  test('x=[1,4,4,1] k=2 s=2 p=0: every second window', () => {
    expect(rowsOf(conv2d({ stride: [2, 2], padding: noPadding }, x, w))).toEqual([
      [3, 9],
      [9, 3],
    ]);
  });

  test('x=[1,4,4,1] k=2 s=3 p=1,0,1,0: zeros above and to the left', () => {
    const padding = { top: 1, bottom: 0, left: 1, right: 0 };
    expect(rowsOf(conv2d({ stride: [3, 3], padding }, x, w))).toEqual([
      [2, 0],
      [4, 3],
    ]);
  });

  test('x=[1,1,2,2] w=[1,1,2,3]: channels are summed, filters stand side by side', () => {
    const pixels = new Grid([1, 1, 2, 2], [1, 2, 3, 4]);
    const weights = new Grid([1, 1, 2, 3], [1, 0, 1, 0, 1, 1]);
    const y = conv2d({ stride: [1, 1], padding: noPadding }, pixels, weights);
    expect(y.shape).toEqual([1, 1, 2, 3]);
    expect(valuesOf(y)).toEqual([1, 2, 3, 3, 4, 7]);
  });

  test('x=[2,1,1,1] w=[1,1,1,1]: examples do not mix', () => {
    const y = conv2d({ stride: [1, 1], padding: noPadding }, new Grid([2, 1, 1, 1], [5, 7]), kernel([10]));
    expect(valuesOf(y)).toEqual([50, 70]);
  });
});

describe('conv2d, dilated and in groups', () => {
  test('x=[1,4,4,1] k=2 d=2: kernel cells two apart', () => {
    const attributes = { stride: [1, 1], padding: noPadding, dilation: [2, 2] } as const;
    expect(rowsOf(conv2d(attributes, x, w))).toEqual([
      [3, 6],
      [0, 3],
    ]);
  });

  test('x=[1,1,1,4] w=[1,1,2,2] g=2: each output sees its own two channels', () => {
    const pixel = new Grid([1, 1, 1, 4], [1, 2, 3, 4]);
    const weights = new Grid([1, 1, 2, 2], [1, 10, 100, 1000]);
    expect(valuesOf(conv2d({ stride: [1, 1], padding: noPadding, groups: 2 }, pixel, weights))).toEqual([201, 4030]);
  });

  test('x=[1,1,2,2] w=[1,2,1,2] g=2: depthwise, channels never meet', () => {
    const pixels = new Grid([1, 1, 2, 2], [1, 2, 3, 4]);
    const weights = new Grid([1, 2, 1, 2], [1, 10, 100, 1000]);
    expect(valuesOf(conv2d({ stride: [1, 1], padding: noPadding, groups: 2 }, pixels, weights))).toEqual([301, 4020]);
  });
});

describe('conv2dInputGradient', () => {
  test('as a transposed convolution x=[1,2,2,1] k=2 s=2: every cell becomes a square', () => {
    const small = image(
      [1, 2], //
      [3, 4],
    );
    const attributes = { stride: [2, 2], padding: noPadding } as const;
    const inputShape = transposedConvolutionShape(small.shape, w.shape, attributes);
    expect(inputShape).toEqual([1, 4, 4, 1]);
    expect(rowsOf(conv2dInputGradient({ ...attributes, inputShape }, w, small))).toEqual([
      [1, 0, 2, 0],
      [0, 2, 0, 4],
      [3, 0, 4, 0],
      [0, 6, 0, 8],
    ]);
  });

  test('x=[1,3,3,1] k=2 s=1: each output spreads the kernel, and overlaps add', () => {
    const dy = image(
      [1, 10], //
      [100, 1000],
    );
    const attributes = { stride: [1, 1], padding: noPadding, inputShape: [1, 3, 3, 1] } as const;
    expect(rowsOf(conv2dInputGradient(attributes, w, dy))).toEqual([
      [1, 10, 0],
      [100, 1002, 20],
      [0, 200, 2000],
    ]);
  });

  test('x=[1,2,2,1] k=2 s=1 p=1: what falls into the padding is dropped', () => {
    const padding = { top: 1, bottom: 1, left: 1, right: 1 };
    const dy = image(
      [1, 0, 0], //
      [0, 0, 0],
      [0, 0, 10],
    );
    const attributes = { stride: [1, 1], padding, inputShape: [1, 2, 2, 1] } as const;
    expect(rowsOf(conv2dInputGradient(attributes, w, dy))).toEqual([
      [2, 0],
      [0, 10],
    ]);
  });
});

describe('conv2dFilterGradient', () => {
  test('x=[1,4,4,1] k=2 s=2: a weight gathers over all windows', () => {
    const dy = image(
      [1, 10], //
      [100, 1000],
    );
    const attributes = { stride: [2, 2], padding: noPadding, filterShape: [2, 2, 1, 1] } as const;
    expect(valuesOf(conv2dFilterGradient(attributes, x, dy))).toEqual([1331, 2002, 220, 1331]);
  });
});
