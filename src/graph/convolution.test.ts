import { describe, expect, test } from 'vitest';
import {
  convolutionSizes,
  fullPadding,
  noPadding,
  poolSizes,
  sameWindows,
  samePadding,
  transposedConvolutionShape,
  windowPositions,
} from './convolution';

describe('windowPositions', () => {
  test.each([
    [32, 5, 1, 0, 0, 28],
    [28, 2, 2, 0, 0, 14],
    [5, 2, 2, 0, 0, 2],
    [227, 11, 4, 0, 0, 55],
    [5, 3, 1, 1, 1, 5],
    [5, 5, 1, 0, 0, 1],
    [4, 5, 1, 0, 0, 0],
  ])('length %i window %i stride %i padding %i+%i → %i', (length, window, stride, before, after, positions) => {
    expect(windowPositions(length, window, stride, before, after)).toBe(positions);
  });
});

describe('samePadding', () => {
  test.each([
    ['k=3 s=1', [5, 5], [3, 3], [1, 1], { top: 1, bottom: 1, left: 1, right: 1 }],
    ['k=5 s=1', [32, 32], [5, 5], [1, 1], { top: 2, bottom: 2, left: 2, right: 2 }],
    [
      'k=2 s=1: the odd zero goes to the bottom and right',
      [4, 4],
      [2, 2],
      [1, 1],
      { top: 0, bottom: 1, left: 0, right: 1 },
    ],
    ['k=3 s=2 of 6×7', [6, 7], [3, 3], [2, 2], { top: 0, bottom: 1, left: 1, right: 1 }],
    ['k=1 s=3: never below zero', [5, 5], [1, 1], [3, 3], { top: 0, bottom: 0, left: 0, right: 0 }],
  ] as const)('%s', (_, input, window, stride, expected) => {
    const padding = samePadding(input, window, stride);
    expect(padding).toEqual(expected);
    expect(windowPositions(input[0], window[0], stride[0], padding.top, padding.bottom)).toBe(
      Math.ceil(input[0] / stride[0]),
    );
  });
});

test('convolutionSizes x=[32,14,14,6] w=[5,5,6,16]: every size has a name', () => {
  const sizes = convolutionSizes([32, 14, 14, 6], [5, 5, 6, 16], { stride: [1, 1], padding: noPadding });
  expect(sizes.outputShape).toEqual([32, 10, 10, 16]);
  expect(sizes).toMatchObject({ batch: 32, inputHeight: 14, kernelWidth: 5, inputChannels: 6, outputChannels: 16 });
  expect(sizes.multiplyAdds).toBe(32 * 240_000);
});

test('convolutionSizes x=[1,9,9,6] w=[3,3,2,12] d=2 g=3: the window reaches over 5 cells, a group has 2 and 4 channels', () => {
  const attributes = { stride: [1, 1], padding: noPadding, dilation: [2, 2], groups: 3 } as const;
  const sizes = convolutionSizes([1, 9, 9, 6], [3, 3, 2, 12], attributes);
  expect(sizes).toMatchObject({ outputShape: [1, 5, 5, 12], groupInputChannels: 2, groupOutputChannels: 4 });
  expect(sizes.multiplyAdds).toBe(5 * 5 * 12 * 9 * 2);
});

test('fullPadding k=3×2: one window less a cell on each side', () => {
  expect(fullPadding([3, 2])).toEqual({ top: 2, bottom: 2, left: 1, right: 1 });
});

test('transposedConvolutionShape undoes convolutionSizes', () => {
  const attributes = { stride: [2, 3], padding: fullPadding([2, 2]), dilation: [2, 1], groups: 2 } as const;
  const shape = transposedConvolutionShape([1, 4, 5, 6], [3, 2, 2, 6], attributes);
  expect(shape).toEqual([1, 9, 12, 4]);
  expect(convolutionSizes(shape, [3, 2, 2, 6], attributes).outputShape).toEqual([1, 4, 5, 6]);
});

