/**
 * The rectifier's relatives and their gradients. `y` may be the same buffer as an input. Counts are elements; whole lines of 16
 * bytes are written.
 */
import { tanh4 } from './mathematics.as';

/** y = x where x > 0, else slope · x. */
export function leakyRelu(x: usize, slope: f32, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const zero = f32x4.splat(0);
  const slopes = f32x4.splat(slope);
  for (; x < end; x += 16, y += 16) {
    const value = v128.load(x);
    v128.store(y, v128.bitselect(value, f32x4.mul(slopes, value), f32x4.gt(value, zero)));
  }
}

/** dx = dy where y > 0, else slope · dy. */
export function leakyReluGradient(y: usize, dy: usize, slope: f32, dx: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const zero = f32x4.splat(0);
  const slopes = f32x4.splat(slope);
  for (; y < end; y += 16, dy += 16, dx += 16) {
    const value = v128.load(dy);
    v128.store(dx, v128.bitselect(value, f32x4.mul(slopes, value), f32x4.gt(v128.load(y), zero)));
  }
}

/** y = x where x > 0, else alpha · (e^x − 1), from e^x − 1 = 2 t / (1 − t) with t = tanh(x/2): nothing cancels near 0. */
export function elu(x: usize, alpha: f32, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const factors = f32x4.splat(2 * alpha);
  for (; x < end; x += 16, y += 16) {
    const value = v128.load(x);
    const t = tanh4(f32x4.mul(half, f32x4.pmin(value, zero)));
    const left = f32x4.div(f32x4.mul(factors, t), f32x4.sub(one, t));
    v128.store(y, v128.bitselect(value, left, f32x4.gt(value, zero)));
  }
}

/** dx = dy where y > 0, else dy · (y + alpha). */
export function eluGradient(y: usize, dy: usize, alpha: f32, dx: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const zero = f32x4.splat(0);
  const alphas = f32x4.splat(alpha);
  for (; y < end; y += 16, dy += 16, dx += 16) {
    const value = v128.load(y);
    const slope = v128.load(dy);
    v128.store(dx, v128.bitselect(slope, f32x4.mul(slope, f32x4.add(value, alphas)), f32x4.gt(value, zero)));
  }
}

/** t = tanh( slope · (x + cubic · x³) ). */
// @ts-ignore: decorator
@inline
function geluTanh(value: v128, square: v128, slopes: v128, cubics: v128): v128 {
  const argument = f32x4.add(value, f32x4.mul(f32x4.mul(cubics, square), value));
  return tanh4(f32x4.mul(slopes, argument));
}

/** y = x · ½ (1 + t). */
export function gelu(x: usize, slope: f32, cubic: f32, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const slopes = f32x4.splat(slope);
  const cubics = f32x4.splat(cubic);
  for (; x < end; x += 16, y += 16) {
    const value = v128.load(x);
    const t = geluTanh(value, f32x4.mul(value, value), slopes, cubics);
    v128.store(y, f32x4.mul(f32x4.mul(half, value), f32x4.add(one, t)));
  }
}

/** dx = dy · ½ ( 1 + t + x (1 − t²) · slope · (1 + 3 · cubic · x²) ). */
export function geluGradient(x: usize, dy: usize, slope: f32, cubic: f32, dx: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const slopes = f32x4.splat(slope);
  const cubics = f32x4.splat(cubic);
  const threeCubics = f32x4.splat(3 * cubic);
  for (; x < end; x += 16, dy += 16, dx += 16) {
    const value = v128.load(x);
    const square = f32x4.mul(value, value);
    const t = geluTanh(value, square, slopes, cubics);
    const inner = f32x4.mul(slopes, f32x4.add(one, f32x4.mul(threeCubics, square)));
    const slopeOfT = f32x4.mul(f32x4.sub(one, f32x4.mul(t, t)), inner);
    const sum = f32x4.add(f32x4.add(one, t), f32x4.mul(value, slopeOfT));
    v128.store(dx, f32x4.mul(f32x4.mul(half, v128.load(dy)), sum));
  }
}
