import { expect, test } from 'vitest';
import { isPointStep } from '../../engine/schedule';
import { isMark, marksUpTo } from './marks';

test('marks are dense at first, then five to a decade; a usual run has 16 to 24', () => {
  expect(marksUpTo(1500)).toEqual([1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200]);
  expect(marksUpTo(0)).toEqual([]);
  expect(marksUpTo(50_000)).toHaveLength(24);
  expect(marksUpTo(1_000_000)).toHaveLength(30);
});

test('every mark has a point, and the two ways to ask agree', () => {
  const marks = marksUpTo(20_000);
  for (let step = 0; step <= 20_000; step++) expect(isMark(step), `${step}`).toBe(marks.includes(step));
  for (const step of marksUpTo(10_000_000)) expect(isPointStep(step), `${step}`).toBe(true);
});
