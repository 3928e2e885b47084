import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { tinyDataSet } from '../../tests/fixtures/tinyRun';
import { contentOf } from './content';

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
