import { describe, expect, test } from 'vitest';
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

describe('conv2dInputGradient', () => {
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
