import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../dataSet';
import { readPointTable } from './pointTable';

const read = (text: string) => readPointTable(new TextEncoder().encode(text), 'p.csv');

describe('readPointTable', () => {
  test('titles, numbers, classes in order of their names', () => {
    expect(read('width,height,kind\n1.5,-2,red\n.25,3e2,blue\n\n0,1,red\n')).toEqual({
      columns: ['width', 'height'],
      classes: ['blue', 'red'],
      points: Float32Array.of(1.5, -2, 0.25, 300, 0, 1),
      labels: Uint8Array.of(1, 0, 1),
    });
  });
  test('without titles; whole numbers as classes in order of size; semicolons, tabs, quotes, a mark at the start', () => {
    expect(read('1,2,10\r\n3,4,9').classes).toEqual(['9', '10']);
    expect(read('1;2;a\n3;4;b').points).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(read('1\t2\ta\n3\t4\tb').columns).toEqual(['x', 'y']);
    expect(read('\ufeff1,2,"a, or so"\n3,4,__proto__').classes).toEqual(['__proto__', 'a, or so']);
  });
  test.each<[string, string, string]>([
    [
      'nothing',
      '\n \n',
      'p.csv: expected lines with two numbers and a class, found none. Choose a table with points in it.',
    ],
    ['titles alone', 'x,y,kind', 'p.csv: expected 1 to 1000000 points, found 0. Choose another table.'],
    [
      'a word for a number',
      '1,2,a\n3,four,b',
      'p.csv, line 2: expected two numbers and a class, such as 0.5, −1.25, red, found 3 cells: 3, four, b. Leave other columns',
    ],
    [
      'two columns',
      '1,2\n3,4',
      'p.csv, line 1: expected two numbers and a class, such as 0.5, −1.25, red, found 2 cells: 1, 2.',
    ],
    ['four columns', '1,2,a,x\n3,4,b,y', 'found 4 cells: 1, 2, a, x.'],
    ['no class', '1,2,a\n3,4,', 'p.csv, line 2: expected two numbers and a class'],
    ['a number too large for 32 bits', '1,2,a\n1e39,4,b', 'found 3 cells: 1e39, 4, b.'],
    ['infinity', '1,2,a\nInfinity,4,b', 'found 3 cells: Infinity, 4, b.'],
    [
      'one class only',
      '1,2,a\n3,4,a',
      'p.csv: expected 2 to 256 classes in the third column, found only one, “a”. Choose a table with other classes.',
    ],
    [
      'too many classes',
      Array.from({ length: 257 }, (_, i) => `1,2,${i}`).join('\n'),
      'p.csv: expected 2 to 256 classes in the third column, found 257.',
    ],
  ])('%s', (_title, text, message) => {
    expect(() => read(text)).toThrow(DataError);
    expect(() => read(text)).toThrow(message);
  });
  test('bytes that are no text', () => {
    expect(() => readPointTable(Uint8Array.of(0xff, 0xfe, 0), 'p.csv')).toThrow(
      'p.csv: expected text in UTF-8, found other bytes. Save the table as CSV in UTF-8.',
    );
  });
  test('any text is read or refused in words', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('1', '.', ',', 'a', '"', '\n', ';', '-', 'é') }), (text) => {
        try {
          const { points, labels } = read(text);
          expect(points).toHaveLength(2 * labels.length);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
    );
  });
});
