import { describe, expect, test } from 'vitest';
import { lenetOnDigits, testRun } from '../../../lab/ledger/testRuns';
import { chaptersOf, chosenOf, initialFilter, listed, noPlaces, withChosen, withoutChosen } from './choice';
import type { Filter } from './choice';

const runs = [
  testRun('a', { name: 'Run 10', notes: 'wide strokes' }),
  testRun('b', { name: 'Run 9', isPinned: true, chapter: 'training', steps: 30 }),
  testRun('c', {
    chapter: '',
    origin: { ...lenetOnDigits, dataSet: 'own-cats' },
    dataTitle: 'Cats & Dogs',
    steps: 400,
  }),
].map(({ summary }) => summary);
const ids = (filter: Partial<Filter>): string =>
  listed(runs, { ...initialFilter, ...filter })
    .map(({ id }) => id)
    .join('');

describe('listed', () => {
  test.each<[Partial<Filter>, string]>([
    [{}, 'abc'],
    [{ chapter: 'lenet' }, 'a'],
    [{ isPinnedOnly: true }, 'b'],
    [{ words: 'STROKES wide' }, 'a'],
    [{ words: 'cats' }, 'c'],
    [{ words: 'lenet-5 adam' }, 'abc'],
    [{ words: 'nobody' }, ''],
    [{ words: 'run', chapter: 'training' }, 'b'],
    // Nobody has tested run b.
    [{ order: 'accuracy' }, 'acb'],
    // Numbers in names count as numbers; a run without a name is called after what it is.
    [{ order: 'name' }, 'cba'],
  ])('%j: %s', (filter, expected) => {
    expect(ids(filter)).toBe(expected);
  });

  test('chapters, without what stands outside of them', () => {
    expect(chaptersOf(runs)).toEqual(['lenet', 'training']);
  });
});

describe('places', () => {
  const there = (): boolean => true;

  test('a run keeps its letter and its colour when another leaves, and the free place is taken next', () => {
    const two = withChosen(withChosen(noPlaces, 'a') ?? noPlaces, 'b') ?? noPlaces;
    const one = withoutChosen(two, 'a');
    expect(chosenOf(one, there)).toEqual([{ id: 'b', letter: 'B', tone: 'run2' }]);
    expect(chosenOf(withChosen(one, 'c') ?? noPlaces, there).map(({ id, letter }) => letter + id)).toEqual([
      'Ac',
      'Bb',
    ]);
    expect(withChosen(two, 'b')).toBe(two);
  });

  test('twelve, and no more', () => {
    let places = noPlaces;
    for (let index = 0; index < 12; index++) places = withChosen(places, `r${index}`) ?? noPlaces;
    expect(chosenOf(places, there).at(-1)).toEqual({ id: 'r11', letter: 'L', tone: 'run12' });
    expect(withChosen(places, 'one more')).toBeNull();
    expect(chosenOf(places, (id) => id === 'r3')).toHaveLength(1);
  });
});
