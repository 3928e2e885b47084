import { describe, expect, test } from 'vitest';
import { keptRun } from '../../../lab/ledger/record';
import { factsFor } from '../../../lab/ledger/testRuns';
import { overlayPanels, overlayRows, sparkline } from './overlay';
import type { ShownRun } from './overlay';

const point = (step: number, loss: number, accuracy: number) => ({ step, loss, accuracy });
const kept = keptRun(
  factsFor('a', { name: 'Mine' }),
  '',
  [point(10, 2, 0.1), point(20, 1, 0.4), point(30, 0.5, 0.6)],
  [point(20, 1.1, 0.35)],
);
const shown: ShownRun = { id: 'a', letter: 'A', tone: 'run1', ...kept };
const unread: ShownRun = { ...shown, id: 'b', letter: 'B', tone: 'run2', curves: null };

test('the loss of training and the accuracy on the test set, a curve for each run, also while one is being read', () => {
  const [loss, accuracy] = overlayPanels([shown, unread], 'log');
  expect([loss?.scale, accuracy?.domain]).toEqual(['log', [0, 1]]);
  const [first, second] = loss?.series ?? [];
  expect([first?.label, first?.tone, first?.count, first?.x(2), first?.y(2)]).toEqual(['A', 'run1', 3, 30, 0.5]);
  expect(second?.count).toBe(0);
  expect([accuracy?.series[0]?.x(0), accuracy?.series[0]?.y(0)]).toEqual([20, 0.35]);
});

describe('the table', () => {
  test('test measurements with the training point before each', () => {
    expect(overlayRows([shown, unread])).toEqual([['A Mine', '20', '1.000', '1.100', '35.0\u00a0%']]);
  });
  test('training points where nothing was tested', () => {
    const untested = keptRun(factsFor('c', { name: 'C' }), '', [point(10, 2, 0.1)], []);
    expect(overlayRows([{ ...shown, ...untested }])).toEqual([['A C', '10', '2.000', '–', '–']]);
  });
});

test('a small picture of the loss: from the top left to the bottom right, by decades', () => {
  expect(sparkline([100, 10, 1], 20, 10)).toBe('M0.0 0.0L10.0 5.0L20.0 10.0');
  expect(sparkline([1, 0, 1], 20, 10)).toBe('M0.0 0.0L10.0 10.0L20.0 0.0');
  expect(sparkline([1, 1], 20, 10)).toBe('M0.0 10.0L20.0 10.0');
  expect(sparkline([1], 20, 10)).toBe('');
});
