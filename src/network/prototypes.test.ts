import { expect, test } from 'vitest';
import { prototypes } from './prototypes';

const table = prototypes['digits-7x12'];
const bitmap = (digit: number): number[] => Array.from(table.values.slice(digit * 84, (digit + 1) * 84));

test('ten bitmaps of 12 rows and 7 columns, +1 and −1', () => {
  expect(table).toMatchObject({ classes: 10, width: 7, height: 12, shape: [10, 84] });
  expect(new Set(table.values)).toEqual(new Set([1, -1]));
});

test('rows come one after the other: the top of the seven is its first fourteen cells', () => {
  expect(
    bitmap(7)
      .slice(0, 14)
      .every((cell) => cell === 1),
  ).toBe(true);
  expect(bitmap(7).slice(14, 21)).toEqual([-1, -1, -1, -1, -1, 1, 1]);
});

test('any two differ in at least 23 cells', () => {
  let fewest = Infinity;
  for (let a = 0; a < 10; a++) {
    for (let b = 0; b < a; b++) {
      const other = bitmap(b);
      fewest = Math.min(fewest, bitmap(a).filter((cell, index) => cell !== other[index]).length);
    }
  }
  expect(fewest).toBe(23);
});

test('none is a shifted copy: every bitmap fills its whole box', () => {
  for (let digit = 0; digit < 10; digit++) {
    const cells = bitmap(digit);
    const column = (x: number): number[] => cells.filter((_, index) => index % 7 === x);
    expect(cells.slice(0, 7), `top of ${digit}`).toContain(1);
    expect(cells.slice(-7), `bottom of ${digit}`).toContain(1);
    expect([...column(0), ...column(1)], `left of ${digit}`).toContain(1);
    expect([...column(5), ...column(6)], `right of ${digit}`).toContain(1);
  }
});
