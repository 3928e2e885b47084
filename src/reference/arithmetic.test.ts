/** Arithmetic, element by element, on numbers that one can check by hand: subtract, divide, power, exp, log, squareRoot. */

import { expect, test } from 'vitest';
import { divide } from './divide';
import { exp } from './exp';
import { valuesOf, vector } from './literals';
import { log } from './log';
import { power } from './power';
import { squareRoot } from './squareRoot';
import { subtract } from './subtract';

test('subtract x=[3]', () => expect(valuesOf(subtract({}, vector(1, 2, 3), vector(10, 20, 3)))).toEqual([-9, -18, 0]));

test('divide x=[5]: by zero the result is infinite or not a number', () =>
  expect(valuesOf(divide({}, vector(6, -1, 0, 1, 0), vector(3, 4, 5, 0, 0)))).toEqual([2, -0.25, 0, Infinity, NaN]));

test('power x=[4] exponent=3: whole exponents keep the sign', () =>
  expect(valuesOf(power({ exponent: 3 }, vector(-2, 0, 1, 3)))).toEqual([-8, 0, 1, 27]));
test('power x=[3] exponent=−2', () =>
  expect(valuesOf(power({ exponent: -2 }, vector(-2, 0, 10)))).toEqual([0.25, Infinity, 0.01]));
test('power x=[4] exponent=0.5: not for negative numbers', () =>
  expect(valuesOf(power({ exponent: 0.5 }, vector(0, 4, 9, -4)))).toEqual([0, 2, 3, NaN]));

test('exp x=[3]', () => expect(valuesOf(exp({}, vector(0, 1, -Infinity)))).toEqual([1, Math.E, 0]));
test('log x=[4]', () => expect(valuesOf(log({}, vector(1, Math.E, 0, -1)))).toEqual([0, 1, -Infinity, NaN]));
test('squareRoot x=[4]', () => expect(valuesOf(squareRoot({}, vector(0, 4, 2.25, -1)))).toEqual([0, 2, 1.5, NaN]));
