/**
 * A whole optimizer's step over every trained slot in one call, in place: gradient clipping, penalties, the rule, decoupled
 * weight decay. The same bits as the nodes of optimizers.as.ts one after the other.
 *
 * Picture: a table with one row per slot; the rows' elements, in lines of 16 values (64 bytes, so that no two threads write one
 * line), are numbered through. A call does the lines from … to of the whole table, so that it can be divided anywhere between lines.
 * Every element is computed by itself: no sum depends on the cut. Coefficients come as addresses of scalars. Those that are off
 * (a clip factor of 1, penalties and decay of 0) change no bit of anything and take no branch: the loops wait for memory and for
 * division, not for them. The file is long because each rule's call spells out its addresses.
 */
import { adadeltaLanes, CHUNK, correctedRate, factorOf, flush, keptShare, penalty, rootCorrection, sumOfSquares } from './optimizers.as';

/** A row: addresses of parameter, gradient and up to two moments; its first line, its bytes, whether it is a weight. */
const ROW: usize = 32;
const GRADIENT: usize = 4;
const MOMENT: usize = 8;
const SECOND_MOMENT: usize = 12;
const FIRST_LINE: usize = 16;
const BYTES: usize = 20;
const IS_WEIGHT: usize = 24;

/** Byte in the row's slot at which the lines from `from` on begin. */
// @ts-ignore: decorator
@inline
function startOf(row: usize, from: i32): usize {
  return <usize>max(from - load<i32>(row, FIRST_LINE), 0) << 6;
}

/** Byte in the row's slot at which the lines before `to` end. */
// @ts-ignore: decorator
@inline
function endOf(row: usize, to: i32): usize {
  return min(<usize>max(to - load<i32>(row, FIRST_LINE), 0) << 6, load<usize>(row, BYTES));
}

/** A coefficient that concerns weights only. */
// @ts-ignore: decorator
@inline
function ofWeights(row: usize, coefficient: usize): v128 {
  return f32x4.splat(load<i32>(row, IS_WEIGHT) ? load<f32>(coefficient) : 0);
}

/** What decoupled decay leaves of this row's values. */
// @ts-ignore: decorator
@inline
function share(row: usize, rate: usize, decay: usize): v128 {
  return f32x4.splat(load<i32>(row, IS_WEIGHT) ? keptShare(rate, decay) : 1);
}

/** The factor by which gradients are clipped; address 0 for none. */
// @ts-ignore: decorator
@inline
function factorAt(clip: usize): v128 {
  return f32x4.splat(clip ? load<f32>(clip) : 1);
}

/** The gradient after clipping and penalties. */
// @ts-ignore: decorator
@inline
function slope(g: usize, weight: v128, clips: v128, l1: v128, l2: v128): v128 {
  return f32x4.add(f32x4.mul(clips, v128.load(g)), penalty(weight, l1, l2));
}

const SGD = 0;
const MOMENTUM = 1;
const NESTEROV = 2;
const ADAGRAD = 3;
const RMSPROP = 4;
const ADADELTA = 5;
const ADAM = 6;

/**
 * The loop of all rules. Inlined into each with its `rule` as a constant, so that only that rule's lines are left: the same arithmetic, in
 * the same order, as the nodes it stands for. `keep` and `take` are the shares of an old and a new value in the first moving average, `keep2`
 * and `take2` those in the second; a rule passes zeros for what it does not use.
 */
