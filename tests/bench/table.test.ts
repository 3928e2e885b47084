import { expect, test } from 'vitest';
import { quantile } from './quantile';
import { formatFigure, formatTable } from './table';

test('figures have three significant digits', () => {
  expect([1.8423, 12.34, 345.29, 7652.3, 0.0123, 0].map(formatFigure)).toEqual([
    ...['1.84', '12.3', '345', '7652', '0.0123', '0'],
  ]);
});

test('a table has one line per row, names to the left and numbers to the right', () => {
  const text = formatTable([
    { name: 'step', unit: 'ms', value: 2, peer: null, ratio: null },
    { name: 'step', unit: 'ms', value: 300, peer: 'Other', ratio: 150 },
  ]);
  expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
    'what   engine             median   ratio to ours',
    '────   ───────────────   ───────   ─────────────',
    'step   Receptive Field   2.00 ms',
    'step   Other              300 ms            150×',
  ]);
});

test('quantiles come from the sorted numbers', () => {
  expect([quantile([10, 9, 100], 0.5), quantile([5, 4, 3, 2, 1], 0.1), quantile([1, 2], 1)]).toEqual([10, 1, 2]);
});
