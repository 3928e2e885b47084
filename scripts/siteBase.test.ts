import { expect, test } from 'vitest';
import { siteBase } from './siteBase';

test.each([
  [undefined, '/'],
  ['', '/'],
  ['/', '/'],
  ['/book/', '/book/'],
  ['book', '/book/'],
  ['/courses/2026/book', '/courses/2026/book/'],
])('BASE=%s is %s', (given, expected) => {
  expect(siteBase({ BASE: given })).toBe(expected);
});

test.each(['https://example.org/book/', '/a b/', '/a/../b/', '/a?b/', '/a//b/'])('BASE=%s is refused', (given) => {
  expect(() => siteBase({ BASE: given })).toThrow(
    `BASE: expected the path of a folder such as /book/ (letters, digits, and . _ ~ - between slashes), found "${given}". Set it`,
  );
});
