/** maximum, minimum and the gate of both. */

import { expect, test } from 'vitest';
import { valuesOf, vector } from './literals';
import { maximum } from './maximum';
import { maximumGradient } from './maximumGradient';
import { minimum } from './minimum';

const a = vector(1, -2, 3, 0);
const b = vector(2, -3, 3, 0);
const dy = vector(1, 10, 100, 1000);

test('maximum x=[4]', () => expect(valuesOf(maximum({}, a, b))).toEqual([2, -2, 3, 0]));
test('minimum x=[4]', () => expect(valuesOf(minimum({}, a, b))).toEqual([1, -3, 3, 0]));

test('maximumGradient x=[4]: the winner takes it; of equals the first operand', () => {
  expect(valuesOf(maximumGradient({ of: 'a' }, a, b, dy))).toEqual([0, 10, 100, 1000]);
  expect(valuesOf(maximumGradient({ of: 'b' }, a, b, dy))).toEqual([1, 0, 0, 0]);
});