describe('convolutionSizes refuses', () => {
  const plain = { stride: [1, 1], padding: noPadding } as const;
  test('groups that do not divide the channels', () =>
    expect(() => convolutionSizes([1, 5, 5, 6], [3, 3, 3, 4], { ...plain, groups: 4 })).toThrow(
      'expected groups that divide the 6 input and the 4 output channels, found groups 4. The nearest that always works is 1.',
    ));
  test('a kernel made for other groups', () =>
    expect(() => convolutionSizes([1, 5, 5, 6], [3, 3, 6, 4], { ...plain, groups: 2 })).toThrow(
      'expected a kernel w for the 3 input channels of each of the 2 groups of x [1,5,5,6], found w [3,3,6,4], made for 6.',
    ));
  test('a dilation of zero', () =>
    expect(() => convolutionSizes([1, 5, 5, 1], [3, 3, 1, 4], { ...plain, dilation: [0, 1] })).toThrow(
      'expected dilation in whole cells, 1 or more, found 0×1. A dilation of 1×1 leaves no gaps',
    ));
  test('a dilated kernel that reaches too far', () =>
    expect(() => convolutionSizes([1, 5, 5, 1], [3, 3, 1, 4], { ...plain, dilation: [3, 1] })).toThrow(
      'expected a kernel of at most 5×5, the size of x with its padding, found 7×3.',
    ));
  test('a kernel made for other channels', () =>
    expect(() => convolutionSizes([1, 5, 5, 3], [3, 3, 1, 4], plain)).toThrow(
      'expected a kernel w for the 3 input channels of x [1,5,5,3], found w [3,3,1,4], made for 1. Give both the same I.',
    ));
  test('a kernel larger than the input', () =>
    expect(() => convolutionSizes([1, 4, 5, 1], [5, 5, 1, 1], plain)).toThrow(
      'expected a kernel of at most 4×5, the size of x with its padding, found 5×5. Choose a smaller kernel',
    ));
  test('a stride of zero', () =>
    expect(() => convolutionSizes([1, 5, 5, 1], [3, 3, 1, 1], { ...plain, stride: [0, 1] })).toThrow(
      'expected kernel and stride in whole cells, 1 or more, found kernel 3×3, stride 0×1.',
    ));
  test('negative padding', () =>
    expect(() =>
      convolutionSizes([1, 5, 5, 1], [3, 3, 1, 1], { ...plain, padding: { ...noPadding, left: -1 } }),
    ).toThrow('expected padding in whole cells, 0 or more on each side, found top 0, bottom 0, left -1, right 0.'));
  test('a flat input', () =>
    expect(() => convolutionSizes([1, 25], [3, 3, 1, 1], plain)).toThrow(
      'expected x with the four axes [N,H,W,I], found [1,25]. Reshape it',
    ));
});

describe('poolSizes', () => {
  test('x=[1,5,7,2] k=2 s=2: the rest is left out', () =>
    expect(poolSizes([1, 5, 7, 2], { window: [2, 2], stride: [2, 2] }).outputShape).toEqual([1, 2, 3, 2]));
  test('refuses a window larger than the input', () =>
    expect(() => poolSizes([1, 1, 7, 2], { window: [2, 2], stride: [2, 2] })).toThrow(
      'expected a window of at most 1×7, the size of x with its padding, found 2×2. Choose a smaller window.',
    ));
  test('x=[1,7,7,3] k=3 s=2 p=1,1,1,1: windows hang over the border', () =>
    expect(
      poolSizes([1, 7, 7, 3], { window: [3, 3], stride: [2, 2], padding: samePadding([7, 7], [3, 3], [2, 2]) })
        .outputShape,
    ).toEqual([1, 4, 4, 3]));
  test.each([
    { top: 3, bottom: 0, left: 0, right: 0 },
    { top: 0, bottom: 0, left: 0, right: 2 },
    { top: 0, bottom: -1, left: 0, right: 0 },
    { top: 0, bottom: 0, left: 0.5, right: 0 },
  ])('refuses padding $top, $bottom, $left, $right of a window 3×2', (padding) =>
    expect(() => poolSizes([1, 7, 7, 2], { window: [3, 2], stride: [1, 1], padding })).toThrow(
      'expected padding in whole cells, 0 or more and less than the window 3×2, so that no window lies outside of x, found top',
    ),
  );
});

test('sameWindows compares window, stride and padding; no padding is padding of 0', () => {
  const one = { window: [2, 3], stride: [1, 1] } as const;
  const none = { top: 0, bottom: 0, left: 0, right: 0 };
  expect(sameWindows(one, { ...one, padding: none })).toBe(true);
  expect(sameWindows(one, { ...one, stride: [1, 2] })).toBe(false);
  expect(sameWindows(one, { ...one, window: [3, 2] })).toBe(false);
  expect(sameWindows({ ...one, padding: { ...none, top: 1 } }, { ...one, padding: { ...none, bottom: 1 } })).toBe(
    false,
  );
});
