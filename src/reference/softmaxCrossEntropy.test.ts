import { describe, expect, test } from 'vitest';
import { matrix, rowsOf, valuesOf, vector } from './literals';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';
import { softmaxCrossEntropyGradient } from './softmaxCrossEntropyGradient';

/** e^logits are 1, 2, 5: the probabilities are 1/8, 2/8, 5/8. */
const logits = matrix(
  [Math.log(1), Math.log(2), Math.log(5)], //
  [Math.log(1), Math.log(2), Math.log(5)],
);
const labels = vector(1, 2);

describe('softmaxCrossEntropy', () => {
  test('logits=[2,3]: minus the logarithm of the right class’s probability', () => {
    const [first, second] = valuesOf(softmaxCrossEntropy({ rejectLogit: null }, logits, labels));
    expect(first).toBeCloseTo(-Math.log(2 / 8), 12);
    expect(second).toBeCloseTo(-Math.log(5 / 8), 12);
  });

  test('logits=[2,3] r=log 2: one more class in the denominator', () => {
    const [first, second] = valuesOf(softmaxCrossEntropy({ rejectLogit: Math.log(2) }, logits, labels));
    expect(first).toBeCloseTo(-Math.log(2 / 10), 12);
    expect(second).toBeCloseTo(-Math.log(5 / 10), 12);
  });

  test('logits=[1,2] of a thousand: exact and finite', () => {
    expect(valuesOf(softmaxCrossEntropy({ rejectLogit: null }, matrix([-1000, 1000]), vector(0)))).toEqual([2000]);
    expect(valuesOf(softmaxCrossEntropy({ rejectLogit: 1000 }, matrix([-1000, 0]), vector(0)))).toEqual([2000]);
  });
});

describe('softmaxCrossEntropyGradient', () => {
  test('logits=[2,3]: probability minus one for the right class, times dy', () => {
    const rows = rowsOf(softmaxCrossEntropyGradient({ rejectLogit: null }, logits, labels, vector(8, 80)));
    [1, -6, 5].forEach((expected, k) => expect(rows[0]![k]).toBeCloseTo(expected, 11));
    [10, 20, -30].forEach((expected, k) => expect(rows[1]![k]).toBeCloseTo(expected, 11));
  });

  test('logits=[2,3] r=log 2: the shares are of 10, and no longer cancel', () => {
    const rows = rowsOf(softmaxCrossEntropyGradient({ rejectLogit: Math.log(2) }, logits, labels, vector(10, 10)));
    [1, -8, 5].forEach((expected, k) => expect(rows[0]![k]).toBeCloseTo(expected, 11));
  });
});

test('label smoothing of 0.5 over two classes: three quarters of the target for the right one', () => {
  const attributes = { rejectLogit: null, labelSmoothing: 0.5 };
  // Probabilities 3/4 and 1/4: just what is asked for, so nothing is left to learn.
  const logits = matrix([Math.log(3), 0]);
  const expected = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
  expect(softmaxCrossEntropy(attributes, logits, vector(0)).get(0)).toBeCloseTo(expected, 12);
  valuesOf(softmaxCrossEntropyGradient(attributes, logits, vector(0), vector(1))).forEach((slope) =>
    expect(slope).toBeCloseTo(0, 12),
  );
});
