/**
 * Update rules node by node, elementwise over one parameter: what is left for graphs that ask for values in between. A whole
 * optimizer's step in one call is in updates.as.ts, with the same bits. Values below 1e-30 are flushed to zero in the moments: a weight that gets no
 * gradient any more would otherwise decay into denormal numbers, which are a hundred times slower, and change nothing.
 * Step-dependent numbers come as addresses of scalars, so that changing them recompiles nothing.
 */

const TINY: f32 = 1e-30;

// @ts-ignore: decorator
@inline
export function flush(x: v128): v128 {
  // Written so that a NaN is kept: a diverged run must show.
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(TINY)));
}

/** base^exponent for whole exponents, by repeated squaring in float64. */
function wholePower(base: f64, exponent: f32): f64 {
  let left = <i32>exponent;
  let power: f64 = 1;
  while (left > 0) {
    if (left & 1) power *= base;
    base *= base;
    left >>= 1;
  }
  return power;
}

/** p' = p − rate · direction. */
export function sgdUpdate(p: usize, direction: usize, rate: usize, y: usize, count: i32): void {
  const end = p + (<usize>count << 2);
  const rates = f32x4.splat(load<f32>(rate));
  for (; p < end; p += 16, direction += 16, y += 16) {
    v128.store(y, f32x4.sub(v128.load(p), f32x4.mul(rates, v128.load(direction))));
  }
}

/** v' = decay · v + g. */
export function momentum(v: usize, g: usize, decay: usize, y: usize, count: i32): void {
  const end = v + (<usize>count << 2);
  const decays = f32x4.splat(load<f32>(decay));
  for (; v < end; v += 16, g += 16, y += 16) {
    v128.store(y, flush(f32x4.add(f32x4.mul(decays, v128.load(v)), v128.load(g))));
  }
}

/** m' = decay · m + (1 − decay) · g. */
export function movingAverage(m: usize, g: usize, decay: usize, y: usize, count: i32): void {
  const end = m + (<usize>count << 2);
  const keep = f32x4.splat(load<f32>(decay));
  const take = f32x4.splat(<f32>(1 - <f64>load<f32>(decay)));
  for (; m < end; m += 16, g += 16, y += 16) {
    v128.store(y, flush(f32x4.add(f32x4.mul(keep, v128.load(m)), f32x4.mul(take, v128.load(g)))));
  }
}

/** v' = decay · v + (1 − decay) · g². */
export function movingAverageOfSquares(v: usize, g: usize, decay: usize, y: usize, count: i32): void {
  const end = v + (<usize>count << 2);
  const keep = f32x4.splat(load<f32>(decay));
  const take = f32x4.splat(<f32>(1 - <f64>load<f32>(decay)));
  for (; v < end; v += 16, g += 16, y += 16) {
    const gradient = v128.load(g);
    const square = f32x4.mul(gradient, gradient);
    v128.store(y, flush(f32x4.add(f32x4.mul(keep, v128.load(v)), f32x4.mul(take, square))));
  }
}

/** rate / (1 − decay1^step): the step size with the first moment's bias correction. */
// @ts-ignore: decorator
@inline
export function correctedRate(rate: usize, step: usize, decay1: usize): f32 {
  return <f32>(<f64>load<f32>(rate) / (1 - wholePower(<f64>load<f32>(decay1), load<f32>(step))));
}

/** 1 / √(1 − decay2^step). */
// @ts-ignore: decorator
@inline
export function rootCorrection(step: usize, decay2: usize): f32 {
  return <f32>(1 / Math.sqrt(1 - wholePower(<f64>load<f32>(decay2), load<f32>(step))));
}

/** p' = p − rate · m̂ / (√v̂ + epsilon) with m̂ = m / (1 − decay1^step), v̂ = v / (1 − decay2^step). Kingma & Ba 2015, algorithm 1. */
export function adamUpdate(
  p: usize,
  m: usize,
  v: usize,
  rate: usize,
  step: usize,
  decay1: usize,
  decay2: usize,
  epsilon: usize,
  y: usize,
  count: i32,
): void {
  const end = p + (<usize>count << 2);
  const rates = f32x4.splat(correctedRate(rate, step, decay1));
  const roots = f32x4.splat(rootCorrection(step, decay2));
  const epsilons = f32x4.splat(load<f32>(epsilon));
  for (; p < end; p += 16, m += 16, v += 16, y += 16) {
    const below = f32x4.add(f32x4.mul(f32x4.sqrt(v128.load(v)), roots), epsilons);
    v128.store(y, f32x4.sub(v128.load(p), f32x4.div(f32x4.mul(rates, v128.load(m)), below)));
  }
}

/** s' = s + g². */
export function accumulateSquares(s: usize, g: usize, y: usize, count: i32): void {
  const end = s + (<usize>count << 2);
  for (; s < end; s += 16, g += 16, y += 16) {
    const gradient = v128.load(g);
    v128.store(y, flush(f32x4.add(v128.load(s), f32x4.mul(gradient, gradient))));
  }
}

