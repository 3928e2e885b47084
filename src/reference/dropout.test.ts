import { expect, test } from 'vitest';
import { randomStream } from '../tensor/random';
import { dropout } from './dropout';
import { Grid } from './grid';
import { scalar, valuesOf, vector } from './literals';

const ones = new Grid([20_000], new Float64Array(20_000).fill(1));
const mask = (stream: string, seed: number, step: number): number[] =>
  valuesOf(dropout({ stream }, ones, scalar(0.25), scalar(seed), scalar(step)));

test('dropout x=[4] rate=0.5: kept where the stream’s number is at least 0.5, and doubled', () => {
  const stream = randomStream(1, 'drop', 7);
  const kept = [0, 1, 2, 3].map(() => stream.uniform() >= 0.5);
  const y = valuesOf(dropout({ stream: 'drop' }, vector(1, 2, 3, 4), scalar(0.5), scalar(1), scalar(7)));
  expect(y).toEqual([1, 2, 3, 4].map((value, i) => (kept[i] === true ? 2 * value : 0)));
});

test('a rate of 0 changes nothing, a rate of 1 leaves nothing', () => {
  const x = vector(1, -2, 3);
  expect(valuesOf(dropout({ stream: 'drop' }, x, scalar(0), scalar(1), scalar(1)))).toEqual([1, -2, 3]);
  expect(valuesOf(dropout({ stream: 'drop' }, x, scalar(1), scalar(1), scalar(1)))).toEqual([0, 0, 0]);
});

test('the mean stays: a quarter is dropped, the rest grows by 4/3', () => {
  const y = mask('drop', 1, 1);
  const dropped = y.filter((value) => value === 0).length / y.length;
  // Five standard errors of a share of ¼ in 20,000 draws.
  expect(Math.abs(dropped - 0.25)).toBeLessThan(0.0154);
  expect(new Set(y)).toEqual(new Set([0, 4 / 3]));
});

test('the mask is a function of seed, stream and step', () => {
  expect(mask('drop', 1, 1)).toEqual(mask('drop', 1, 1));
  expect(mask('drop', 2, 1)).not.toEqual(mask('drop', 1, 1));
  expect(mask('drop', 1, 2)).not.toEqual(mask('drop', 1, 1));
  expect(mask('other', 1, 1)).not.toEqual(mask('drop', 1, 1));
});
