import { expect, test } from 'vitest';
import { requireAugmentation, type Augmentation } from './augmentation';
import { DataError } from './dataSet';

test('strengths in their ranges are taken, none at all too', () => {
  for (const augmentation of [{}, { flip: 0.5, shift: 4 }, { rotate: 180, eraseSize: 1, hue: 0 }]) {
    expect(() => requireAugmentation(augmentation)).not.toThrow();
  }
});

test('numbers are no pictures: nothing of theirs is mirrored, turned or shaded', () => {
  const points = { title: 'Planes: moons', values: 'numbers' } as const;
  expect(() => requireAugmentation({ shift: 0, flip: 0.5 }, points)).toThrow(
    'The augmentation “flip” (the share of images mirrored left to right) changes pictures, and Planes: moons holds numbers. Leave it out.',
  );
  requireAugmentation({ shift: 0, flip: 0 }, points);
  requireAugmentation({ flip: 0.5 }, { title: 'Digits' });
});

test.each([
  [
    { rotate: 200 },
    'The augmentation “rotate” (degrees either way, at most) must be a number from 0 to 180, found 200. Choose one in this range, or leave it out.',
  ],
  [{ shift: 1.5 }, '“shift” (cells up, down, left or right, at most) must be a whole number from 0 to 64, found 1.5.'],
  [{ flip: -0.1 }, 'found -0.1'],
  [{ contrast: NaN }, 'found NaN'],
  [{ flop: 1 } as Augmentation, 'There is no augmentation “flop”. Choose among flip, shift, crop, rotate'],
])('%o is refused', (augmentation, message) => {
  expect(() => requireAugmentation(augmentation)).toThrow(DataError);
  expect(() => requireAugmentation(augmentation)).toThrow(message);
});
