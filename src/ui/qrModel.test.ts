import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrModel } from './qrModel';

/** The squares that the path paints, back as a grid. */
function painted(size: number, path: string): boolean[][] {
  const grid = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let column = Number(x); column < Number(x) + Number(width); column++) grid[Number(y)]![column] = true;
  }
  return grid;
}

test('the path paints every black module, with four of white around', () => {
  const text = 'https://book.example/chapters/lenet/?f.trainer=1.3C-#trainer';
  const model = qrModel(text)!;
  const { data, size } = encode(text, { ecc: 'L', boostEcc: true, maxVersion: 25, border: 0 });
  expect(model.size).toBe(size + 8);
  const grid = painted(model.size, model.path);
  expect(grid.slice(4, -4).map((row) => row.slice(4, -4))).toEqual(data);
  const quiet = grid.flatMap((row, y) => row.filter((_, x) => Math.min(x, y) < 4 || Math.max(x, y) >= model.size - 4));
  expect(quiet).not.toContain(true);
  // The three eyes: a ring of seven.
  for (const [x, y] of [
    [4, 4],
    [model.size - 11, 4],
    [4, model.size - 11],
  ] as const) {
    expect(grid[y]!.slice(x, x + 7)).toEqual(new Array(7).fill(true));
    expect(grid[y + 1]!.slice(x, x + 7)).toEqual([true, false, false, false, false, false, true]);
  }
});

test('a longer text makes a larger code, and one that is too long none', () => {
  expect(qrModel('a'.repeat(1200))!.size).toBeGreaterThan(qrModel('a'.repeat(100))!.size);
  expect(qrModel('a'.repeat(1300))).toBeNull();
});
