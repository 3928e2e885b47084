import { expect, test } from 'vitest';
import { currentSectionIndex } from './place';

const windowPx = 900;
const linePx = 300;

test.each([
  ['above the first heading', [400, 1200, 2000], false, -1],
  ['the first heading has just passed the line', [300, 1200, 2000], false, 0],
  ['inside the second', [-1500, -200, 640], false, 1],
  ['at the end, the last heading in the window counts', [-1500, -900, 640], true, 2],
  ['at the end, a heading below the window does not', [-1500, -900, 901], true, 1],
  ['no headings', [], false, -1],
])('%s', (_name, tops, atEnd, expected) => {
  expect(currentSectionIndex(tops, linePx, atEnd, windowPx)).toBe(expected);
});
