import { describe, expect, test } from 'vitest';
import { batchesPerEpoch, epochOrder, placePixels, requireLabelsBelow } from './batches';
import { DataError, type LabelledImages } from './dataSet';

const plain = { mean: [0], deviation: [1] };

describe('epochOrder', () => {
  test('is a permutation that seed and epoch decide', () => {
    const first = epochOrder(1, 0, 1000);
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(epochOrder(1, 0, 1000)).toEqual(first);
    expect(epochOrder(1, 1, 1000)).not.toEqual(first);
    expect(epochOrder(2, 0, 1000)).not.toEqual(first);
  });
});

describe('batchesPerEpoch', () => {
  test.each([
    [60000, 32, 1875],
    [10, 3, 3],
    [10, 10, 1],
  ])('%i images in batches of %i: %i steps', (count, batchSize, expected) => {
    expect(batchesPerEpoch(count, batchSize)).toBe(expected);
  });
  test('a batch larger than the data is refused with the largest that fits', () => {
    expect(() => batchesPerEpoch(10, 11)).toThrow(DataError);
    expect(() => batchesPerEpoch(10, 11)).toThrow(
      'A batch of 11 images was asked for, and the data set has 10 images. Choose a batch size of at most 10.',
    );
  });
  test.each([0, -1, 1.5, NaN])('a batch size of %d is our fault', (size) => {
    expect(() => batchesPerEpoch(10, size)).toThrow(/^internal: .* found/);
  });
});

describe('placePixels', () => {
  test('image=[2,2,1] input=[4,4,1]: centred, border is background', () => {
    const out = new Float32Array(16);
    placePixels(Uint8Array.of(10, 20, 30, 40), [2, 2, 1], [4, 4, 1], plain, out);
    // prettier-ignore
    expect([...out]).toEqual([
      0,   0,   0, 0,
      0,  10,  20, 0,
      0,  30,  40, 0,
      0,   0,   0, 0,
    ]);
  });
  test('input=[3,3,1]: the smaller half of an odd border is above and on the left; normalized everywhere', () => {
    const out = new Float32Array(9).fill(99);
    placePixels(Uint8Array.of(10, 20, 30, 40), [2, 2, 1], [3, 3, 1], { mean: [10], deviation: [20] }, out);
    // prettier-ignore
    expect([...out]).toEqual([
       0,  0.5, -0.5,
       1,  1.5, -0.5,
      -0.5, -0.5, -0.5,
    ]);
  });
  test('two channels keep their order, each with its own mean and deviation', () => {
    const out = new Float32Array(16);
    placePixels(Uint8Array.of(1, 2, 3, 4), [1, 2, 2], [2, 4, 2], plain, out);
    expect([...out]).toEqual([0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const two = new Float32Array(4);
    placePixels(Uint8Array.of(1, 2, 3, 4), [1, 2, 2], [1, 2, 2], { mean: [1, 2], deviation: [1, 2] }, two);
    expect([...two]).toEqual([0, 0, 2, 1]);
  });
  test('refuses images larger than the input, other channels, a wrong number of bytes', () => {
    expect(() => placePixels(new Uint8Array(4), [2, 2, 1], [1, 2, 1], plain, new Float32Array(2))).toThrow(
      "The images are 2 × 2 pixels, and the network's input is 1 × 2. Choose a network with an input at least as large as the images.",
    );
    expect(() => placePixels(new Uint8Array(4), [2, 2, 1], [2, 2, 3], plain, new Float32Array(12))).toThrow(
      "The images have 1 channels, and the network's input has 3. Choose a network whose input has 1.",
    );
    expect(() => placePixels(new Uint8Array(3), [2, 2, 1], [2, 2, 1], plain, new Float32Array(4))).toThrow(
      'An image of 2 × 2 × 1 has 4 values, found 3. Give the pixels of one image.',
    );
  });
  test('our own faults begin with internal:', () => {
    expect(() => placePixels(new Uint8Array(4), [2, 2, 1], [2, 2, 1], plain, new Float32Array(5))).toThrow(
      'internal: placePixels expects room for 4 numbers, found 5.',
    );
    const flat = { mean: [0], deviation: [0] };
    expect(() => placePixels(new Uint8Array(4), [2, 2, 1], [2, 2, 1], flat, new Float32Array(4))).toThrow(
      'internal: a deviation above 0 is needed to normalize pixels, found 0.',
    );
  });
});

test('a label outside the classes is refused with its image', () => {
  const three: LabelledImages = {
    count: 3,
    shape: [1, 1, 1],
    pixels: new Uint8Array(3),
    labels: Uint8Array.of(7, 0, 9),
  };
  expect(() => requireLabelsBelow(10, three, 'train', 'Digits')).not.toThrow();
  expect(() => requireLabelsBelow(9, three, 'test', 'Digits')).toThrow(DataError);
  expect(() => requireLabelsBelow(9, three, 'test', 'Digits')).toThrow(
    'Image 2 of the test images of Digits has the label 9, and the network tells 9 classes apart (0 … 8). Choose a network with more outputs or another data set.',
  );
});
