import { describe, expect, test } from 'vitest';
import { parseBibliography } from './bibliography';

const parse = (text: string) => [...parseBibliography(text, 'a.bib').values()];

describe('parseBibliography', () => {
  test('one work of each kind', () => {
    const works = parse(`
Words between entries are no entries, name@example.org either.
@article{one2001, author = {van der One, Ann-Marie}, title = {The {ABC} of it's}, journal = "A {J}", year = 2001, volume = 3, number = 4, pages = {5--6}, doi = {10.1/2}}
@book{two2002,
  author = {Two, A. B. and Three, Émile},
  title = {Deep},
  publisher = {Press},
  year = {2002},
  edition = {second},
}
@inproceedings{four2003, author = {Four, D and Five, E and Six, F}, title = {Is it?}, booktitle = {Proceedings}, year = 2003, publisher = {P}, address = {Paris}, url = {https://example.org}}
`);
    expect(
      works.map(({ key, shortAuthors, authors, title, container, detail, doi, url }) => ({
        key,
        shortAuthors,
        authors,
        title,
        container,
        detail,
        doi,
        url,
      })),
    ).toEqual([
      {
        key: 'four2003',
        shortAuthors: 'Four et al.',
        authors: 'Four, D., Five, E. and Six, F.',
        title: 'Is it?',
        container: 'Proceedings',
        detail: ', P, Paris',
        doi: null,
        url: 'https://example.org',
      },
      {
        key: 'two2002',
        shortAuthors: 'Two and Three',
        authors: 'Two, A. B. and Three, É.',
        title: 'Deep',
        container: 'Press',
        detail: ', second edition',
        doi: null,
        url: null,
      },
      {
        key: 'one2001',
        shortAuthors: 'van der One',
        authors: 'van der One, A.-M.',
        title: 'The ABC of it’s',
        container: 'A J',
        detail: '3(4), 5–6',
        doi: '10.1/2',
        url: null,
      },
    ]);
  });

  test('two works of the same authors in a year get letters', () => {
    const entry = (key: string) => `@misc{${key}, author = {A, B}, title = {T}, year = 1999}`;
    const years = parse(
      `${entry('a1999y')}\n${entry('a1999x')}\n@misc{a2000, author = {A, B}, title = {T}, year = 2000}`,
    );
    expect(years.map(({ key, year }) => [key, year])).toEqual([
      ['a1999x', '1999a'],
      ['a1999y', '1999b'],
      ['a2000', '2000'],
    ]);
  });

  test.each([
    ['@misc{a, author = {A}, title = {T}}', 'a.bib:1:1  bibliography: expected the field year in a, found none'],
    [
      '@misc{a, author = {A}, title = {T}, yaer = 1999, year = 1999}',
      'a.bib:1:1  bibliography: expected a known field, found "yaer" in a; did you mean "year"?',
    ],
    [
      '\n@artikle{a, year = 1999}',
      'a.bib:2:1  bibliography: expected one of @article, @inproceedings, @incollection, @book, @phdthesis, @techreport, @misc, found "@artikle"; did you mean "@article"?',
    ],
    [
      '@misc{a, author = {A}, title = {T}, year = 1999}\n@misc{a, author = {A}, title = {T}, year = 1999}',
      'a.bib:2:1  bibliography: expected every key once, found "a" again',
    ],
    [
      '@misc{a, year = MMXX}',
      'a.bib:1:17  bibliography: expected {…}, "…" or a number as the year of a, found something else',
    ],
    [
      '@misc{a, year = 1999 title = {T}, ?}',
      'a.bib:1:1  bibliography: expected a field, name = {…}, or a closing brace in a, found neither',
    ],
  ])('%s', (text, message) => expect(() => parse(text)).toThrow(message));
});