// @ts-ignore: decorator
@inline
function update(
  rule: i32,
  table: usize,
  rows: i32,
  from: i32,
  to: i32,
  clip: usize,
  l1: usize,
  l2: usize,
  decay: usize,
  rate: usize,
  rates: v128,
  keep: v128,
  take: v128,
  keep2: v128,
  take2: v128,
  roots: v128,
  epsilons: v128,
): void {
  const clips = factorAt(clip);
  for (; rows > 0; rows--, table += ROW) {
    const p = load<usize>(table);
    const g = load<usize>(table, GRADIENT);
    const a = load<usize>(table, MOMENT);
    const b = load<usize>(table, SECOND_MOMENT);
    const lasso = ofWeights(table, l1);
    const ridge = ofWeights(table, l2);
    const kept = share(table, rate, decay);
    const end = endOf(table, to);
    for (let i = startOf(table, from); i < end; i += 16) {
      const weight = v128.load(p + i);
      const gradient = slope(g + i, weight, clips, lasso, ridge);
      let step = f32x4.mul(rates, gradient);
      if (rule == MOMENTUM || rule == NESTEROV) {
        const velocity = flush(f32x4.add(f32x4.mul(keep, v128.load(a + i)), gradient));
        v128.store(a + i, velocity);
        if (rule == MOMENTUM) step = f32x4.mul(rates, velocity);
        else step = f32x4.mul(rates, flush(f32x4.add(f32x4.mul(keep, velocity), gradient)));
      } else if (rule == ADAM) {
        const mean = flush(f32x4.add(f32x4.mul(keep, v128.load(a + i)), f32x4.mul(take, gradient)));
        const square = f32x4.mul(gradient, gradient);
        const meanSquare = flush(f32x4.add(f32x4.mul(keep2, v128.load(b + i)), f32x4.mul(take2, square)));
        v128.store(a + i, mean);
        v128.store(b + i, meanSquare);
        const below = f32x4.add(f32x4.mul(f32x4.sqrt(meanSquare), roots), epsilons);
        step = f32x4.div(f32x4.mul(rates, mean), below);
      } else if (rule != SGD) {
        const square = f32x4.mul(gradient, gradient);
        const old = v128.load(a + i);
        let squares: v128;
        if (rule == ADAGRAD) squares = flush(f32x4.add(old, square));
        else squares = flush(f32x4.add(f32x4.mul(keep, old), f32x4.mul(take, square)));
        v128.store(a + i, squares);
        if (rule == ADADELTA) {
          const steps = v128.load(b + i);
          const direction = adadeltaLanes(gradient, squares, steps, epsilons);
          const squaredStep = f32x4.mul(direction, direction);
          v128.store(b + i, flush(f32x4.add(f32x4.mul(keep, steps), f32x4.mul(take, squaredStep))));
          step = f32x4.mul(rates, direction);
        } else {
          step = f32x4.div(f32x4.mul(rates, gradient), f32x4.add(f32x4.sqrt(squares), epsilons));
        }
      }
      v128.store(p + i, f32x4.sub(f32x4.mul(weight, kept), step));
    }
  }
}

/** A coefficient in all four lanes. */
// @ts-ignore: decorator
@inline
function all(coefficient: usize): v128 {
  return f32x4.splat(load<f32>(coefficient));
}

/** What is left to 1, in float64 before it is rounded. */
// @ts-ignore: decorator
@inline
function rest(coefficient: usize): v128 {
  return f32x4.splat(<f32>(1 - <f64>load<f32>(coefficient)));
}

/** sgdUpdate. */
export function sgdStep(
  table: usize,
  rows: i32,
  from: i32,
  to: i32,
  clip: usize,
  l1: usize,
  l2: usize,
  decay: usize,
  rate: usize,
): void {
  const none = f32x4.splat(0);
  update(SGD, table, rows, from, to, clip, l1, l2, decay, rate, all(rate), none, none, none, none, none, none);
}

/** momentum, then sgdUpdate along the velocity. */
export function momentumStep(
  table: usize,
  rows: i32,
  from: i32,
  to: i32,
  clip: usize,
  l1: usize,
  l2: usize,
  decay: usize,
  rate: usize,
  momentum: usize,
): void {
  const none = f32x4.splat(0);
  update(MOMENTUM, table, rows, from, to, clip, l1, l2, decay, rate, all(rate), all(momentum), none, none, none, none, none);
}

