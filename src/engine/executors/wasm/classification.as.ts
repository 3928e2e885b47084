/**
 * The end of a classifier: softmax, its cross-entropy, squared distances to prototypes, the largest entry, and gradients.
 * Matrices are row-major [rows, classes]; labels are int32. Probabilities that belong to a gradient and lie below 1e-30 become
 * zero, so that no denormal number travels back through the network.
 */
import { exp1, exp4, log1 } from './mathematics.as';

const TINY: f32 = 1e-30;

function rowMaximum(x: usize, classes: i32): f32 {
  let best = load<f32>(x);
  for (let k = 1; k < classes; k++) {
    const value = load<f32>(x + (<usize>k << 2));
    // The second condition lets a NaN through.
    if (value > best || value != value) best = value;
  }
  return best;
}

function rowMean(x: usize, classes: i32): f32 {
  let sum: f32 = 0;
  for (let k = 0; k < classes; k++) sum += load<f32>(x + (<usize>k << 2));
  return sum / <f32>classes;
}

/** Sum of e^(x − top); with `y` (or 0) the terms are stored there too. */
function exponentialSum(x: usize, top: f32, y: usize, classes: i32): f32 {
  const tops = f32x4.splat(top);
  let sums = f32x4.splat(0);
  let k = 0;
  for (; k + 4 <= classes; k += 4) {
    const terms = exp4(f32x4.sub(v128.load(x + (<usize>k << 2)), tops));
    if (y) v128.store(y + (<usize>k << 2), terms);
    sums = f32x4.add(sums, terms);
  }
  let sum =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  for (; k < classes; k++) {
    const term = exp1(load<f32>(x + (<usize>k << 2)) - top);
    if (y) store<f32>(y + (<usize>k << 2), term);
    sum += term;
  }
  return sum;
}

/** y[n, k] = e^x[n, k] / sum over j of e^x[n, j]. */
export function softmax(x: usize, y: usize, rows: i32, classes: i32): void {
  const rowBytes = <usize>classes << 2;
  for (let n = 0; n < rows; n++) {
    const sum = exponentialSum(x, rowMaximum(x, classes), y, classes);
    const inverse: f32 = 1 / sum;
    for (let at = y; at < y + rowBytes; at += 4) store<f32>(at, load<f32>(at) * inverse);
    x += rowBytes;
    y += rowBytes;
  }
}

/** dx = y · (dy − sum over k of y · dy). */
export function softmaxGradient(y: usize, dy: usize, dx: usize, rows: i32, classes: i32): void {
  const rowBytes = <usize>classes << 2;
  for (let n = 0; n < rows; n++) {
    let sum: f32 = 0;
    for (let at: usize = 0; at < rowBytes; at += 4) sum += load<f32>(y + at) * load<f32>(dy + at);
    for (let at: usize = 0; at < rowBytes; at += 4) {
      store<f32>(dx + at, load<f32>(y + at) * (load<f32>(dy + at) - sum));
    }
    y += rowBytes;
    dy += rowBytes;
    dx += rowBytes;
  }
}

/**
 * losses[n] = ln(sum over k of e^x[n, k] (+ e^reject)) − x[n, label]. LeCun et al. 1998, eq. 9 with the reject class. With
 * a smoothing s, (1 − s) · x[n, label] + s · mean of x[n, k] takes the place of x[n, label]. A label outside 0 … classes − 1 gives NaN.
 */
export function softmaxCrossEntropy(
  x: usize,
  labels: usize,
  hasReject: i32,
  reject: f32,
  smoothing: f32,
  losses: usize,
  rows: i32,
  classes: i32,
): void {
  const rowBytes = <usize>classes << 2;
  for (let n = 0; n < rows; n++) {
    let top = rowMaximum(x, classes);
    if (hasReject && reject > top) top = reject;
    let sum = exponentialSum(x, top, 0, classes);
    if (hasReject) sum += exp1(reject - top);
    const label = load<i32>(labels);
    const valid = label >= 0 && label < classes;
    let wanted = valid ? load<f32>(x + (<usize>label << 2)) : NaN;
    // Not at 0, where 0 · ∞ would make a NaN of a good loss.
    if (smoothing > 0) wanted = (1 - smoothing) * wanted + smoothing * rowMean(x, classes);
    store<f32>(losses, log1(sum) + (top - wanted));
    x += rowBytes;
    labels += 4;
    losses += 4;
  }
}

/**
 * dx[n, k] = dy[n] · (p[n, k] − target), p with the reject class in the denominator; the target is 1 − smoothing more at the label
 * than the smoothing / classes of the others.
 */
