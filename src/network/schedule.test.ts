import { describe, expect, test } from 'vitest';
import { rateFactor, scheduleProblem, type Schedule } from './schedule';

const factors = (schedule: Schedule, steps: readonly number[]): number[] =>
  steps.map((step) => rateFactor(schedule, step));

describe('rateFactor', () => {
  test('constant', () => expect(factors({ kind: 'constant' }, [1, 2, 1_000_000])).toEqual([1, 1, 1]));

  test('step every=10 factor=0.5: halves after each tenth step', () => {
    const schedule = { kind: 'step', every: 10, factor: 0.5 } as const;
    expect(factors(schedule, [1, 10, 11, 20, 21, 71])).toEqual([1, 1, 0.5, 0.5, 0.25, 2 ** -7]);
  });

  test('cosine steps=4: 1, (1 + √½)/2, ½, … and 0 from then on', () => {
    const schedule = { kind: 'cosine', steps: 4 } as const;
    const found = factors(schedule, [1, 2, 3, 4, 5, 6, 100]);
    [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2, 0, 0, 0].forEach((factor, index) =>
      expect(found[index]).toBeCloseTo(factor, 12),
    );
    for (let step = 1; step <= 1000; step++) {
      const expected = (1 + Math.cos((Math.PI * (step - 1)) / 1000)) / 2;
      expect(rateFactor({ kind: 'cosine', steps: 1000 }, step)).toBeCloseTo(expected, 12);
    }
  });

  test('cosine steps=4 floor=0.5: half of the way down', () => {
    const found = factors({ kind: 'cosine', steps: 4, floor: 0.5 }, [1, 3, 5, 9]);
    [1, 0.75, 0.5, 0.5].forEach((factor, index) => expect(found[index]).toBeCloseTo(factor, 12));
  });

  test('rangeTest steps=5 rise=16: doubles each step, ends at 16', () => {
    expect(factors({ kind: 'rangeTest', steps: 5, rise: 16 }, [1, 2, 3, 4, 5, 6])).toEqual([1, 2, 4, 8, 16, 16]);
    for (let step = 1; step <= 100; step++) {
      const expected = 1e6 ** ((step - 1) / 99);
      expect(rateFactor({ kind: 'rangeTest', steps: 100, rise: 1e6 }, step) / expected).toBeCloseTo(1, 12);
    }
  });

  test('warmUpSteps=4: a straight rise before any of them', () => {
    expect(factors({ kind: 'constant', warmUpSteps: 4 }, [1, 2, 3, 4, 5])).toEqual([0.25, 0.5, 0.75, 1, 1]);
    const both = { kind: 'step', every: 2, factor: 0.5, warmUpSteps: 4 } as const;
    expect(factors(both, [1, 3, 5])).toEqual([0.25, 0.375, 0.25]);
  });
});

test.each([
  [{ kind: 'linear' }, 'A schedule must be one of constant, step, cosine, rangeTest, found linear. Choose constant'],
  [
    { kind: 'step', factor: 0.1 },
    'The schedule step expects “every” to be a whole number, 1 or more, found undefined.',
  ],
  [{ kind: 'step', every: 2.6, factor: 0.1 }, 'found 2.6. Choose 3.'],
  [{ kind: 'step', every: 2, factor: -1 }, 'expects “factor” to be a positive number, found -1. Choose 0.1.'],
  [
    { kind: 'cosine', steps: 0 },
    'The schedule cosine expects “steps” to be a whole number, 1 or more, found 0. Choose 1.',
  ],
  [{ kind: 'cosine', steps: 9, floor: 2 }, 'expects “floor” to be from 0 to 1, found 2. Choose 1.'],
  [
    { kind: 'rangeTest', steps: 9, rise: Infinity },
    'expects “rise” to be a positive number, found Infinity. Choose 1000.',
  ],
  [{ kind: 'constant', warmUpSteps: -2 }, 'expects “warmUpSteps” to be a whole number, 0 or more, found -2. Choose 0.'],
])('refuses %j', (schedule, message) => expect(scheduleProblem(schedule as unknown as Schedule)).toContain(message));

test.each([
  [{ kind: 'constant' }],
  [{ kind: 'step', every: 100, factor: 0.5, warmUpSteps: 10 }],
  [{ kind: 'cosine', steps: 1000, floor: 0.1 }],
  [{ kind: 'rangeTest', steps: 300, rise: 1e5 }],
] as const)('accepts %j', (schedule) => expect(scheduleProblem(schedule)).toBeNull());
