import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  domainOfX,
  domainOfY,
  logTicks,
  nearestIndex,
  niceCeiling,
  niceFloor,
  spreadIndices,
  thinnedPath,
  wordsAt,
} from './lineChartModel';
import type { Panel, Series } from './lineChartModel';

function seriesOf(label: string, points: readonly (readonly [number, number])[]): Series {
  return { label, tone: 'first', count: points.length, x: (i) => points[i]![0], y: (i) => points[i]![1] };
}
function panelOf(scale: Panel['scale'], ...series: Series[]): Panel {
  return { title: 'loss', scale, format: (value) => value.toFixed(2), series };
}
const identity = (value: number): number => value;

test('nice limits are 1, 2, 5 times a power of ten', () => {
  expect([0, 99, 100, 101, 201, 501, 1001, 0.3].map((value) => niceCeiling(value, 100))).toEqual([
    100, 100, 100, 200, 500, 1000, 2000, 100,
  ]);
  expect([0.081, 0.5, 0.0007, 3].map(niceFloor)).toEqual([0.05, 0.5, 0.0005, 2]);
});

describe('domains', () => {
  test('x grows in stages, so that the axis stands still between them', () => {
    const at = (step: number): number => domainOfX([panelOf('linear', seriesOf('a', [[step, 1]]))])[1];
    expect([1, 100, 101, 199, 200, 201].map(at)).toEqual([100, 100, 200, 200, 200, 500]);
    expect(domainOfX([])).toEqual([0, 100]);
  });

  test('y ignores what is not finite, and on a log axis what is not positive', () => {
    const points = seriesOf('a', [
      [1, 2.3],
      [2, NaN],
      [3, Infinity],
      [4, 0],
      [5, 0.08],
    ]);
    expect(domainOfY(panelOf('log', points))).toEqual([0.05, 5]);
    expect(domainOfY(panelOf('linear', points))).toEqual([0, 5]);
  });

  test('an empty panel has limits all the same', () => {
    expect(domainOfY(panelOf('log'))).toEqual([0.1, 5]);
    expect(domainOfY(panelOf('linear'))).toEqual([0, 1]);
    expect(domainOfY({ ...panelOf('linear'), domain: [0, 7] })).toEqual([0, 7]);
  });

  test('log ticks: 1, 2, 5 within two decades, decades beyond', () => {
    expect(logTicks([0.05, 2])).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
    expect(logTicks([0.02, 5])).toEqual([0.03, 0.1, 0.3, 1, 3]);
    expect(logTicks([0.001, 5])).toEqual([0.001, 0.01, 0.1, 1]);
    expect(logTicks([1e-12, 1]).length).toBeLessThanOrEqual(8);
  });
});

describe('thinnedPath', () => {
  test('few points are all drawn', () => {
    const path = thinnedPath(
      seriesOf('a', [
        [0, 1],
        [10, 2],
        [20, 0],
      ]),
      identity,
      identity,
    );
    expect(path).toBe('M0.0 1.0L10.0 2.0L20.0 0.0');
  });

  test('one column keeps its first, smallest, largest and last point, in order', () => {
    const values = [5, 6, 9, 4, 1, 3, 2];
    const path = thinnedPath(
      seriesOf(
        'a',
        values.map((value) => [7, value]),
      ),
      identity,
      identity,
    );
    expect(path).toBe('M7.0 5.0L7.0 9.0L7.0 1.0L7.0 2.0');
  });

  test('a value that is not finite leaves a gap', () => {
    const path = thinnedPath(
      seriesOf('a', [
        [0, 1],
        [1, NaN],
        [2, 3],
        [3, 4],
      ]),
      identity,
      identity,
    );
    expect(path).toBe('M0.0 1.0M2.0 3.0L3.0 4.0');
  });

  test('100,000 points become at most four per half pixel, and a single spike survives', () => {
    const spike = 61_234;
    const many: Series = {
      label: 'a',
      tone: 'first',
      count: 100_000,
      x: identity,
      y: (i) => (i === spike ? 1000 : Math.sin(i)),
    };
    const path = thinnedPath(many, (x) => (x * 300) / 100_000, identity);
    expect(path.split(/[ML]/).length - 1).toBeLessThanOrEqual(601 * 4);
    expect(path).toContain(' 1000.0');
  });
});

