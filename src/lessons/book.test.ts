import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chaptersOf, loadBook } from './book';
import { fixtures, root } from './testing/fixture';

function bookOf(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'book-'));
  try {
    writeFileSync(join(folder, 'book.yaml'), text);
    return loadBook(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('loadBook', () => {
  test('a chapter is written when its lesson is there', () => {
    const book = loadBook(join(root, fixtures, 'content'));
    expect(book.title).toBe('A small book');
    expect(book.parts.map(({ number, numeral, title }) => [number, numeral, title])).toEqual([[1, 'I', 'Only part']]);
    expect(chaptersOf(book)).toEqual([
      {
        number: 1,
        title: 'A small lesson',
        slug: 'small',
        part: 1,
        written: true,
        minutes: 5,
        summary: 'Everything once, as small as it goes.',
      },
      { number: 2, title: 'A later lesson', slug: 'later', part: 1, written: false, minutes: null, summary: null },
    ]);
  });

  test('the five parts and thirty chapters of this book', () => {
    const book = loadBook(join(root, 'content'));
    expect(book.parts.map(({ numeral, chapters }) => `${numeral} ${chapters.length}`)).toEqual([
      'I 8',
      'II 7',
      'III 5',
      'IV 5',
      'V 5',
    ]);
    expect(chaptersOf(book).map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(chaptersOf(book).find(({ slug }) => slug === 'lenet')).toMatchObject({
      number: 16,
      part: 3,
      title: 'LeNet-5',
    });
  });

  test.each([
    ['title: T\nparts: []', 'content/book.yaml:2:8  book › parts: expected at least 1 entries, found 0'],
    [
      'title: T\nparts:\n  - title: P\n    chapters: [{ slug: A b, title: C }]',
      'content/book.yaml:4:24  book › parts › 0 › chapters › 0 › slug: expected a slug: small letters, digits and single hyphens, found "A b"',
    ],
    ['titel: T\nparts: []', 'book: expected one of title, parts, found "titel"; did you mean "title"?'],
  ])('%j', (text, message) => expect(() => bookOf(text)).toThrow(message));
});
