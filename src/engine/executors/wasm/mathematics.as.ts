/**
 * Exponential, logarithm and hyperbolic tangent on four lanes, from multiplications and divisions alone, so that every machine
 * and browser gives the same bits. Relative errors over the whole float32 range, checked by a test: e^x below 1e-7, ln and tanh
 * below 2e-7.
 */

/** log2(e), and ln 2 split in two so that n · ln 2 is exact in its first part. */
const LOG2_E: f32 = 1.4426950408889634;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;

/**
 * e^x = 2^n · e^r with |r| ≤ ln 2 / 2 and the Taylor polynomial of degree 7 for e^r (error below 6e-9). Below −87.3 the result
 * is 0, never a denormal number (they slow the arithmetic down); above 88.7 it is infinite; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-88));
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(LOG2_E)));
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  // 2^n in two factors: n = 128 alone has no float32.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const bias = i32x4.splat(127);
  p = f32x4.mul(p, i32x4.shl(i32x4.add(half, bias), 23));
  p = f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23));
  return v128.andnot(p, f32x4.lt(x, f32x4.splat(-87.3)));
}

// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/**
 * ln x = n · ln 2 + ln m with m in [√½, √2) and ln m = 2 (s + s³/3 + s⁵/5 + …), s = (m − 1)/(m + 1), |s| ≤ 0.1716; the first
 * omitted term is below 1e-9 of the result. For normal positive x; zero and denormals give −infinity, negative numbers NaN.
 */
export function log1(x: f32): f32 {
  if (!(x >= 1.17549435e-38)) return x >= 0 ? -Infinity : NaN;
  if (x > f32.MAX_VALUE) return x;
  const bits = reinterpret<i32>(x);
  let n = (bits >> 23) - 127;
  let m = reinterpret<f32>((bits & 0x7fffff) | 0x3f800000);
  if (m >= 1.4142135) {
    m *= 0.5;
    n += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let p: f32 = 1.0 / 9.0;
  p = p * z + <f32>(1.0 / 7.0);
  p = p * z + <f32>(1.0 / 5.0);
  p = p * z + <f32>(1.0 / 3.0);
  const twice = s + s;
  const tail = twice * z * p;
  return <f32>n * LN2_HIGH + (twice + (tail + <f32>n * LN2_LOW));
}

/**
 * tanh x. Up to |x| = 0.7 by Lambert's continued fraction x/(1 + x²/(3 + x²/(5 + …))), cut after 13, as one quotient;
 * beyond by 1 − 2/(e^{2|x|} + 1) with the sign of x.
 */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const sign = v128.and(x, f32x4.splat(-0.0));
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let above = f32x4.add(z, f32x4.splat(378));
  above = f32x4.add(f32x4.mul(above, z), f32x4.splat(17325));
  above = f32x4.add(f32x4.mul(above, z), f32x4.splat(135135));
  let below = f32x4.add(f32x4.mul(z, f32x4.splat(28)), f32x4.splat(3150));
  below = f32x4.add(f32x4.mul(below, z), f32x4.splat(62370));
  below = f32x4.add(f32x4.mul(below, z), f32x4.splat(135135));
  const small = f32x4.mul(x, f32x4.div(above, below));
  const e = exp4(f32x4.add(size, size));
  const large = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(e, f32x4.splat(1))));
  return v128.bitselect(small, v128.or(large, sign), f32x4.lt(size, f32x4.splat(0.7)));
}

/** y = e^x elementwise; for tests and for kernels over whole arrays. */
export function exponentials(x: usize, y: usize, count: i32): void {
  const end = x + (<usize>count << 2);
  for (; x < end; x += 16, y += 16) v128.store(y, exp4(v128.load(x)));
}

/** y = ln x elementwise. */
export function logarithms(x: usize, y: usize, count: i32): void {
  const end = x + (<usize>count << 2);
  for (; x < end; x += 4, y += 4) store<f32>(y, log1(load<f32>(x)));
}
