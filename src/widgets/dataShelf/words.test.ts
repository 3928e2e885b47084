/** The data dialog's sentences. */

import { expect, test } from 'vitest';
import { publishedSources } from '../../data/published';
import { animals, offerOf } from './fakeShelf';
import {
  bytesWords,
  countTable,
  foundWords,
  keptWords,
  persistenceWords,
  sourceWords,
  spaceWords,
  wantedWords,
} from './words';

test('a kept set: where it came from, what it holds, how large, which hash', () => {
  expect(keptWords(offerOf('own-cats', 'Cats'))).toBe(
    'imported by you · 6 images of 4 × 4 × 3 · 2 classes · 294 B · SHA-256 9f86d081…',
  );
  expect(keptWords(offerOf('own-heaps', 'Heaps', { shape: [1, 1, 2] }))).toMatch(
    /^imported by you · 6 points · 2 classes · /,
  );
  const served = { id: 'mnist', title: 'MNIST', origin: 'served', classes: ['0'], shape: [28, 28, 1] } as const;
  expect(keptWords({ ...served, counts: { train: 1, validation: 0, test: 0 } })).toBe(
    'from this server · 1 image of 28 × 28 × 1 · 1 class',
  );
});

test('what was found, and how many of each class', () => {
  expect(foundWords(animals)).toBe('6 images of 4 × 4 × 3 in 2 classes, 294 B');
  expect(foundWords({ ...animals, shape: [1, 1, 2], sizeBytes: 54 })).toBe('6 points in 2 classes, 54 B');
  const { columns, rows } = countTable(animals);
  expect(columns.map(({ label }) => label)).toEqual(['class', 'training', 'validation', 'test']);
  expect(rows).toEqual([
    ['cats', '2', '1', '0'],
    ['dogs', '2', '0', '1'],
    ['all', '4', '1', '1'],
  ]);
});

test('a published set: files and size, or that no size was published', () => {
  expect(publishedSources().map(sourceWords)).toEqual([
    '4 files, 11.6 MB',
    '4 files, size not published',
    '1 file, 170.1 MB',
  ]);
});

test('progress in bytes', () => {
  expect(bytesWords({ task: '', done: 3_200_000, total: 11_594_722 })).toBe('3.2 MB of 11.6 MB');
  expect(bytesWords({ task: '', done: 3_200_000, total: null })).toBe('3.2 MB');
});

test('space, as far as the browser says', () => {
  expect(spaceWords(null)).toBe('The browser does not say how much space is used.');
  expect(spaceWords({ usedBytes: 12_300_000, quotaBytes: null, isPersistent: false })).toBe('12.3 MB are used.');
  expect(spaceWords({ usedBytes: 12_300_000, quotaBytes: 10_200_000_000, isPersistent: false })).toBe(
    '12.3 MB of the 10.2 GB that the browser allows this site are used.',
  );
});

test('what the browser promises', () => {
  const space = { usedBytes: 0, quotaBytes: 0, isPersistent: true };
  expect(persistenceWords(space, 'not asked')).toEqual({
    words: 'The browser keeps this until you delete it.',
    canAsk: false,
  });
  expect(persistenceWords({ ...space, isPersistent: false }, 'not asked').canAsk).toBe(true);
  expect(persistenceWords({ ...space, isPersistent: false }, 'refused').words).toMatch(/^The browser did not agree/);
});

test('what to bring for a set that is wanted', () => {
  expect(wantedWords('kmnist')).toBe(
    'KMNIST is not here yet. Choose its four IDX files together, packed with gzip or not.',
  );
  expect(wantedWords('cifar100')).toMatch(/^CIFAR-100 is not here yet. Choose its binary files/);
  expect(wantedWords('own-cats')).toBeNull();
});
