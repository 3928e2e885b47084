import { expect, test } from 'vitest';
import type { Chapter, Part } from '../lessons/model';
import { chapterNamed, firstWritten, neighbours } from './navigation';

const chapter = (number: number, slug: string, written: boolean): Chapter => ({
  number,
  slug,
  title: slug,
  written,
  part: number < 3 ? 1 : 2,
  minutes: written ? 10 : null,
  summary: null,
});
const parts: readonly Part[] = [
  { number: 1, numeral: 'I', title: 'one', chapters: [chapter(1, 'a', false), chapter(2, 'b', true)] },
  {
    number: 2,
    numeral: 'II',
    title: 'two',
    chapters: [chapter(3, 'c', false), chapter(4, 'd', true), chapter(5, 'e', true)],
  },
];
const slugs = (slug: string) => {
  const { previous, next } = neighbours(parts, slug);
  return [previous?.slug, next?.slug];
};

test('previous and next step over chapters that are not written, and over the ends of parts', () => {
  expect(slugs('b')).toEqual([undefined, 'd']);
  expect(slugs('d')).toEqual(['b', 'e']);
  expect(slugs('e')).toEqual(['d', undefined]);
  expect(slugs('c')).toEqual([undefined, undefined]);
});

test('a chapter by its address; the first that can be read', () => {
  expect(chapterNamed(parts, 'c')?.number).toBe(3);
  expect(chapterNamed(parts, 'z')).toBeUndefined();
  expect(firstWritten(parts)?.slug).toBe('b');
  expect(firstWritten([])).toBeUndefined();
});
