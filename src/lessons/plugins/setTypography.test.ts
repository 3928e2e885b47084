import { expect, test } from 'vitest';
import { typeset } from './setTypography';

test.each([
  ['"a"', '', '“a”'],
  ['a "b" c', '', 'a “b” c'],
  ['("a")', '', '(“a”)'],
  [`"'a' b"`, '', '“‘a’ b”'],
  ["it's, the units' sum", '', 'it’s, the units’ sum'],
  ["rock 'n roll in the '90s", '', 'rock ‘n roll in the ’90s'],
  ["'s end", 'x', '’s end'],
  ['"', 'x', '”'],
  ['pages 1--2 --- all...', '', 'pages 1–2 — all…'],
])('%s after %j: %s', (text, before, expected) => expect(typeset(text, before)).toBe(expected));
