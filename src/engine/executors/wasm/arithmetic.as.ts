/**
 * Arithmetic, element by element. `y` may be the same buffer as an input. Counts are elements; whole lines of 16 bytes are written.
 * Logarithm and exponential of whole arrays stand in `mathematics.as.ts`.
 */
import { exp4, log1 } from './mathematics.as';

export function subtract(a: usize, b: usize, y: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a < end; a += 16, b += 16, y += 16) v128.store(y, f32x4.sub(v128.load(a), v128.load(b)));
}

export function divide(a: usize, b: usize, y: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a < end; a += 16, b += 16, y += 16) v128.store(y, f32x4.div(v128.load(a), v128.load(b)));
}

export function squareRoot(x: usize, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  for (; x < end; x += 16, y += 16) v128.store(y, f32x4.sqrt(v128.load(x)));
}

/** y = x^exponent for whole exponents, by repeated squaring; the relative error is about |exponent| · 6e-8. */
export function wholePower(x: usize, exponent: i32, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const one = f32x4.splat(1);
  for (; x < end; x += 16, y += 16) {
    let base = v128.load(x);
    let left = exponent < 0 ? -exponent : exponent;
    let result = one;
    while (left > 0) {
      if (left & 1) result = f32x4.mul(result, base);
      base = f32x4.mul(base, base);
      left >>= 1;
    }
    v128.store(y, exponent < 0 ? f32x4.div(one, result) : result);
  }
}

/** y = x^exponent = e^(exponent · ln x) for x ≥ 0; NaN below. The relative error is about 2e-7 · (1 + |exponent · ln x|). */
export function power(x: usize, exponent: f32, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const exponents = f32x4.splat(exponent);
  for (; x < end; x += 16, y += 16) {
    const values = v128.load(x);
    let logs = f32x4.splat(log1(f32x4.extract_lane(values, 0)));
    logs = f32x4.replace_lane(logs, 1, log1(f32x4.extract_lane(values, 1)));
    logs = f32x4.replace_lane(logs, 2, log1(f32x4.extract_lane(values, 2)));
    logs = f32x4.replace_lane(logs, 3, log1(f32x4.extract_lane(values, 3)));
    v128.store(y, exp4(f32x4.mul(exponents, logs)));
  }
}

export function maximum(a: usize, b: usize, y: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a < end; a += 16, b += 16, y += 16) v128.store(y, f32x4.max(v128.load(a), v128.load(b)));
}

export function minimum(a: usize, b: usize, y: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a < end; a += 16, b += 16, y += 16) v128.store(y, f32x4.min(v128.load(a), v128.load(b)));
}

/** da = dy where a ≥ b, else 0. */
export function maximumGradientA(a: usize, b: usize, dy: usize, da: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a < end; a += 16, b += 16, dy += 16, da += 16) {
    v128.store(da, v128.and(v128.load(dy), f32x4.ge(v128.load(a), v128.load(b))));
  }
}

/** db = dy where b > a, else 0. */
export function maximumGradientB(a: usize, b: usize, dy: usize, db: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a < end; a += 16, b += 16, dy += 16, db += 16) {
    v128.store(db, v128.and(v128.load(dy), f32x4.gt(v128.load(b), v128.load(a))));
  }
}
