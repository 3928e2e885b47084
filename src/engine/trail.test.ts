import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extendTrail, TRAIL_START } from './trail';

const point = { step: 1, loss: 2.302585, accuracy: 0.125 };

describe('extendTrail', () => {
  test('known answers, so that links of today are read alike tomorrow', () => {
    const first = extendTrail(TRAIL_START, point);
    expect(first).toBe(500_910_187);
    expect(extendTrail(first, { step: 2, loss: 2.25, accuracy: 0.25 })).toBe(3_003_219_047);
  });

  test('the last bit of the loss, the step and the accuracy all count, and so does what was before', () => {
    const trail = extendTrail(TRAIL_START, point);
    const next = 2.302585 + Number.EPSILON * 2;
    expect(next).not.toBe(2.302585);
    for (const other of [
      { ...point, loss: next },
      { ...point, step: 2 },
      { ...point, accuracy: 0.25 },
    ]) {
      expect(extendTrail(TRAIL_START, other)).not.toBe(trail);
    }
    expect(extendTrail(TRAIL_START + 1, point)).not.toBe(trail);
  });

  test('always a whole number that fits in 32 bits', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double(), fc.double(), fc.nat(), (step, loss, accuracy, trail) => {
        const hash = extendTrail(trail, { step, loss, accuracy });
        expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
      }),
    );
  });
});