/** momentum, momentum once more from there, then sgdUpdate. */
export function nesterovStep(
  table: usize,
  rows: i32,
  from: i32,
  to: i32,
  clip: usize,
  l1: usize,
  l2: usize,
  decay: usize,
  rate: usize,
  momentum: usize,
): void {
  const none = f32x4.splat(0);
  update(NESTEROV, table, rows, from, to, clip, l1, l2, decay, rate, all(rate), all(momentum), none, none, none, none, none);
}

/** accumulateSquares, then adaptiveUpdate. */
export function adagradStep(
  table: usize,
  rows: i32,
  from: i32,
  to: i32,
  clip: usize,
  l1: usize,
  l2: usize,
  decay: usize,
  rate: usize,
  epsilon: usize,
): void {
  const none = f32x4.splat(0);
  update(ADAGRAD, table, rows, from, to, clip, l1, l2, decay, rate, all(rate), none, none, none, none, none, all(epsilon));
}

/** movingAverageOfSquares, then adaptiveUpdate. */
export function rmspropStep(
  table: usize,
  rows: i32,
  from: i32,
  to: i32,
  clip: usize,
  l1: usize,
  l2: usize,
  decay: usize,
  rate: usize,
  epsilon: usize,
  rho: usize,
): void {
  const none = f32x4.splat(0);
  update(RMSPROP, table, rows, from, to, clip, l1, l2, decay, rate, all(rate), all(rho), rest(rho), none, none, none, all(epsilon));
}

/** movingAverageOfSquares of the gradient, adadeltaDirection, movingAverageOfSquares of the direction, sgdUpdate. */
export function adadeltaStep(
  table: usize,
  rows: i32,
  from: i32,
  to: i32,
  clip: usize,
  l1: usize,
  l2: usize,
  decay: usize,
  rate: usize,
  epsilon: usize,
  rho: usize,
): void {
  const none = f32x4.splat(0);
  update(ADADELTA, table, rows, from, to, clip, l1, l2, decay, rate, all(rate), all(rho), rest(rho), none, none, none, all(epsilon));
}

/** movingAverage, movingAverageOfSquares, adamUpdate. */
export function adamStep(
  table: usize,
  rows: i32,
  from: i32,
  to: i32,
  clip: usize,
  l1: usize,
  l2: usize,
  decay: usize,
  rate: usize,
  step: usize,
  decay1: usize,
  decay2: usize,
  epsilon: usize,
): void {
  const rates = f32x4.splat(correctedRate(rate, step, decay1));
  const roots = f32x4.splat(rootCorrection(step, decay2));
  update(
    ADAM, table, rows, from, to, clip, l1, l2, decay, rate, rates,
    all(decay1), rest(decay1), all(decay2), rest(decay2), roots, all(epsilon),
  );
}

/** A row of a table of gradients: address, first chunk, number of values. */
const NORM_ROW: usize = 16;

/** partials[k] = the sum of squares of chunk k, for the chunks from … to of all rows. Nothing where there is no limit. */
export function squaredNorms(table: usize, rows: i32, from: i32, to: i32, limit: usize, partials: usize): void {
  if (load<f32>(limit) <= 0) return;
  for (; rows > 0; rows--, table += NORM_ROW) {
    const first = load<i32>(table, 4);
    const count = load<i32>(table, 8);
    const end = min(to, first + (count + CHUNK - 1) / CHUNK);
    for (let chunk = max(from, first); chunk < end; chunk++) {
      const done = (chunk - first) * CHUNK;
      const sum = sumOfSquares(load<usize>(table) + (<usize>done << 2), min(count - done, CHUNK));
      store<f64>(partials + (<usize>chunk << 3), sum);
    }
  }
}

/** y[] = clipFactor of the sum of all partial sums, in their order. */
export function clipFactorOfChunks(partials: usize, chunks: i32, limit: usize, y: usize): void {
  let sum: f64 = 0;
  if (load<f32>(limit) > 0) for (let chunk = 0; chunk < chunks; chunk++) sum += load<f64>(partials + (<usize>chunk << 3));
  store<f32>(y, factorOf(sum, <f64>load<f32>(limit)));
}
