/** Corruptions, by counting what they did to small sets. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corrupt, corruptionClauses, corruptionKey, corruptionProblem, type Corruption } from './corruption';
import { DataError, splitNames, type DataSet, type LabelledImages } from './dataSet';

/** Images of 1×2 pixels that carry their own number, so that each can be found again; classes in turn. */
function split(count: number, classes: number, first: number): LabelledImages {
  const pixels = new Uint8Array(count * 2);
  for (let index = 0; index < count; index++) {
    pixels[index * 2] = (first + index) >> 8;
    pixels[index * 2 + 1] = (first + index) & 255;
  }
  return { count, shape: [1, 2, 1], pixels, labels: Uint8Array.from({ length: count }, (_, index) => index % classes) };
}
function set(classes = 4, train = 400, test = 40): DataSet {
  const splits = {
    train: split(train, classes, 0),
    validation: split(8, classes, 5000),
    test: split(test, classes, 6000),
  };
  return {
    ...splits,
    info: {
      id: 'digits',
      title: 'Numbers',
      origin: 'generated',
      classes: Array.from({ length: classes }, (_, label) => `class ${label}`),
      shape: [1, 2, 1],
      counts: { train, validation: 8, test },
      normalization: { mean: [33], deviation: [78] },
    },
  };
}
const numbersOf = ({ count, pixels }: LabelledImages): number[] =>
  Array.from({ length: count }, (_, index) => pixels[index * 2]! * 256 + pixels[index * 2 + 1]!);
const countsOf = ({ labels }: LabelledImages, classes: number): number[] =>
  Array.from({ length: classes }, (_, label) => labels.filter((each) => each === label).length);

describe('nothing to spoil', () => {
  test.each([undefined, {}, { labelNoise: 0, imbalance: 1, seed: 9 }])('%o gives the very same set', (corruption) => {
    const original = set();
    expect(corrupt(original, corruption)).toBe(original);
  });
});

describe('label noise', () => {
  test('0.25 of 400 labels: exactly 100 are wrong, spread over all other classes', () => {
    const original = set();
    const { train } = corrupt(original, { labelNoise: 0.25 });
    const shifts = [0, 0, 0, 0];
    train.labels.forEach((label, index) => shifts[(label - original.train.labels[index]! + 4) % 4]!++);
    expect(shifts[0]).toBe(300);
    expect(shifts.slice(1).every((count) => count >= 20 && count <= 47)).toBe(true);
    // The images themselves are shared, not copied.
    expect(train.pixels).toBe(original.train.pixels);
  });

  test('of the next class: every wrong label is the next one', () => {
    const original = set();
    const { train } = corrupt(original, { labelNoise: 0.5, labelNoiseKind: 'next' });
    const shifts = Array.from(train.labels, (label, index) => (label - original.train.labels[index]! + 4) % 4);
    expect(shifts.filter((shift) => shift === 1)).toHaveLength(200);
    expect(shifts.filter((shift) => shift === 0)).toHaveLength(200);
  });

  test('all labels wrong: none is right', () => {
    const original = set();
    const { train } = corrupt(original, { labelNoise: 1 });
    expect(train.labels.some((label, index) => label === original.train.labels[index])).toBe(false);
  });

  test('a greater share hits what a smaller one hits, and more', () => {
    const original = set();
    const hit = (labelNoise: number): number[] => {
      const { labels } = corrupt(original, { labelNoise }).train;
      return [...labels.keys()].filter((index) => labels[index] !== original.train.labels[index]);
    };
    const many = new Set(hit(0.3));
    expect(hit(0.1).every((index) => many.has(index))).toBe(true);
  });
});

test('imbalance 27 : 1 over four classes keeps 100, 33, 11 and 4 images of each hundred, in their order', () => {
  const { train, info } = corrupt(set(), { imbalance: 27 });
  expect(countsOf(train, 4)).toEqual([100, 33, 11, 4]);
  expect(info.counts.train).toBe(148);
  const numbers = numbersOf(train);
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  expect(numbers.every((number, index) => number % 4 === train.labels[index])).toBe(true);
});

test('imbalance leaves every class at least one image', () => {
  expect(countsOf(corrupt(set(4, 8), { imbalance: 1000 }).train, 4)).toEqual([2, 1, 1, 1]);
});

test('leak 0.25 of 40: ten test images, each once, with their labels, behind the training images', () => {
  const original = set();
  const { train, test: tested, info } = corrupt(original, { leak: 0.25 });
  expect(train.count).toBe(410);
  expect(info.counts).toEqual({ train: 410, validation: 8, test: 40 });
  expect(numbersOf(train).slice(0, 400)).toEqual(numbersOf(original.train));
  const leaked = numbersOf(train).slice(400);
  expect(new Set(leaked).size).toBe(10);
  expect(leaked.every((number) => number >= 6000 && number < 6040)).toBe(true);
  leaked.forEach((number, place) => expect(train.labels[400 + place]).toBe((number - 6000) % 4));
  expect(tested).toBe(original.test);
});

