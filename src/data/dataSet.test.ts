import { expect, test } from 'vitest';
import {
  classCounts,
  dataSetTitles,
  generatedIds,
  imageShapes,
  isDataSetId,
  isGenerated,
  isOwn,
  isPublished,
  publishedIds,
} from './dataSet';
import { generators } from './generators';

test.each(generatedIds)('%s: what is known beforehand is what it offers', (id) => {
  const { offer } = generators[id];
  expect(offer.classes).toHaveLength(classCounts[id]);
  expect(offer.shape).toEqual(imageShapes[id]);
  expect(offer.title).toBe(dataSetTitles[id]);
});

test('every id is of one kind', () => {
  for (const id of [...generatedIds, ...publishedIds, 'own-cats', 'own-my-cats-2']) {
    expect([isGenerated(id), isPublished(id), isOwn(id)].filter(Boolean), id).toHaveLength(1);
    expect(isDataSetId(id)).toBe(true);
  }
});

test.each([
  'own',
  'own-',
  'own-Cats',
  'own-a--b',
  'own-a-',
  'own-../mnist',
  'own-a/b',
  'own-a\\b',
  'own-a.b',
  'own-a\n',
  'own-ä',
  `own-${'a'.repeat(60)}`,
  'cats',
  'constructor',
  '__proto__',
  '',
  7,
  null,
])('%j is no id', (value) => {
  expect(isDataSetId(value)).toBe(false);
});