export function softmaxCrossEntropyGradient(
  x: usize,
  labels: usize,
  dy: usize,
  hasReject: i32,
  reject: f32,
  smoothing: f32,
  dx: usize,
  rows: i32,
  classes: i32,
): void {
  const rowBytes = <usize>classes << 2;
  for (let n = 0; n < rows; n++) {
    let top = rowMaximum(x, classes);
    if (hasReject && reject > top) top = reject;
    // The row of x may be the row of dx: from here on only dx is read.
    let sum = exponentialSum(x, top, dx, classes);
    if (hasReject) sum += exp1(reject - top);
    const factor = load<f32>(dy);
    const label = load<i32>(labels);
    const share = smoothing / <f32>classes;
    for (let k = 0; k < classes; k++) {
      const at = dx + (<usize>k << 2);
      let value = load<f32>(at) / sum - share;
      if (k == label) value -= 1 - smoothing;
      value *= factor;
      store<f32>(at, abs(value) < TINY ? 0 : value);
    }
    x += rowBytes;
    labels += 4;
    dy += 4;
    dx += rowBytes;
  }
}

/** y[n, k] = sum over d of (points[n, d] − prototypes[k, d])². */
export function squaredDistance(points: usize, prototypes: usize, y: usize, rows: i32, classes: i32, length: i32): void {
  const rowBytes = <usize>length << 2;
  for (let n = 0; n < rows; n++) {
    let prototype = prototypes;
    for (let k = 0; k < classes; k++) {
      let sums = f32x4.splat(0);
      let at: usize = 0;
      for (; at + 16 <= rowBytes; at += 16) {
        const difference = f32x4.sub(v128.load(points + at), v128.load(prototype + at));
        sums = f32x4.add(sums, f32x4.mul(difference, difference));
      }
      let sum =
        f32x4.extract_lane(sums, 0) +
        f32x4.extract_lane(sums, 1) +
        (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
      for (; at < rowBytes; at += 4) {
        const difference = load<f32>(points + at) - load<f32>(prototype + at);
        sum += difference * difference;
      }
      store<f32>(y, sum);
      y += 4;
      prototype += rowBytes;
    }
    points += rowBytes;
  }
}

/** target[d] += factor · (a[d] − b[d]). */
// @ts-ignore: decorator
@inline
function addDifference(a: usize, b: usize, factor: f32, target: usize, rowBytes: usize): void {
  const factors = f32x4.splat(factor);
  let at: usize = 0;
  for (; at + 16 <= rowBytes; at += 16) {
    const difference = f32x4.mul(factors, f32x4.sub(v128.load(a + at), v128.load(b + at)));
    v128.store(target + at, f32x4.add(v128.load(target + at), difference));
  }
  for (; at < rowBytes; at += 4) {
    store<f32>(target + at, load<f32>(target + at) + factor * (load<f32>(a + at) - load<f32>(b + at)));
  }
}

/** dpoints[n, d] = sum over k of 2 · dy[n, k] · (points[n, d] − prototypes[k, d]). */
export function squaredDistanceGradientPoints(
  points: usize,
  prototypes: usize,
  dy: usize,
  dx: usize,
  rows: i32,
  classes: i32,
  length: i32,
): void {
  const rowBytes = <usize>length << 2;
  memory.fill(dx, 0, <usize>rows * rowBytes);
  for (let n = 0; n < rows; n++) {
    for (let k = 0; k < classes; k++) {
      addDifference(points, prototypes + <usize>k * rowBytes, 2 * load<f32>(dy), dx, rowBytes);
      dy += 4;
    }
    points += rowBytes;
    dx += rowBytes;
  }
}

/** dprototypes[k, d] = sum over n of 2 · dy[n, k] · (prototypes[k, d] − points[n, d]). */
export function squaredDistanceGradientPrototypes(
  points: usize,
  prototypes: usize,
  dy: usize,
  dx: usize,
  rows: i32,
  classes: i32,
  length: i32,
): void {
  const rowBytes = <usize>length << 2;
  memory.fill(dx, 0, <usize>classes * rowBytes);
  for (let n = 0; n < rows; n++) {
    for (let k = 0; k < classes; k++) {
      const offset = <usize>k * rowBytes;
      addDifference(prototypes + offset, points, 2 * load<f32>(dy), dx + offset, rowBytes);
      dy += 4;
    }
    points += rowBytes;
  }
}

/** y[n] = the index of the first largest entry of row n, int32. */
export function argMax(x: usize, y: usize, rows: i32, classes: i32): void {
  for (let n = 0; n < rows; n++) {
    let best = load<f32>(x);
    let winner = 0;
    for (let k = 1; k < classes; k++) {
      const value = load<f32>(x + (<usize>k << 2));
      if (value > best) {
        best = value;
        winner = k;
      }
    }
    store<i32>(y, winner);
    x += <usize>classes << 2;
    y += 4;
  }
}
