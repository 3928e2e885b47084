import { expect, test } from 'vitest';
import { matrix, rowsOf, valuesOf } from './literals';
import { softmax } from './softmax';
import { softmaxGradient } from './softmaxGradient';

test('softmax x=[2,3]: e^x is 1, 2, 5 of 8 in all; each row by itself', () => {
  const x = matrix(
    [Math.log(1), Math.log(2), Math.log(5)], //
    [7, 7, 7],
  );
  const [first, second] = rowsOf(softmax({}, x));
  [1 / 8, 2 / 8, 5 / 8].forEach((expected, k) => expect(first![k]).toBeCloseTo(expected, 12));
  second!.forEach((value) => expect(value).toBeCloseTo(1 / 3, 12));
});

test('softmax x=[1,2]: values of a thousand do not overflow', () => {
  expect(valuesOf(softmax({}, matrix([1000, 0])))).toEqual([1, 0]);
});

test('softmaxGradient y=[1,2]: the mean gain is taken off', () => {
  expect(rowsOf(softmaxGradient({}, matrix([0.25, 0.75]), matrix([4, 0])))).toEqual([[0.75, -0.75]]);
});
