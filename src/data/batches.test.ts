import { describe, expect, test } from 'vitest';
import { batchesPerEpoch, epochOrder, gatherLabels, placeImages, placePixels } from './batches';
import { DataError, type LabelledImages } from './dataSet';

const three: LabelledImages = {
  count: 3,
  shape: [2, 2, 1],
  // prettier-ignore
  pixels: Uint8Array.from([
     10,  20,
     30,  40,

    110, 120,
    130, 140,

    210, 220,
    230, 240,
  ]),
  labels: Uint8Array.from([7, 0, 9]),
};
const plain = { mean: 0, deviation: 1 };

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

describe('placeImages', () => {
  test('images=[2,2,1] input=[4,4,1]: centred, border is background', () => {
    const out = new Float32Array(2 * 16);
    placeImages(three, [2, 0], [4, 4, 1], plain, out);
    // prettier-ignore
    expect([...out]).toEqual([
      0,   0,   0, 0,
      0, 210, 220, 0,
      0, 230, 240, 0,
      0,   0,   0, 0,

      0,   0,   0, 0,
      0,  10,  20, 0,
      0,  30,  40, 0,
      0,   0,   0, 0,
    ]);
  });
  test('input=[3,3,1]: the smaller half of an odd border is above and on the left; normalized everywhere', () => {
    const out = new Float32Array(9).fill(99);
    placeImages(three, [0], [3, 3, 1], { mean: 10, deviation: 20 }, out);
    // prettier-ignore
    expect([...out]).toEqual([
       0,  0.5, -0.5,
       1,  1.5, -0.5,
      -0.5, -0.5, -0.5,
    ]);
  });
  test('two channels keep their order', () => {
    const colour: LabelledImages = {
      count: 1,
      shape: [1, 2, 2],
      pixels: Uint8Array.from([1, 2, 3, 4]),
      labels: Uint8Array.of(0),
    };
    const out = new Float32Array(16);
    placeImages(colour, [0], [2, 4, 2], plain, out);
    expect([...out]).toEqual([0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
  test('refuses images larger than the input, other channels', () => {
    expect(() => placeImages(three, [0], [1, 2, 1], plain, new Float32Array(2))).toThrow(
      "The images are 2 × 2 pixels, and the network's input is 1 × 2. Choose a network with an input at least as large as the images.",
    );
    expect(() => placeImages(three, [0], [2, 2, 3], plain, new Float32Array(12))).toThrow(
      "The images have 1 channels, and the network's input has 3. Choose a network whose input has 1.",
    );
  });
  test('our own faults begin with internal:', () => {
    expect(() => placeImages(three, [3], [2, 2, 1], plain, new Float32Array(4))).toThrow(
      'internal: image index expected in 0 … 2, found 3 at place 0.',
    );
    expect(() => placeImages(three, [0], [2, 2, 1], plain, new Float32Array(5))).toThrow(
      'internal: placeImages expects room for 1 × 4 numbers, found 5.',
    );
    expect(() => placeImages(three, [0], [2, 2, 1], { mean: 0, deviation: 0 }, new Float32Array(4))).toThrow(
      'internal: a deviation above 0 is needed to normalize pixels, found 0.',
    );
  });
});

describe('placePixels', () => {
  test('gives the same as placeImages for the same image', () => {
    const normalization = { mean: 33.3, deviation: 78.6 };
    const gathered = new Float32Array(16);
    placeImages(three, [1], [4, 4, 1], normalization, gathered);
    const alone = new Float32Array(16);
    placePixels(three.pixels.subarray(4, 8), [2, 2, 1], [4, 4, 1], normalization, alone);
    expect(alone).toEqual(gathered);
  });
  test('refuses a wrong number of bytes', () => {
    expect(() => placePixels(new Uint8Array(3), [2, 2, 1], [2, 2, 1], plain, new Float32Array(4))).toThrow(
      'An image of 2 × 2 × 1 has 4 bytes, found 3. Give the pixels of one image.',
    );
    expect(() => placePixels(new Uint8Array(4), [2, 2, 1], [2, 2, 1], plain, new Float32Array(5))).toThrow(
      'internal: placePixels expects room for 4 numbers, found 5.',
    );
  });
});

describe('gatherLabels', () => {
  test('gathers by index', () => {
    const out = new Int32Array(4);
    gatherLabels(three, Uint32Array.from([2, 2, 0, 1]), 10, out);
    expect([...out]).toEqual([9, 9, 7, 0]);
  });
  test('refuses a label outside the classes', () => {
    expect(() => gatherLabels(three, [0, 2], 9, new Int32Array(2))).toThrow(
      'Image 2 has the label 9, and the network tells 9 classes apart (0 … 8). Choose a network with more outputs or another data set.',
    );
    expect(() => gatherLabels(three, [0], 10, new Int32Array(2))).toThrow(
      'internal: gatherLabels expects room for 1 labels, found 2.',
    );
    expect(() => gatherLabels(three, [-1], 10, new Int32Array(1))).toThrow('found -1 at place 0');
  });
});
