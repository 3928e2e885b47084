/**
 * Kernels that touch each value once: sums, products, activations and their gradients, and sums over channels or everything.
 * `y` may be the same buffer as an input of the same size. Counts are elements; whole lines of 16 bytes are written.
 */
import { exp4, tanh4 } from './mathematics.as';

/** Sums of long arrays are taken in blocks of this many rows, then over blocks: less rounding, and the cache holds a block. */
const SUM_BLOCK = 256;

export function fill(y: usize, value: f32, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const values = f32x4.splat(value);
  for (; y < end; y += 16) v128.store(y, values);
}

/** y[i] = x[0] · factor for all i: a scalar's gradient spread over an array. */
export function spread(x: usize, factor: f32, y: usize, count: i32): void {
  fill(y, load<f32>(x) * factor, count);
}

export function add(a: usize, b: usize, y: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a < end; a += 16, b += 16, y += 16) v128.store(y, f32x4.add(v128.load(a), v128.load(b)));
}

export function multiply(a: usize, b: usize, y: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a < end; a += 16, b += 16, y += 16) v128.store(y, f32x4.mul(v128.load(a), v128.load(b)));
}

export function scale(x: usize, factor: f32, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const factors = f32x4.splat(factor);
  for (; x < end; x += 16, y += 16) v128.store(y, f32x4.mul(v128.load(x), factors));
}

export function relu(x: usize, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const zero = f32x4.splat(0);
  for (; x < end; x += 16, y += 16) v128.store(y, f32x4.pmax(v128.load(x), zero));
}

/** dx = dy where y > 0, else 0. */
export function reluGradient(y: usize, dy: usize, dx: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const zero = f32x4.splat(0);
  for (; y < end; y += 16, dy += 16, dx += 16) {
    v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(y), zero)));
  }
}

/** y = 1 / (1 + e^−x); where e^−x would overflow, 0. */
export function sigmoid(x: usize, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const one = f32x4.splat(1);
  for (; x < end; x += 16, y += 16) {
    v128.store(y, f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(v128.load(x))))));
  }
}

/** dx = dy · y · (1 − y). */
export function sigmoidGradient(y: usize, dy: usize, dx: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const one = f32x4.splat(1);
  for (; y < end; y += 16, dy += 16, dx += 16) {
    const value = v128.load(y);
    v128.store(dx, f32x4.mul(v128.load(dy), f32x4.mul(value, f32x4.sub(one, value))));
  }
}

/** y = amplitude · tanh(slope · x). */
export function tanh(x: usize, amplitude: f32, slope: f32, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const amplitudes = f32x4.splat(amplitude);
  const slopes = f32x4.splat(slope);
  for (; x < end; x += 16, y += 16) {
    v128.store(y, f32x4.mul(amplitudes, tanh4(f32x4.mul(slopes, v128.load(x)))));
  }
}

/** dx = dy · slope · (amplitude − y² / amplitude). */
export function tanhGradient(y: usize, dy: usize, amplitude: f32, slope: f32, dx: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const constantPart = f32x4.splat(slope * amplitude);
  const squarePart = f32x4.splat(slope / amplitude);
  for (; y < end; y += 16, dy += 16, dx += 16) {
    const value = v128.load(y);
    const slopeHere = f32x4.sub(constantPart, f32x4.mul(squarePart, f32x4.mul(value, value)));
    v128.store(dx, f32x4.mul(v128.load(dy), slopeHere));
  }
}

/** y[m, c] = x[m, c] + b[c]. */
export function addBias(x: usize, b: usize, y: usize, rows: i32, channels: i32): void {
  const rowBytes = (<usize>channels) << 2;
  for (let row = 0; row < rows; row++) {
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) v128.store(y + c, f32x4.add(v128.load(x + c), v128.load(b + c)));
    for (; c < rowBytes; c += 4) store<f32>(y + c, load<f32>(x + c) + load<f32>(b + c));
    x += rowBytes;
    y += rowBytes;
  }
}

