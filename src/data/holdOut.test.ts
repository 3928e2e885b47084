import { expect, test } from 'vitest';
import { DataError, type LabelledImages } from './dataSet';
import { asBeforeHoldOut, heldOutCount, holdOut } from './holdOut';

/** Image i is the two bytes i, 100 + i, with the label i % 7. */
function numbered(count: number): LabelledImages {
  const places = Array.from({ length: count }, (_, i) => i);
  return {
    count,
    shape: [1, 2, 1],
    pixels: Uint8Array.from(places.flatMap((i) => [i, 100 + i])),
    labels: Uint8Array.from(places, (i) => i % 7),
  };
}

test.each([
  [2, 1],
  [23, 1],
  [24, 2],
  [50_000, 4_166],
  [60_000, 5_000],
  [112_800, 5_000],
])('of %i training images %i are held out for validation', (count, held) => {
  expect(heldOutCount(count, 'validation')).toBe(held);
});
test.each([
  [5, 1],
  [600, 100],
  [100_000, 10_000],
])('of %i images %i are held out for the test', (count, held) => {
  expect(heldOutCount(count, 'test')).toBe(held);
});

test('every image goes with its label to one of the two, in order; the same ones every time', () => {
  const { rest, held } = holdOut(numbered(100), 'validation', 'Numbers');
  const numbers = ({ pixels }: LabelledImages): number[] => [...pixels].filter((_, i) => i % 2 === 0);
  expect([rest.count, held.count]).toEqual([92, 8]);
  expect([...numbers(rest), ...numbers(held)].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  for (const part of [rest, held]) {
    expect(numbers(part)).toEqual(numbers(part).sort((a, b) => a - b));
    expect([...part.labels]).toEqual(numbers(part).map((i) => i % 7));
    expect([...part.pixels].filter((_, i) => i % 2 === 1)).toEqual(numbers(part).map((i) => 100 + i));
  }
  // Whoever changes these numbers changes everybody's validation images.
  expect(numbers(held)).toEqual([1, 11, 20, 46, 52, 62, 74, 87]);
  expect(numbers(holdOut(numbered(100), 'test', 'Numbers').held)).not.toEqual(numbers(held));
});

test('numbers go with their labels too', () => {
  const { pixels, ...bytes } = numbered(100);
  const images = { ...bytes, pixels: new Uint8Array(0), numbers: Float32Array.from(pixels, (byte) => byte / 8) };
  const [divided, expected] = [holdOut(images, 'test', 'Numbers'), holdOut(numbered(100), 'test', 'Numbers')];
  for (const part of ['rest', 'held'] as const) {
    expect(divided[part].labels).toEqual(expected[part].labels);
    expect(divided[part].pixels).toHaveLength(0);
    expect(divided[part].numbers).toEqual(Float32Array.from(expected[part].pixels, (byte) => byte / 8));
  }
});

test('one image cannot be divided', () => {
  expect(() => holdOut(numbered(1), 'validation', 'Numbers')).toThrow(DataError);
  expect(() => holdOut(numbered(1), 'validation', 'Numbers')).toThrow(
    'Numbers: expected at least 2 training images, so that one can be held out for validation, found 1. Choose more images.',
  );
});

test('put back together, every image stands where it stood', () => {
  const images = numbered(100);
  expect(asBeforeHoldOut(holdOut(images, 'validation', 'Numbers'), 'validation')).toEqual(images);
});
