/** Losses beside softmax cross-entropy, and their gradients. Matrices are row-major [rows, columns]; labels are int32. */
import { exp1, log1 } from './mathematics.as';

/** y = (p − t)², element by element. */
export function squaredError(p: usize, t: usize, y: usize, count: i32): void {
  const end = p + ((<usize>count) << 2);
  for (; p < end; p += 16, t += 16, y += 16) {
    const difference = f32x4.sub(v128.load(p), v128.load(t));
    v128.store(y, f32x4.mul(difference, difference));
  }
}

/**
 * ln(1 + e) for 0 ≤ e ≤ 1. Adding e to 1 rounds; dividing by what was really added takes the rounding out again (Kahan's log1p).
 */
// @ts-ignore: decorator
@inline
function logOnePlus(e: f32): f32 {
  const sum: f32 = 1 + e;
  const added: f32 = sum - 1;
  return added == 0 ? e : log1(sum) * (e / added);
}

/** y = max(x, 0) − x · t + ln(1 + e^−|x|), element by element. */
export function binaryCrossEntropy(x: usize, t: usize, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  for (; x < end; x += 4, t += 4, y += 4) {
    const value = load<f32>(x);
    store<f32>(y, max(value, 0) - value * load<f32>(t) + logOnePlus(exp1(-abs(value))));
  }
}

/** The first largest score of a row, the label's left out. */
function strongestRival(x: usize, label: i32, classes: i32): i32 {
  let rival = label == 0 ? 1 : 0;
  let best = load<f32>(x + (<usize>rival << 2));
  for (let k = rival + 1; k < classes; k++) {
    const value = load<f32>(x + (<usize>k << 2));
    if (k != label && value > best) {
      best = value;
      rival = k;
    }
  }
  return rival;
}

/**
 * losses[n] = max(0, 1 + strongest rival's score − label's score). A label outside 0 … classes − 1 gives NaN.
 * Crammer & Singer 2001.
 */
export function hinge(x: usize, labels: usize, losses: usize, rows: i32, classes: i32): void {
  for (let n = 0; n < rows; n++) {
    const label = load<i32>(labels);
    let loss: f32 = NaN;
    if (label >= 0 && label < classes) {
      const rival = strongestRival(x, label, classes);
      loss = max<f32>(0, 1 + load<f32>(x + (<usize>rival << 2)) - load<f32>(x + (<usize>label << 2)));
    }
    store<f32>(losses, loss);
    x += <usize>classes << 2;
    labels += 4;
    losses += 4;
  }
}

/** dx: dy[n] at the rival and −dy[n] at the label where the loss is positive, else 0. */
export function hingeGradient(x: usize, labels: usize, dy: usize, dx: usize, rows: i32, classes: i32): void {
  const rowBytes = <usize>classes << 2;
  for (let n = 0; n < rows; n++) {
    const label = load<i32>(labels);
    memory.fill(dx, 0, rowBytes);
    if (label >= 0 && label < classes) {
      const rival = strongestRival(x, label, classes);
      if (1 + load<f32>(x + (<usize>rival << 2)) - load<f32>(x + (<usize>label << 2)) > 0) {
        store<f32>(dx + (<usize>rival << 2), load<f32>(dy));
        store<f32>(dx + (<usize>label << 2), -load<f32>(dy));
      }
    }
    x += rowBytes;
    labels += 4;
    dy += 4;
    dx += rowBytes;
  }
}

/** losses[n] = 1 − (2 Σ p t + s) / (Σ p² + Σ t² + s). Sums in float64. Milletari et al. 2016. */
export function softDice(p: usize, t: usize, smoothing: f32, losses: usize, rows: i32, length: i32): void {
  for (let n = 0; n < rows; n++) {
    let above: f64 = smoothing;
    let below: f64 = smoothing;
    for (let i = 0; i < length; i++, p += 4, t += 4) {
      const a: f64 = load<f32>(p);
      const b: f64 = load<f32>(t);
      above += 2 * a * b;
      below += a * a + b * b;
    }
    store<f32>(losses, <f32>(1 - above / below));
    losses += 4;
  }
}

/** dp = 2 · dy[n] · (p · D − t) / U with U = Σ p² + Σ t² + s and D = (2 Σ p t + s) / U. */
export function softDiceGradient(
  p: usize,
  t: usize,
  dy: usize,
  smoothing: f32,
  dp: usize,
  rows: i32,
  length: i32,
): void {
  const rowBytes = <usize>length << 2;
  for (let n = 0; n < rows; n++) {
    let above: f64 = smoothing;
    let below: f64 = smoothing;
    for (let at: usize = 0; at < rowBytes; at += 4) {
      const a: f64 = load<f32>(p + at);
      const b: f64 = load<f32>(t + at);
      above += 2 * a * b;
      below += a * a + b * b;
    }
    const overlap = <f32>(above / below);
    const factor = <f32>(2 * <f64>load<f32>(dy) / below);
    for (let at: usize = 0; at < rowBytes; at += 4) {
      store<f32>(dp + at, factor * (load<f32>(p + at) * overlap - load<f32>(t + at)));
    }
    p += rowBytes;
    t += rowBytes;
    dy += 4;
    dp += rowBytes;
  }
}
