import { expect, test } from 'vitest';
import {
  formatBytes,
  formatExtent,
  formatFixed,
  formatInteger,
  formatNumber,
  formatPercent,
  formatSigned,
} from './format';

test('integers are grouped by commas and carry a true minus', () => {
  expect([0, 7, 1875, 61706, -340908].map(formatInteger)).toEqual(['0', '7', '1,875', '61,706', '−340,908']);
});

test('fixed decimals; a rounding to zero has no sign', () => {
  expect(formatFixed(0.0812, 3)).toBe('0.081');
  expect(formatFixed(-0.314, 2)).toBe('−0.31');
  expect(formatFixed(-0.0004, 3)).toBe('0.000');
  expect(formatFixed(1234.5, 1)).toBe('1,234.5');
});

test('terms of a sum carry their sign', () => {
  expect([0.5, -0.5, 0].map((value) => formatSigned(value, 2))).toEqual(['+0.50', '−0.50', '0.00']);
});

test('percent', () => {
  expect(formatPercent(0.976)).toBe('97.6\u00a0%');
  expect(formatPercent(1, 0)).toBe('100\u00a0%');
});

test('significant digits', () => {
  expect([0.001, 12.34, 0.0000001512, 98765, -0.5].map((value) => formatNumber(value))).toEqual([
    '0.001',
    '12.3',
    '1.51e−7',
    '98,765',
    '−0.5',
  ]);
});

test('what is not finite is said in words or signs, never hidden', () => {
  expect([NaN, Infinity, -Infinity].map((value) => formatFixed(value, 2))).toEqual(['not a number', '∞', '−∞']);
});

test('bytes and extents', () => {
  expect([256, 1234, 34_500_000, 2e9].map(formatBytes)).toEqual(['256 B', '1.2 kB', '34.5 MB', '2.0 GB']);
  expect(formatExtent([28, 28, 6])).toBe('28 × 28 × 6');
  expect(formatExtent([120])).toBe('120');
});