test('duplicates 0.3 of 400: as many images as before, 120 places repeat one of the 280 that stay', () => {
  const original = set();
  const { train } = corrupt(original, { duplicates: 0.3 });
  const numbers = numbersOf(train);
  expect(train.count).toBe(400);
  expect(numbers.filter((number, place) => number !== place)).toHaveLength(120);
  expect(new Set(numbers).size).toBe(280);
  // A repetition brings its label with it.
  expect(numbers.every((number, place) => train.labels[place] === number % 4)).toBe(true);
});

test('forgotten normalization: mean 0, deviation 1, the same bytes', () => {
  const original = set();
  const { info, train } = corrupt(original, { forgottenNormalization: true });
  expect(info.normalization).toEqual({ mean: [0], deviation: [1] });
  expect(train).toBe(original.train);
});

const everything: Corruption = {
  labelNoise: 0.2,
  imbalance: 5,
  leak: 0.5,
  duplicates: 0.1,
  forgottenNormalization: true,
};

test('the original stays as it is, and the same corruption gives the same set', () => {
  const original = set();
  const before = structuredClone(original);
  const spoiled = corrupt(original, everything);
  expect(original).toEqual(before);
  expect(corrupt(original, everything)).toEqual(spoiled);
  expect(corrupt(original, { ...everything, seed: 2 }).train.labels).not.toEqual(spoiled.train.labels);
});

test('every strength that is allowed gives a sound set', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.record({
        labelNoise: share,
        leak: share,
        duplicates: fc.double({ min: 0, max: 0.99, noNaN: true }),
        imbalance: fc.double({ min: 1, max: 1000, noNaN: true }),
        seed: fc.nat(),
      }),
      (corruption) => {
        const spoiled = corrupt(set(3, 30, 6), corruption);
        for (const name of splitNames) {
          const { count, pixels, labels } = spoiled[name];
          expect([pixels.length, labels.length, spoiled.info.counts[name]]).toEqual([count * 2, count, count]);
          expect(labels.every((label) => label < 3)).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('the key is one for all that spoil alike', () => {
  expect(corruptionKey(undefined)).toBe('');
  expect(corruptionKey({ labelNoise: 0, seed: 3 })).toBe('');
  expect(corruptionKey({ labelNoise: 0.2 })).toBe(
    corruptionKey({ labelNoise: 0.2, leak: 0, seed: 1, labelNoiseKind: 'uniform' }),
  );
  expect(corruptionKey({ labelNoise: 0.2 })).not.toBe(corruptionKey({ labelNoise: 0.2, seed: 2 }));
  expect(corruptionKey({ forgottenNormalization: true })).not.toBe('');
});

test('in words', () => {
  expect(corruptionClauses(everything)).toEqual([
    '20\u00a0% of the training labels are wrong',
    'the classes thin out by 5 : 1',
    '10\u00a0% of the training images are repetitions',
    '50\u00a0% of the test images are among the training images',
    'the pixels are not normalized',
  ]);
  expect(corruptionClauses({})).toEqual([]);
});

describe('what cannot be', () => {
  test.each<[unknown, RegExp]>([
    [
      { labelNoise: 1.2 },
      /^The share of wrong labels must be a number from 0 to 1, found 1\.2\. Choose 0 for a set that is not spoiled\.$/,
    ],
    [
      { imbalance: 0.5 },
      /^The ratio of the largest class to the smallest must be a number from 1 to 1,000, found 0\.5\./,
    ],
    [{ leak: Number.NaN }, /^The share of leaked test images must be a number from 0 to 1, found null\./],
    [{ duplicates: '1' }, /^The share of repeated images must be a number from 0 to 0\.99, found “1”\./],
    [{ labelNoiseKind: 'worse' }, /^The kind of label noise must be uniform or next, found “worse”\. Choose uniform/],
    [{ forgottenNormalization: 1 }, /^“forgottenNormalization” must be true or false, found 1\./],
    [{ seed: -1 }, /^The seed of a corruption must be a whole number from 0 to 4,294,967,295, found -1\./],
    [{ noise: 1 }, /^A corruption has no “noise”; known are labelNoise, imbalance, .*\. Leave it out\.$/],
    [[], /^A corruption must be a record of strengths .*, found \[\]\./],
    [null, /^A corruption must be a record of strengths .*, found nothing\./],
  ])('%o', (value, message) => {
    expect(corruptionProblem(value)).toMatch(message);
    expect(() => corrupt(set(), value as Corruption)).toThrow(DataError);
    expect(() => corrupt(set(), value as Corruption)).toThrow(message);
  });

  test('a label that is none of the classes', () => {
    const original = set();
    const labels = original.train.labels.slice();
    labels[7] = 9;
    const broken = { ...original, train: { ...original.train, labels } };
    expect(() => corrupt(broken, { labelNoise: 0.1 })).toThrow(
      /^Training image 7 of Numbers has the label 9, and the set has 4 classes \(0 … 3\)\. Import the set again/,
    );
  });
});
