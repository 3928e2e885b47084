/**
 * How far an array may lie from what it should be, and how far it does.
 *
 * The norm is that of the conformance tests: the largest difference over the whole array, divided by the largest magnitude in it, because
 * rounding in a sum is measured against the sum's terms and not against the one result that it hits, which may be nearly zero. Where all
 * of an array is small because its terms cancel, the terms are the measure: those of a product or a sum have the size that the same op
 * gives for the magnitudes of its inputs.
 */

import type { ComputedName } from '../../graph/opDefinition';
import type { CheckKind, CheckRow } from '../protocol';

export interface Allowed {
  readonly tolerance: number;
  readonly why: string;
}

/** Ops that only move numbers or choose among them. */
const movers: ReadonlySet<ComputedName> = new Set([
  'reshape',
  'slice',
  'pad',
  'flip',
  'concatenate',
  'broadcast',
  'maximum',
  'minimum',
  'relu',
  'reluGradient',
  'maxPool',
]);

/** What an op's result may differ by, when the reference is given the very same inputs. Ten times as much on a GPU. */
export function allowedOf(op: ComputedName, kind: CheckKind, isInteger: boolean, isGpu: boolean): Allowed {
  if (isInteger) return { tolerance: 0, why: 'whole numbers' };
  if (movers.has(op)) return { tolerance: 1e-7, why: 'numbers are only moved or chosen' };
  const factor = isGpu ? 10 : 1;
  const order = isGpu ? '; a GPU sums in its own order' : '';
  return kind === 'gradient'
    ? { tolerance: 1e-4 * factor, why: `long sums, rounded to float32${order}` }
    : { tolerance: 1e-5 * factor, why: `rounded to float32${order}` };
}

/**
 * What a gradient may differ from the slope of the loss by: all the roundings of the way through the network and back.
 *
 * @param slope the largest gradient of the loss with respect to a score, of one example. It is a probability less 1, or a small one: where
 * the network is sure, few digits are left of it in float32, and all other gradients are multiples of it.
 */
export function allowedOfGradient(isGpu: boolean, slope: number): Allowed {
  const usual = isGpu ? 1e-2 : 1e-3;
  return slope >= LEAST_SLOPE
    ? { tolerance: usual, why: 'float32 all the way through the network and back' }
    : {
        tolerance: Math.min(1, (usual * LEAST_SLOPE) / Math.max(slope, 1e-12)),
        why: 'the network is so sure that float32 has few digits of its gradient',
      };
}

const LEAST_SLOPE = 1e-3;

/** Tells apart nothing that a float32 can hold. */
const LEAST_SCALE = 1e-30;

/**
 * The largest difference as a fraction of `scale`; infinite where one of the two is no number and the other is not the same. Equal
 * numbers differ by 0 on any scale.
 */
export function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>, scale: number): number {
  if (found.length !== expected.length) return Infinity;
  let largest = 0;
  for (let index = 0; index < expected.length; index++) {
    const [a, b] = [found[index] ?? NaN, expected[index] ?? NaN];
    if (Object.is(a, b)) continue;
    const difference = Math.abs(a - b);
    if (Number.isNaN(difference)) return Infinity;
    if (difference > largest) largest = difference;
  }
  return largest === 0 ? 0 : largest / Math.max(scale, LEAST_SCALE);
}

export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index++) largest = Math.max(largest, Math.abs(values[index] ?? 0));
  return largest;
}

/** Rows that grow while many arrays of one kind are compared. */
export class Rows {
  readonly #rows = new Map<string, CheckRow>();

  add(kind: CheckKind, of: string, count: number, largest: number, { tolerance, why }: Allowed): void {
    const key = `${kind} ${of}`;
    const before = this.#rows.get(key);
    const worst = Math.max(before?.largest ?? 0, largest);
    this.#rows.set(key, {
      kind,
      of,
      count: (before?.count ?? 0) + count,
      largest: worst,
      tolerance,
      why,
      passed: worst <= tolerance,
    });
  }

  all(): readonly CheckRow[] {
    return [...this.#rows.values()];
  }
}
