import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { tinyDataSet } from '../../tests/fixtures/tinyRun';
import { contentOf, sizeOf } from './content';
import { generatePlanes } from './planes/planes';

test('size and SHA-256 of pixels and labels, training first; as another library has it', () => {
  const set = tinyDataSet();
  const hash = createHash('sha256');
  for (const { pixels, labels } of [set.train, set.validation, set.test]) hash.update(pixels).update(labels);
  expect(contentOf(set)).toEqual({ sizeBytes: 250 * 37, sha256: hash.digest('hex') });
});

test('a name changes nothing, a label does', () => {
  const set = tinyDataSet();
  const before = contentOf(set);
  expect(contentOf({ ...set, info: { ...set.info, title: 'Another' } })).toEqual(before);
  set.test.labels[0]! ^= 1;
  expect(contentOf(set).sha256).not.toBe(before.sha256);
});

test('of numbers: their four bytes each, as they lie in memory', async () => {
  const set = await generatePlanes({ kind: 'moons', seed: 1, train: 30, validation: 5, test: 9 });
  const hash = createHash('sha256');
  for (const { numbers, labels } of [set.train, set.validation, set.test]) {
    hash.update(new Uint8Array(numbers!.buffer)).update(labels);
  }
  expect(contentOf(set)).toEqual({ sizeBytes: 44 * 9, sha256: hash.digest('hex') });
  expect(sizeOf(set)).toBe(44 * 9);
  const before = contentOf(set).sha256;
  set.test.numbers![0]! += 1;
  expect(contentOf(set).sha256).not.toBe(before);
});
