import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DataError, type DataSet, type LabelledImages } from './dataSet';
import {
  applyOverlay,
  changedLabels,
  emptyOverlay,
  overlayFits,
  overlayText,
  readOverlay,
  sha256Of,
  storedOverlay,
  withLabel,
  withoutLast,
} from './overlay';
import { pointsFrom } from './planes/points';

function split(count: number, start: number): LabelledImages {
  return {
    count,
    shape: [1, 2, 1],
    pixels: Uint8Array.from({ length: count * 2 }, (_, at) => start + at),
    labels: Uint8Array.from({ length: count }, (_, index) => index % 3),
  };
}
function set(start = 0): DataSet {
  return {
    train: split(6, start),
    validation: split(2, start + 50),
    test: split(3, start + 80),
    info: {
      id: 'mnist',
      title: 'MNIST',
      origin: 'imported',
      classes: ['a', 'b', 'c'],
      shape: [1, 2, 1],
      counts: { train: 6, validation: 2, test: 3 },
      normalization: { mean: [1], deviation: [1] },
    },
  };
}
const dataSet = set();
const twoChanges = [
  { split: 'train', index: 4, label: 2 },
  { split: 'test', index: 0, label: 1 },
] as const;
const changed = twoChanges.reduce((overlay, change) => withLabel(overlay, dataSet, change), emptyOverlay(dataSet));

test('the hash is that of pixels and labels, split by split, as Node’s own crypto has it', () => {
  const hash = createHash('sha256');
  for (const each of [dataSet.train, dataSet.validation, dataSet.test]) hash.update(each.pixels).update(each.labels);
  expect(sha256Of(dataSet)).toBe(hash.digest('hex'));
});

test('labels are laid over the original, which stays as it is', () => {
  const before = structuredClone(dataSet);
  const shown = applyOverlay(dataSet, changed);
  expect([...shown.train.labels]).toEqual([0, 1, 2, 0, 2, 2]);
  expect([...shown.test.labels]).toEqual([1, 1, 2]);
  expect(shown.validation).toBe(dataSet.validation);
  expect(shown.train.pixels).toBe(dataSet.train.pixels);
  expect(dataSet).toEqual(before);
});

test('the last label of an image counts; undo brings back the one before; the original’s own label is no change', () => {
  const twice = withLabel(changed, dataSet, { split: 'train', index: 4, label: 0 });
  expect(changedLabels(twice, dataSet)).toEqual([
    { split: 'train', index: 4, label: 0, original: 1 },
    { split: 'test', index: 0, label: 1, original: 0 },
  ]);
  expect(changedLabels(withoutLast(twice), dataSet)[0]?.label).toBe(2);
  const back = withLabel(twice, dataSet, { split: 'train', index: 4, label: 1 });
  expect(changedLabels(back, dataSet)).toHaveLength(1);
  const nothing = emptyOverlay(dataSet);
  expect(withoutLast(nothing)).toBe(nothing);
});

test('switched off or empty, the set is the very same', () => {
  expect(applyOverlay(dataSet, { ...changed, isOn: false })).toBe(dataSet);
  expect(applyOverlay(dataSet, emptyOverlay(dataSet))).toBe(dataSet);
});

test('as text and back', () => {
  const text = overlayText(changed);
  expect(JSON.parse(text)).toEqual({
    format: 'receptive-field labels',
    version: 1,
    dataSet: 'mnist',
    sha256: sha256Of(dataSet),
    labels: { train: { '4': 2 }, test: { '0': 1 } },
  });
  expect(readOverlay(text, dataSet, 'labels.json')).toEqual(changed);
});

test('as stored and back; anything else is none of ours', () => {
  expect(storedOverlay(JSON.parse(JSON.stringify(changed)))).toEqual(changed);
  for (const value of [null, 3, {}, { ...changed, isOn: 1 }, { ...changed, changes: [{ split: 'tests' }] }]) {
    expect(storedOverlay(value)).toBeNull();
  }
});

describe('refused', () => {
  const record = JSON.parse(overlayText(changed)) as Record<string, unknown>;
  const text = (part: Record<string, unknown>): string => JSON.stringify({ ...record, ...part });
  test.each<[string, string, RegExp]>([
    [
      'not JSON',
      'labels',
      /^labels\.json: expected JSON with the format “receptive-field labels”, version 1 and labels, found something else\./,
    ],
    [
      'another version',
      text({ version: 2 }),
      /version 1 and labels, found something else\. Choose a file that this figure has saved\.$/,
    ],
    [
      'no hash',
      text({ sha256: 'abc' }),
      /^labels\.json: expected the data set’s name and its SHA-256 \(64 hexadecimal digits\), found \["mnist","abc"\]\./,
    ],
    [
      'another split',
      text({ labels: { tests: {} } }),
      /^labels\.json: expected labels of train, validation, test, found “tests”\./,
    ],
    [
      'another set',
      text({ sha256: '0'.repeat(64) }),
      /^The changed labels belong to “mnist” with the SHA-256 000000000000…, and this is “mnist” with/,
    ],
    [
      'an image that is not there',
      text({ labels: { train: { '6': 1 } } }),
      /^The train images of MNIST are numbered 0 … 5, and a label was given to image 6\./,
    ],
    [
      'an index that is no number',
      text({ labels: { train: { x: 1 } } }),
      /a label was given to image NaN\. Choose a number in this range\.$/,
    ],
    [
      'a label that is none',
      text({ labels: { test: { '0': 3 } } }),
      /^The labels of MNIST are 0 … 2, and test image 0 was given 3\. Choose one of its classes\.$/,
    ],
    ['a label that is a word', text({ labels: { test: { '0': 'b' } } }), /and test image 0 was given b\./],
  ])('%s', (_, given, message) => {
    expect(() => readOverlay(given, dataSet, 'labels.json')).toThrow(DataError);
    expect(() => readOverlay(given, dataSet, 'labels.json')).toThrow(message);
  });

  test('too many labels', () => {
    const labels = { train: Object.fromEntries(Array.from({ length: 100_001 }, (_, index) => [index, 0])) };
    expect(() => readOverlay(text({ labels }), dataSet, 'labels.json')).toThrow(
      /^labels\.json: expected at most 100,000 labels, found 100,001\./,
    );
  });

  test('an overlay of other pixels is not applied', () => {
    expect(() => applyOverlay(set(1), changed)).toThrow(/Choose the set that they were made for, or drop them\.$/);
  });

  test('a change beyond the set', () => {
    expect(() => withLabel(changed, dataSet, { split: 'validation', index: 2, label: 0 })).toThrow(
      /^The validation images of MNIST are numbered 0 … 1, and a label was given to image 2\./,
    );
  });
});

test('labels given to points fit no other points, be their labels the same', () => {
  const pointsAt = (x: number): DataSet =>
    pointsFrom(
      Array.from({ length: 9 }, (_, k) => ({ coordinates: [x, k], label: k % 2 })),
      { id: 'own-points', title: 'Points', classes: ['a', 'b'] },
    );
  const [here, there] = [pointsAt(1), pointsAt(2)];
  expect(there.train.labels).toEqual(here.train.labels);
  const overlay = withLabel(emptyOverlay(here), here, { split: 'train', index: 0, label: 1 });
  expect(overlayFits(overlay, here)).toBe(true);
  expect(overlayFits(overlay, there)).toBe(false);
});
