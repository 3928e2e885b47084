/** The rectifier's relatives, on values that one can check by hand: leakyRelu, elu, gelu and their gradients. */

import { expect, test } from 'vitest';
import { elu } from './elu';
import { eluGradient } from './eluGradient';
import { gelu } from './gelu';
import { geluGradient } from './geluGradient';
import { leakyRelu } from './leakyRelu';
import { leakyReluGradient } from './leakyReluGradient';
import { scalar, valuesOf, vector } from './literals';

test('leakyRelu x=[4] slope=0.5', () =>
  expect(valuesOf(leakyRelu({ slope: 0.5 }, vector(-4, 0, 1, 2)))).toEqual([-2, 0, 1, 2]));
test('leakyReluGradient y=[4] slope=0.5: at zero the slope', () =>
  expect(valuesOf(leakyReluGradient({ slope: 0.5 }, vector(-2, 0, 1, 2), vector(10, 10, 10, 20)))).toEqual([
    5, 5, 10, 20,
  ]));

test('elu x=[4] alpha=2: ends at −alpha', () => {
  const y = valuesOf(elu({ alpha: 2 }, vector(-Infinity, -Math.LN2, 0, 3)));
  [-2, -1, 0, 3].forEach((expected, i) => expect(y[i]).toBeCloseTo(expected, 12));
});
test('eluGradient y=[4] alpha=2', () =>
  expect(valuesOf(eluGradient({ alpha: 2 }, vector(-2, -1, 0, 3), vector(10, 10, 10, 10)))).toEqual([0, 10, 20, 10]));

test('gelu: zero at zero, the identity far right, zero far left, and the paper’s approximation at 1', () => {
  expect(valuesOf(gelu({}, vector(0, 20, -20)))).toEqual([0, 20, -0]);
  // 1 · Φ(1) = 0.8413447…; the tanh form is off by less than 0.0005.
  expect(Math.abs(gelu({}, scalar(1)).get() - 0.8413447)).toBeLessThan(5e-4);
  expect(gelu({}, scalar(1)).get()).toBeCloseTo(0.841192, 6);
});
test('geluGradient: ½ at zero, 1 far right, 0 far left', () =>
  expect(valuesOf(geluGradient({}, vector(0, 20, -20), vector(10, 10, 10)))).toEqual([5, 10, 0]));
