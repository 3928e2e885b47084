import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extendCurve, thin, upTo } from './curve';
import { marksUpTo } from './runLink/marks';

const curve = (losses: readonly number[]) => losses.map((loss, i) => ({ step: i + 1, loss, accuracy: 0.5 }));

test('points are appended; a stretch that is trained again replaces the old one', () => {
  const first = extendCurve([], curve([5, 4, 3, 2]));
  expect(first).toHaveLength(4);
  const again = extendCurve(first, [{ step: 3, loss: 2.5, accuracy: 0.5 }]);
  expect(again.map(({ loss }) => loss)).toEqual([5, 4, 2.5]);
  expect(extendCurve(first, [])).toBe(first);
});

test('upTo gives the same list when nothing is beyond', () => {
  const points = curve([3, 2, 1]);
  expect(upTo(points, 3)).toBe(points);
  expect(upTo(points, 2)).toEqual(curve([3, 2]));
});

test('a thinned curve keeps its spikes, its order and its last point', () => {
  const losses = Array.from({ length: 5001 }, (_, i) => (i === 1234 ? 99 : i === 4321 ? -7 : 1 / (i + 1)));
  const thinned = thin(curve(losses));
  const marks = marksUpTo(5001);
  expect(thinned.length).toBeLessThanOrEqual(2502 + marks.length);
  expect(marks.filter((mark) => !thinned.some(({ step }) => step === mark))).toEqual([]);
  expect(thinned.some(({ loss }) => loss === 99)).toBe(true);
  expect(thinned.some(({ loss }) => loss === -7)).toBe(true);
  expect(thinned[thinned.length - 1]?.step).toBe(5001);
  expect(thinned.every((point, i) => i === 0 || point.step > thinned[i - 1]!.step)).toBe(true);
});

test('a curve that is extended for ever stays bounded', () => {
  let points: readonly { step: number; loss: number; accuracy: number }[] = [];
  for (let step = 1; step <= 40_000; step += 100) {
    points = extendCurve(
      points,
      Array.from({ length: 100 }, (_, i) => ({ step: step + i, loss: (step + i) % 7, accuracy: 0 })),
    );
    expect(points.length).toBeLessThanOrEqual(5000);
  }
  expect(points.length).toBeGreaterThan(2000);
});

test('however often a curve is thinned, the extremes of loss and of accuracy stay', () => {
  const point = fc.record({ loss: fc.double({ noNaN: true }), accuracy: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 300, size: 'max' }), (drawn) => {
      const points = drawn.map((one, index) => ({ step: index + 1, ...one }));
      let thinned: readonly (typeof points)[number][] = points;
      for (let round = 0; round < 4; round++) thinned = thin(thinned, 16);
      for (const quantity of ['loss', 'accuracy'] as const) {
        const values = (from: typeof thinned) => from.map((one) => one[quantity]).sort((a, b) => a - b);
        expect([values(thinned)[0], values(thinned).at(-1)]).toEqual([values(points)[0], values(points).at(-1)]);
      }
      expect(thinned.at(-1)).toBe(points.at(-1));
    }),
  );
});