/** p' = p − rate · g / (√s + epsilon). */
export function adaptiveUpdate(
  p: usize,
  g: usize,
  s: usize,
  rate: usize,
  epsilon: usize,
  y: usize,
  count: i32,
): void {
  const end = p + (<usize>count << 2);
  const rates = f32x4.splat(load<f32>(rate));
  const epsilons = f32x4.splat(load<f32>(epsilon));
  for (; p < end; p += 16, g += 16, s += 16, y += 16) {
    const below = f32x4.add(f32x4.sqrt(v128.load(s)), epsilons);
    v128.store(y, f32x4.sub(v128.load(p), f32x4.div(f32x4.mul(rates, v128.load(g)), below)));
  }
}

/** g · √((u + epsilon) / (v + epsilon)). */
// @ts-ignore: decorator
@inline
export function adadeltaLanes(g: v128, v: v128, u: v128, epsilons: v128): v128 {
  return f32x4.mul(g, f32x4.sqrt(f32x4.div(f32x4.add(u, epsilons), f32x4.add(v, epsilons))));
}

export function adadeltaDirection(g: usize, v: usize, u: usize, epsilon: usize, y: usize, count: i32): void {
  const end = g + (<usize>count << 2);
  const epsilons = f32x4.splat(load<f32>(epsilon));
  for (; g < end; g += 16, v += 16, u += 16, y += 16) {
    v128.store(y, adadeltaLanes(v128.load(g), v128.load(v), v128.load(u), epsilons));
  }
}

/** What decoupled decay leaves of a weight: 1 − rate · decay. */
// @ts-ignore: decorator
@inline
export function keptShare(rate: usize, decay: usize): f32 {
  return <f32>(1 - <f64>load<f32>(rate) * <f64>load<f32>(decay));
}

/** p' = (1 − rate · decay) · p. */
export function decayWeights(p: usize, rate: usize, decay: usize, y: usize, count: i32): void {
  const end = p + (<usize>count << 2);
  const share = f32x4.splat(keptShare(rate, decay));
  for (; p < end; p += 16, y += 16) v128.store(y, f32x4.mul(v128.load(p), share));
}

/** y = factor · x. */
export function scaleBy(x: usize, factor: usize, y: usize, count: i32): void {
  const end = x + (<usize>count << 2);
  const factors = f32x4.splat(load<f32>(factor));
  for (; x < end; x += 16, y += 16) v128.store(y, f32x4.mul(factors, v128.load(x)));
}

/** l1 · sign(p) + l2 · p, with sign(0) = 0. */
// @ts-ignore: decorator
@inline
export function penalty(p: v128, l1: v128, l2: v128): v128 {
  const signed = v128.or(v128.and(p, i32x4.splat(<i32>0x80000000)), l1);
  return f32x4.add(v128.and(signed, f32x4.ne(p, f32x4.splat(0))), f32x4.mul(l2, p));
}

/** g' = g + l1 · sign(p) + l2 · p. */
export function penalize(g: usize, p: usize, l1: usize, l2: usize, y: usize, count: i32): void {
  const end = p + (<usize>count << 2);
  const lasso = f32x4.splat(load<f32>(l1));
  const ridge = f32x4.splat(load<f32>(l2));
  for (; p < end; g += 16, p += 16, y += 16) {
    v128.store(y, f32x4.add(v128.load(g), penalty(v128.load(p), lasso, ridge)));
  }
}

/** The sum of squares of at most a few thousand values, float32 in eight lanes. */
// @ts-ignore: decorator
@inline
export function sumOfSquares(x: usize, count: i32): f64 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  let left = count;
  for (; left >= 8; left -= 8, x += 32) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    even = f32x4.add(even, f32x4.mul(a, a));
    odd = f32x4.add(odd, f32x4.mul(b, b));
  }
  const both = f32x4.add(even, odd);
  let sum: f64 = <f64>f32x4.extract_lane(both, 0);
  sum += <f64>f32x4.extract_lane(both, 1);
  sum += <f64>f32x4.extract_lane(both, 2);
  sum += <f64>f32x4.extract_lane(both, 3);
  for (; left > 0; left--, x += 4) {
    const value = <f64>load<f32>(x);
    sum += value * value;
  }
  return sum;
}

/** Values in one partial sum of a norm. */
export const CHUNK: i32 = 4096;

/** y[] = Σ x², chunk by chunk. */
export function squaredNorm(x: usize, y: usize, count: i32): void {
  let sum: f64 = 0;
  for (; count > 0; count -= CHUNK, x += <usize>CHUNK << 2) sum += sumOfSquares(x, min(count, CHUNK));
  store<f32>(y, <f32>sum);
}

/** limit / √squared where that is below 1, else 1; a limit of 0 is none. What is not a number stays so. */
// @ts-ignore: decorator
@inline
export function factorOf(squared: f64, limit: f64): f32 {
  const norm = Math.sqrt(squared);
  return limit <= 0 || norm <= limit ? 1 : <f32>(limit / norm);
}

export function clipFactor(squared: usize, limit: usize, y: usize): void {
  store<f32>(y, factorOf(<f64>load<f32>(squared), <f64>load<f32>(limit)));
}
