import { describe, expect, test } from 'vitest';
import { cleanLook, createPen, rasterizeStrokes, type Point } from './pen';

const point = (x: number, y: number): Point => ({ x, y });
const rows = (image: Uint8Array): number[] =>
  Array.from({ length: 28 }, (_, y) => image.subarray(28 * y, 28 * y + 28).reduce((sum, byte) => sum + byte, 0));
const columns = (image: Uint8Array): number[] =>
  Array.from({ length: 28 }, (_, x) => image.reduce((sum, byte, at) => (at % 28 === x ? sum + byte : sum), 0));
/** First and last row with more than a soft rim of ink. */
const rowSpan = (image: Uint8Array): [number, number] => {
  const inked = [...image].flatMap((byte, at) => (byte > 32 ? [Math.floor(at / 28)] : []));
  return [Math.min(...inked), Math.max(...inked)];
};
const columnSpan = (image: Uint8Array): [number, number] => {
  const inked = [...image].flatMap((byte, at) => (byte > 32 ? [at % 28] : []));
  return [Math.min(...inked), Math.max(...inked)];
};

describe('rasterizeStrokes', () => {
  test('an empty drawing gives zeros', () => {
    const blank = new Uint8Array(28 * 28);
    expect(rasterizeStrokes([], 0.1)).toEqual(blank);
    expect(rasterizeStrokes([[], []], 0.1)).toEqual(blank);
  });
  test('a vertical line fills the 20 rows of the box and stands in the middle', () => {
    const image = rasterizeStrokes([[point(0.2, 0.1), point(0.2, 0.6)]], 0.075);
    expect(rowSpan(image)).toEqual([4, 23]);
    // Width 0.075 of 0.575 is 2.6 px: two full columns, soft ones beside them.
    expect(columnSpan(image)).toEqual([12, 15]);
    expect(image[14 * 28 + 13]).toBe(255);
    expect(image[14 * 28 + 14]).toBe(255);
  });
  test('a horizontal line fills the 20 columns', () => {
    const image = rasterizeStrokes([[point(0.1, 0.9), point(0.9, 0.9)]], 0.1);
    expect(columnSpan(image)).toEqual([4, 23]);
  });
  test('size and place of the drawing do not matter', () => {
    const digit = (scale: number, x: number, y: number): Point[][] => [
      [point(x, y), point(x + 0.3 * scale, y), point(x + 0.1 * scale, y + 0.5 * scale)],
    ];
    const large = rasterizeStrokes(digit(1.5, 0.1, 0.2), 0.12);
    const small = rasterizeStrokes(digit(0.75, 0.5, 0.05), 0.06);
    expect(small).toEqual(large);
  });
  test('the centre of mass, not of the box, is in the middle', () => {
    // An L: its mass lies left and low.
    const image = rasterizeStrokes([[point(0, 0), point(0, 1), point(0.6, 1)]], 0.12);
    const mass = image.reduce((sum, byte) => sum + byte, 0);
    const middle = (sums: readonly number[]): number => sums.reduce((sum, value, i) => sum + value * i, 0) / mass;
    expect(Math.abs(middle(rows(image)) - 14)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(middle(columns(image)) - 14)).toBeLessThanOrEqual(0.5);
    expect(rowSpan(image)[1] - rowSpan(image)[0]).toBe(19);
  });
  test('no ink is lost at the edge, however lopsided', () => {
    // A heavy zigzag at the foot of a long line would put the middle of the mass so low that the top left the image.
    const zigzag = Array.from({ length: 40 }, (_, i) => point((i % 2) * 0.9, 0.9 + i * 0.0025));
    const image = rasterizeStrokes([[point(0.25, 0), ...zigzag]], 0.1);
    expect(rowSpan(image)[0]).toBe(0);
    expect(rowSpan(image)[1]).toBe(19);
  });
  test('a dot is a dot of the pen’s width, a tiny line does not become a bar across the image', () => {
    const dot = rasterizeStrokes([[point(0.5, 0.5)]], 0.1);
    const [first, last] = rowSpan(dot);
    expect(last - first + 1).toBeLessThanOrEqual(6);
    expect(Math.max(...dot)).toBe(255);
    const tiny = rasterizeStrokes([[point(0.5, 0.5), point(0.51, 0.5)]], 0.1);
    expect(columnSpan(tiny)[1] - columnSpan(tiny)[0]).toBeLessThan(10);
  });
  test('a pen too thick for a small digit is kept within what handwriting has', () => {
    const image = rasterizeStrokes([[point(0.4, 0.4), point(0.4, 0.6)]], 0.3);
    expect(columnSpan(image)[1] - columnSpan(image)[0] + 1).toBeLessThanOrEqual(6);
  });
  test('several strokes are separate: the pen is lifted between them', () => {
    const two = rasterizeStrokes(
      [
        [point(0, 0), point(0, 1)],
        [point(1, 0), point(1, 1)],
      ],
      0.1,
    );
    expect(two[14 * 28 + 14]).toBe(0);
    const joined = rasterizeStrokes([[point(0, 0), point(0, 1), point(1, 0), point(1, 1)]], 0.1);
    expect(joined[14 * 28 + 14]).toBeGreaterThan(200);
  });
});

describe('createPen', () => {
  test('forgets the drawing before: the same path gives the same bytes', () => {
    const pen = createPen(8);
    const first = new Uint8Array(784);
    const again = new Uint8Array(784);
    const line = (): void => {
      pen.clear();
      pen.moveTo(0, 0, 1);
      pen.lineTo(0, 1, 1);
    };
    line();
    pen.render(3, 0.1, cleanLook, first, 0);
    pen.moveTo(5, 5, 1);
    pen.lineTo(0, 5, 1);
    pen.render(3, 0.1, cleanLook, again, 0);
    expect(again).not.toEqual(first);
    line();
    pen.render(3, 0.1, cleanLook, again, 0);
    expect(again).toEqual(first);
  });
  test('pressure widens the line', () => {
    const pen = createPen(8);
    const image = new Uint8Array(784);
    pen.moveTo(0, 0, 0.5);
    pen.lineTo(0, 1, 2);
    pen.render(3, 0.1, cleanLook, image, 0);
    const sums = rows(image);
    const [first, last] = rowSpan(image);
    expect(sums[last - 3]! / sums[first + 3]!).toBeGreaterThan(1.7);
  });
  test('writes only its own 784 bytes', () => {
    const pen = createPen(8);
    const image = new Uint8Array(3 * 784).fill(7);
    pen.moveTo(0, 0, 1);
    pen.lineTo(0, 1, 1);
    pen.render(3, 0.1, cleanLook, image, 784);
    expect(image.subarray(0, 784).every((byte) => byte === 7)).toBe(true);
    expect(image.subarray(2 * 784).every((byte) => byte === 7)).toBe(true);
    expect(image[784]).toBe(0);
  });
  test('a full pen is our fault, and said', () => {
    const pen = createPen(1);
    pen.moveTo(0, 0, 1);
    expect(() => pen.lineTo(0, 1, 1)).toThrow('internal: the pen has room for 1 points and got more.');
  });
});
