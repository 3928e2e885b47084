/**
 * What came out of replaying a run: the same bit for bit, the same within tolerance, or not the same, and from where.
 *
 * The tolerance. Two executors round sums in another order, and differ in the last bit of a float32 (6e-8 of the number). Training makes
 * that grow: a unit that is just off in one run is just on in the other. Measured with LeNet-5 on Digits under Adam at its usual rate,
 * after all first weights were moved by 6e-8 of themselves: 1e-7 of the loss up to step 120, 1 % at step 300, 9 % at step 800, as far apart
 * as two shuffles of the images at step 2,000. SGD and momentum at 0.05 do the same earlier or later. Another seed is apart by 4 % at step 1
 * already. So a replay must agree closely for as long as agreement means anything, and after that must keep to the same course:
 *
 *     up to step 20     0.1 %
 *     up to step 100    5 %
 *     after             50 %     of the loss, or of a tenth of the first loss where the loss is smaller than that
 *
 * An executor on a GPU reads the loss of every fifth step only; from step 20 on its points are means over fewer batches, and 50 % is
 * asked of all of them.
 */

import type { Mark, Print } from './print';

export interface Tolerance {
  readonly upTo: number;
  readonly share: number;
}
export const tolerances: readonly Tolerance[] = [
  { upTo: 20, share: 0.001 },
  { upTo: 100, share: 0.05 },
  { upTo: Infinity, share: 0.5 },
];
/** What a small loss is measured by, as a share of the first. */
const SMALLEST_SCALE = 0.1;

export type Verdict =
  | { readonly kind: 'same'; readonly lastStep: number }
  | {
      readonly kind: 'within';
      /** The largest relative difference, and where. */
      readonly largest: number;
      readonly atStep: number;
      readonly isSameExecutor: boolean;
      readonly lastStep: number;
    }
  | {
      readonly kind: 'differs';
      /** The last step at which they agreed; 0 where they never did. */
      readonly after: number;
      readonly from: number;
      readonly expected: number;
      readonly found: number;
    }
  /** Nothing to compare: the print is empty, or nothing of it has been reached. */
  | { readonly kind: 'nothing' };

const readsEveryStep = (executor: string): boolean => executor === 'wasm' || executor === 'reference';

/** What can be said so far: `found` may be the marks of a replay that is still under way. */
export function judge(print: Print, found: readonly Mark[], executor: string): Verdict {
  const areAlike = readsEveryStep(print.executor) === readsEveryStep(executor);
  const first = print.marks[0]?.loss ?? 0;
  let largest = { difference: 0, step: 0 };
  let agreed = 0;
  let compared = 0;
  let isSame = true;
  for (const mark of print.marks) {
    const own = found.find(({ step }) => step === mark.step);
    if (own === undefined) continue;
    compared += 1;
    if (own.trail !== mark.trail) isSame = false;
    const difference = Math.abs(own.loss - mark.loss) / Math.max(Math.abs(mark.loss), SMALLEST_SCALE * first, 1e-30);
    if (!isSame && !(difference <= shareAt(mark.step, areAlike))) {
      return { kind: 'differs', after: agreed, from: mark.step, expected: mark.loss, found: own.loss };
    }
    if (difference > largest.difference) largest = { difference, step: mark.step };
    agreed = mark.step;
  }
  if (compared === 0) return { kind: 'nothing' };
  if (isSame) return { kind: 'same', lastStep: agreed };
  return {
    kind: 'within',
    largest: largest.difference,
    atStep: largest.step,
    isSameExecutor: executor === print.executor,
    lastStep: agreed,
  };
}

function shareAt(step: number, areAlike: boolean): number {
  if (!areAlike && step > 20) return 0.5;
  return tolerances.find(({ upTo }) => step <= upTo)?.share ?? 0.5;
}

/** The sentence that the receiver reads. */
export function verdictWords(verdict: Verdict, print: Print): string {
  switch (verdict.kind) {
    case 'same':
      return `Same, bit for bit: every training point up to step ${grouped(verdict.lastStep)} is the same number here as there (${print.executor}).`;
    case 'within': {
      const why = verdict.isSameExecutor
        ? 'same executor, other build or machine'
        : `other executor, there ${print.executor}`;
      return (
        `Same within tolerance (${why}): the losses differ by at most ${percent(verdict.largest)}, at step ${grouped(verdict.atStep)}. ` +
        'Allowed are 0.1 % up to step 20, 5 % up to step 100 and 50 % after, because executors round differently in the last bit and training makes that grow.'
      );
    }
    case 'differs':
      return (
        (verdict.after === 0
          ? `Differs from step ${grouped(verdict.from)}`
          : `Differs between steps ${grouped(verdict.after)} and ${grouped(verdict.from)}`) +
        `: expected a loss of ${short(verdict.expected)}, found ${short(verdict.found)}. ` +
        'Something that makes the curve is not the same here: the images, the labels, the weights at the start, or the book itself.'
      );
    case 'nothing':
      return 'The link holds no point of the curve that could be compared.';
  }
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
function short(loss: number): string {
  return String(Number(loss.toPrecision(6)));
}
function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
