import { expect, test } from 'vitest';
import { measureNormalization } from './normalization';

test('bytes 0 0 0 255: mean 63.75, deviation √(255²/4 − 63.75²)', () => {
  const { mean, deviation } = measureNormalization({ shape: [2, 2, 1], pixels: Uint8Array.of(0, 0, 0, 255) });
  expect(mean).toEqual([63.75]);
  expect(deviation).toHaveLength(1);
  expect(deviation[0]).toBeCloseTo(110.41823898251594, 12);
});
test('each channel has numbers of its own; one without any difference gets the deviation 1', () => {
  // prettier-ignore
  const pixels = Uint8Array.of(
    1, 10, 7,
    3, 30, 7,
  );
  expect(measureNormalization({ shape: [1, 2, 3], pixels })).toEqual({ mean: [2, 20, 7], deviation: [1, 10, 1] });
});
test.each([
  [new Uint8Array(0), 0],
  [new Uint8Array(9).fill(7), 9],
])('pixels that do not differ are refused (%#)', (pixels, count) => {
  expect(() => measureNormalization({ shape: [3, 3, 1], pixels })).toThrow(
    `The training images hold ${count} pixels without any difference between them, so nothing can be learned from them. Choose another data set.`,
  );
});