/** y[m, c] = x[m, c] · s[c]. */
export function channelScale(x: usize, s: usize, y: usize, rows: i32, channels: i32): void {
  const rowBytes = (<usize>channels) << 2;
  for (let row = 0; row < rows; row++) {
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) v128.store(y + c, f32x4.mul(v128.load(x + c), v128.load(s + c)));
    for (; c < rowBytes; c += 4) store<f32>(y + c, load<f32>(x + c) * load<f32>(s + c));
    x += rowBytes;
    y += rowBytes;
  }
}

/** y[c] = sum over m of x[m, c]: a bias gradient. `strideBytes`: from row to row, for some columns of a wider matrix. */
export function columnSums(x: usize, y: usize, rows: i32, channels: i32, strideBytes: usize): void {
  const rowBytes = (<usize>channels) << 2;
  memory.fill(y, 0, rowBytes);
  for (let start = 0; start < rows; start += SUM_BLOCK) {
    const count = min(SUM_BLOCK, rows - start);
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      let even = f32x4.splat(0);
      let odd = f32x4.splat(0);
      let at = x + c;
      let row = 0;
      for (; row + 2 <= count; row += 2) {
        even = f32x4.add(even, v128.load(at));
        odd = f32x4.add(odd, v128.load(at + strideBytes));
        at += 2 * strideBytes;
      }
      if (row < count) even = f32x4.add(even, v128.load(at));
      v128.store(y + c, f32x4.add(v128.load(y + c), f32x4.add(even, odd)));
    }
    for (; c < rowBytes; c += 4) {
      let sum: f32 = 0;
      let at = x + c;
      for (let row = 0; row < count; row++) {
        sum += load<f32>(at);
        at += strideBytes;
      }
      store<f32>(y + c, load<f32>(y + c) + sum);
    }
    x += <usize>count * strideBytes;
  }
}

/** ds[c] = sum over m of x[m, c] · dy[m, c]. */
export function channelScaleGradient(x: usize, dy: usize, ds: usize, rows: i32, channels: i32, strideBytes: usize): void {
  const rowBytes = (<usize>channels) << 2;
  memory.fill(ds, 0, rowBytes);
  for (let start = 0; start < rows; start += SUM_BLOCK) {
    const bytes = <usize>min(SUM_BLOCK, rows - start) * strideBytes;
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      let sum = f32x4.splat(0);
      for (let at = c; at < bytes; at += strideBytes) {
        sum = f32x4.add(sum, f32x4.mul(v128.load(x + at), v128.load(dy + at)));
      }
      v128.store(ds + c, f32x4.add(v128.load(ds + c), sum));
    }
    for (; c < rowBytes; c += 4) {
      let sum: f32 = 0;
      for (let at = c; at < bytes; at += strideBytes) sum += load<f32>(x + at) * load<f32>(dy + at);
      store<f32>(ds + c, load<f32>(ds + c) + sum);
    }
    x += bytes;
    dy += bytes;
  }
}

/** y[0] = factor · sum of x: blocks of 1,024 summed in float32, the blocks in float64. */
export function total(x: usize, factor: f32, y: usize, count: i32): void {
  let sum: f64 = 0;
  const end = x + ((<usize>count) << 2);
  while (x < end) {
    const blockEnd = min(x + 4096, end);
    let sums = f32x4.splat(0);
    for (; x + 16 <= blockEnd; x += 16) sums = f32x4.add(sums, v128.load(x));
    sum += <f64>f32x4.extract_lane(sums, 0) + <f64>f32x4.extract_lane(sums, 1);
    sum += <f64>f32x4.extract_lane(sums, 2) + <f64>f32x4.extract_lane(sums, 3);
    for (; x < blockEnd; x += 4) sum += <f64>load<f32>(x);
  }
  store<f32>(y, <f32>(sum * <f64>factor));
}