/** Column → its y values in order, as the path draws them. */
function drawnColumns(path: string): ReadonlyMap<string, readonly string[]> {
  const columns = new Map<string, string[]>();
  for (const [, x = '', y = ''] of path.matchAll(/[ML](\S+) (-?[\d.]+)/g))
    columns.set(x, [...(columns.get(x) ?? []), y]);
  return columns;
}

test('of every column of pixels the smallest and the largest value are drawn, whatever the curve', () => {
  const values = fc.array(
    fc.oneof({ weight: 9, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) }, fc.constant(NaN)),
    {
      minLength: 1,
      maxLength: 600,
      size: 'max',
    },
  );
  const gaps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 600, maxLength: 600 });
  fc.assert(
    fc.property(values, gaps, fc.integer({ min: 5, max: 400 }), (ys, steps, width) => {
      let sum = 0;
      const xs = ys.map((_, index) => (sum += steps[index] ?? 1));
      const toX = (x: number) => (x * width) / sum;
      const toY = (y: number) => 500 - y / 2;
      const series = seriesOf(
        'a',
        ys.map((y, index) => [xs[index] ?? NaN, y]),
      );
      const perPx = ys.length > 4 * (toX(sum) - toX(xs[0] ?? 0)) ? 1 : 2;
      const expected = new Map<string, number[]>();
      ys.forEach((y, index) => {
        if (Number.isNaN(y)) return;
        const column = (Math.round(toX(xs[index] ?? NaN) * perPx) / perPx).toFixed(1);
        expected.set(column, [...(expected.get(column) ?? []), y]);
      });
      const drawn = drawnColumns(thinnedPath(series, toX, toY));
      expect([...drawn.keys()]).toEqual([...expected.keys()]);
      for (const [column, all] of expected) {
        const found = drawn.get(column) ?? [];
        expect(found).toContain(toY(Math.min(...all)).toFixed(1));
        expect(found).toContain(toY(Math.max(...all)).toFixed(1));
        expect(found[0]).toBe(toY(all[0] ?? NaN).toFixed(1));
        expect(found.at(-1)).toBe(toY(all.at(-1) ?? NaN).toFixed(1));
      }
    }),
  );
});

describe('cursor', () => {
  const training = seriesOf('training', [
    [10, 0.5],
    [20, 0.4],
    [30, 0.3],
  ]);
  const held = seriesOf('test', [[20, 0.45]]);

  test('nearestIndex finds the closer neighbour', () => {
    expect([0, 14, 15, 16, 29, 99].map((x) => nearestIndex(training, x))).toEqual([0, 0, 0, 1, 2, 2]);
    expect(nearestIndex(seriesOf('a', []), 3)).toBe(-1);
  });

  test('says values in words, and where a value was measured when that is elsewhere', () => {
    const panels = [panelOf('linear', training, held)];
    expect(wordsAt(panels, 20, 'step', String)).toBe('step 20: training loss 0.40, test loss 0.45');
    expect(wordsAt(panels, 30, 'step', String)).toBe('step 30: training loss 0.30, test loss 0.45 (step 20)');
    expect(wordsAt([panelOf('linear')], 30, 'step', String)).toBe('step 30: nothing measured');
    expect(wordsAt([panelOf('linear', { ...held, isFaint: true }, training)], 20, 'step', String)).toBe(
      'step 20: training loss 0.40',
    );
  });
});

test('spreadIndices keeps both ends', () => {
  expect(spreadIndices(3, 5)).toEqual([0, 1, 2]);
  expect(spreadIndices(101, 5)).toEqual([0, 25, 50, 75, 100]);
  expect(spreadIndices(0, 5)).toEqual([]);
});
