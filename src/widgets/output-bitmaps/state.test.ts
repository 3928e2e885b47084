import { expect, test } from 'vitest';
import { bitmaps } from './state';

test('ten bitmaps, 7 wide and 12 high, each with ink inside its frame', () => {
  expect(bitmaps.map(({ digit }) => digit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const { width, height, ink } of bitmaps) {
    expect([width, height]).toEqual([7, 12]);
    expect(ink.length).toBeGreaterThan(10);
    expect(ink.every(([x, y]) => x < 7 && y < 12)).toBe(true);
  }
});

test('a one has its upright in columns 3 and 4 from top to bottom', () => {
  const one = bitmaps[1]!.ink.map(String);
  for (let y = 0; y < 10; y++) expect(one).toEqual(expect.arrayContaining([`3,${y}`, `4,${y}`]));
});
