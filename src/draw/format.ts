/**
 * Numbers as the book prints them: `61,706`, `97.6 %`, `0.081`, `−0.31` with a true minus, `–` for a number that is not there.
 */

import { format } from 'd3-format';

/** What stands for a number that does not exist yet. */
export const noNumber = '–';

const grouped = format(',d');
const decimalFormats = new Map<string, (value: number) => string>();

function formatter(specifier: string): (value: number) => string {
  let found = decimalFormats.get(specifier);
  if (found === undefined) decimalFormats.set(specifier, (found = format(specifier)));
  return found;
}

/** A rounding that leaves only zeros carries no sign: −0.0004 prints as `0.000` with three decimals. */
function withoutNegativeZero(text: string): string {
  return /^[−+][0.]+$/.test(text) ? text.slice(1) : text;
}
function namedNonFinite(value: number): string {
  return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
}

/** `61,706`. Rounds to the nearest integer. */
export function formatInteger(value: number): string {
  return Number.isFinite(value) ? withoutNegativeZero(grouped(Math.round(value))) : namedNonFinite(value);
}

/** `0.081`, `−0.310`: fixed decimals, grouped thousands. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return namedNonFinite(value);
  return withoutNegativeZero(formatter(`,.${decimals}f`)(value));
}

/** As `formatFixed`, with a `+` before what is positive: for terms of a sum. */
export function formatSigned(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return namedNonFinite(value);
  return withoutNegativeZero(formatter(`+,.${decimals}f`)(value));
}

/** Three significant digits without needless zeros: `0.001`, `12.3`, `1.5e−7`, grouped from a thousand on. */
export function formatNumber(value: number, significant = 3): string {
  if (!Number.isFinite(value)) return namedNonFinite(value);
  const magnitude = Math.abs(value);
  // d3 writes a true minus before the number, but not in the exponent.
  if (magnitude !== 0 && magnitude < 1e-4) return formatter(`.${significant - 1}~e`)(value).replace('e-', 'e−');
  if (magnitude >= 1000) return formatInteger(value);
  return withoutNegativeZero(formatter(`.${significant}~r`)(value));
}

/** A fraction 0 … 1 as `97.6 %`, with a space (U+00A0) at which no line breaks. */
export function formatPercent(fraction: number, decimals = 1): string {
  return Number.isFinite(fraction) ? `${formatFixed(fraction * 100, decimals)}\u00a0%` : namedNonFinite(fraction);
}

/** `256 B`, `1.2 kB`, `34.5 MB`: powers of 1,000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatInteger(bytes)} B`;
  if (bytes < 1e6) return `${formatFixed(bytes / 1e3, 1)} kB`;
  return bytes < 1e9 ? `${formatFixed(bytes / 1e6, 1)} MB` : `${formatFixed(bytes / 1e9, 1)} GB`;
}

/** `28 × 28 × 6`; `120` for a vector. */
export function formatExtent(shape: readonly number[]): string {
  return shape.map(formatInteger).join(' × ');
}
