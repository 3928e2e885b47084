import { expect, test } from 'vitest';
import { extendCurve, thin, upTo } from './curve';
import { marksUpTo } from './runLink/marks';

const curve = (losses: readonly number[]) => losses.map((loss, i) => ({ step: i + 1, loss }));

test('points are appended; a stretch that is trained again replaces the old one', () => {
  const first = extendCurve([], curve([5, 4, 3, 2]));
  expect(first).toHaveLength(4);
  const again = extendCurve(first, [{ step: 3, loss: 2.5 }]);
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
  let points: readonly { step: number; loss: number }[] = [];
  for (let step = 1; step <= 40_000; step += 100) {
    points = extendCurve(
      points,
      Array.from({ length: 100 }, (_, i) => ({ step: step + i, loss: (step + i) % 7 })),
    );
    expect(points.length).toBeLessThanOrEqual(5000);
  }
  expect(points.length).toBeGreaterThan(2000);
});
