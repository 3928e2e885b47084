import { expect, test } from 'vitest';
import { measureNormalization } from './normalization';

test('bytes 0 0 0 255: mean 63.75, deviation √(255²/4 − 63.75²)', () => {
  const { mean, deviation } = measureNormalization(Uint8Array.of(0, 0, 0, 255));
  expect(mean).toBe(63.75);
  expect(deviation).toBeCloseTo(110.41823898251594, 12);
});
test('bytes 1 3: mean 2, deviation 1', () => {
  expect(measureNormalization(Uint8Array.of(1, 3))).toEqual({ mean: 2, deviation: 1 });
});
test.each([
  [new Uint8Array(0), 0],
  [new Uint8Array(9).fill(7), 9],
])('pixels that do not differ are refused (%#)', (pixels, count) => {
  expect(() => measureNormalization(pixels)).toThrow(
    `The training images hold ${count} pixels without any difference between them, so nothing can be learned from them. Choose another data set.`,
  );
});
