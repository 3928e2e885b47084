import { describe, expect, test } from 'vitest';
import { numberText, parseNumber, requirement, stepNumber } from './numberInput';

const learningRate = { name: 'learning rate', isPositive: true };
const batchSize = { name: 'batch size', isWhole: true, minimum: 1, maximum: 1024 };

describe('parseNumber', () => {
  test.each([
    ['0.001', 0.001],
    [' 1e-3 ', 0.001],
    ['.5', 0.5],
    ['1,024.5', 1024.5],
  ])('accepts %j', (text, value) => {
    expect(parseNumber(text, learningRate)).toEqual({ isValid: true, value });
  });

  test.each(['0', '-1', '−1', '', 'fast', '1e999', 'NaN', 'Infinity', '0,01', '1 2', '0x10'])('refuses %j', (text) => {
    expect(parseNumber(text, learningRate)).toEqual({
      isValid: false,
      reason: 'learning rate must be a positive number',
    });
  });

  test('says the range and that a number must be whole', () => {
    for (const text of ['0', '1025', '2.5']) {
      expect(parseNumber(text, batchSize)).toEqual({
        isValid: false,
        reason: 'batch size must be a whole number from 1 to 1,024',
      });
    }
    expect(parseNumber('1,024', batchSize)).toEqual({ isValid: true, value: 1024 });
  });

  test('says a limit on one side', () => {
    expect(requirement({ name: 'seed', isWhole: true, minimum: 0 })).toBe('must be a whole number, 0 or more');
    expect(requirement({ name: 'x', maximum: 1000 })).toBe('must be a number of at most 1,000');
  });
});

describe('stepNumber', () => {
  test('logarithmic: 1, 2, 5, 10 and back, also from between the stops', () => {
    const scale = { kind: 'logarithmic' } as const;
    const up = [0.001];
    for (let k = 0; k < 4; k++) up.push(stepNumber(up[k]!, 1, scale, learningRate));
    expect(up).toEqual([0.001, 0.002, 0.005, 0.01, 0.02]);
    expect(stepNumber(0.001, -1, scale, learningRate)).toBe(0.0005);
    expect(stepNumber(0.003, 1, scale, learningRate)).toBe(0.005);
    expect(stepNumber(0.003, -1, scale, learningRate)).toBe(0.002);
  });

  test('doubling: powers of two, kept inside the limits', () => {
    const scale = { kind: 'doubling' } as const;
    expect(stepNumber(32, 1, scale, batchSize)).toBe(64);
    expect(stepNumber(32, -1, scale, batchSize)).toBe(16);
    expect(stepNumber(33, -1, scale, batchSize)).toBe(32);
    expect(stepNumber(1024, 1, scale, batchSize)).toBe(1024);
    expect(stepNumber(1, -1, scale, batchSize)).toBe(1);
  });

  test('linear: no digits appear that nobody typed', () => {
    expect(stepNumber(0.2, 1, { kind: 'linear', step: 0.1 }, learningRate)).toBe(0.3);
  });
});

test('numberText shows the shortest form', () => {
  expect([0.001, 1e-7, 0, 12, 2e9].map(numberText)).toEqual(['0.001', '1e-7', '0', '12', '2e+9']);
});

test('logarithmic, where 0 is off: the first value lies above it', () => {
  const penalty = { name: 'L2 penalty', minimum: 0 };
  const scale = { kind: 'logarithmic', first: 1e-6 } as const;
  expect([stepNumber(0, 1, scale, penalty), stepNumber(1e-6, 1, scale, penalty)]).toEqual([1e-6, 2e-6]);
  expect([stepNumber(1e-6, -1, scale, penalty), stepNumber(0, -1, scale, penalty)]).toEqual([0, 0]);
});
