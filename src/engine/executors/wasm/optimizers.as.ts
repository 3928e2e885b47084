/**
 * Update rules, elementwise over one parameter. Values below 1e-30 are flushed to zero in the moments: a weight that gets no
 * gradient any more would otherwise decay into denormal numbers, which are a hundred times slower, and change nothing.
 * Step-dependent numbers come as addresses of scalars, so that changing them recompiles nothing.
 */

const TINY: f32 = 1e-30;

// @ts-ignore: decorator
@inline
function flush(x: v128): v128 {
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
function correctedRate(rate: usize, step: usize, decay1: usize): f32 {
  return <f32>(<f64>load<f32>(rate) / (1 - wholePower(<f64>load<f32>(decay1), load<f32>(step))));
}

/** 1 / √(1 − decay2^step). */
// @ts-ignore: decorator
@inline
function rootCorrection(step: usize, decay2: usize): f32 {
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
  epsilon: f32,
  y: usize,
  count: i32,
): void {
  const end = p + (<usize>count << 2);
  const rates = f32x4.splat(correctedRate(rate, step, decay1));
  const roots = f32x4.splat(rootCorrection(step, decay2));
  const epsilons = f32x4.splat(epsilon);
  for (; p < end; p += 16, m += 16, v += 16, y += 16) {
    const below = f32x4.add(f32x4.mul(f32x4.sqrt(v128.load(v)), roots), epsilons);
    v128.store(y, f32x4.sub(v128.load(p), f32x4.div(f32x4.mul(rates, v128.load(m)), below)));
  }
}

/** Both moments and the parameter in place, in one pass: movingAverage, movingAverageOfSquares and adamUpdate, same bits. */
export function adamStep(
  p: usize,
  m: usize,
  v: usize,
  g: usize,
  rate: usize,
  step: usize,
  decay1: usize,
  decay2: usize,
  epsilon: f32,
  count: i32,
): void {
  const end = p + (<usize>count << 2);
  const rates = f32x4.splat(correctedRate(rate, step, decay1));
  const roots = f32x4.splat(rootCorrection(step, decay2));
  const epsilons = f32x4.splat(epsilon);
  const keep1 = f32x4.splat(load<f32>(decay1));
  const take1 = f32x4.splat(<f32>(1 - <f64>load<f32>(decay1)));
  const keep2 = f32x4.splat(load<f32>(decay2));
  const take2 = f32x4.splat(<f32>(1 - <f64>load<f32>(decay2)));
  for (; p < end; p += 16, m += 16, v += 16, g += 16) {
    const gradient = v128.load(g);
    const mean = flush(f32x4.add(f32x4.mul(keep1, v128.load(m)), f32x4.mul(take1, gradient)));
    const square = f32x4.mul(gradient, gradient);
    const meanSquare = flush(f32x4.add(f32x4.mul(keep2, v128.load(v)), f32x4.mul(take2, square)));
    v128.store(m, mean);
    v128.store(v, meanSquare);
    const below = f32x4.add(f32x4.mul(f32x4.sqrt(meanSquare), roots), epsilons);
    v128.store(p, f32x4.sub(v128.load(p), f32x4.div(f32x4.mul(rates, mean), below)));
  }
}
