import { describe, expect, test } from 'vitest';
import { ArithmeticError, evaluate, parseArithmetic } from './arithmetic';

const names: Readonly<Record<string, number>> = { a: 2, 'lenet5-1998.C3.parameters': 1516 };
const valueOf = (text: string): number => evaluate(parseArithmetic(text), (name) => names[name] ?? NaN);

describe('arithmetic', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 - 4 - 2', 2],
    ['8 / 4 / 2', 1],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 * -3', -6],
    ['5 × 5 · 2 − 1', 49],
    ['floor((28 + 2 * 0 - 5) / 2) + 1', 12],
    ['round(2.5e1 / 2)', 13],
    ['a * a', 4],
    ['lenet5-1998.C3.parameters - a', 1514],
  ])('%s = %f', (text, value) => expect(valueOf(text)).toBe(value));

  test.each([
    ['', 0, 'a number or a name', 'the end'],
    ['1 +', 3, 'a number or a name', 'the end'],
    ['1 2', 2, 'the end or one of + - * / ^', '"2"'],
    ['(1', 2, '")"', 'the end'],
    ['floor(1', 7, '")"', 'the end'],
    ['1 $ 2', 2, 'a number, a name or one of + - * / ^ ( )', '"$"'],
    ['floot(1)', 0, 'the function floor or round', '"floot"'],
    ['constructor(1)', 0, 'the function floor or round', '"constructor"'],
  ])('%s is refused at %i', (text, offset, expected, found) => {
    try {
      parseArithmetic(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ArithmeticError);
      expect(error).toMatchObject({ offset, expected, found });
    }
  });
});
