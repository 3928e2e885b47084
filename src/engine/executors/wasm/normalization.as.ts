/**
 * Normalization. Per channel: statistics over the rows of a matrix [rows, channels], and what is done with them.
 *
 * Picture: rows lie one after the other, so four neighbouring channels are summed at once while walking down; the channels that are
 * left over are taken one at a time. Long sums are cut into blocks, which rounds less. Per place (layer, local response): statistics
 * along a row, one row after the other.
 *
 * The file is long because each kernel has two inner loops, for four channels at once and for one.
 */
import { columnSums } from './elementwise.as';
import { exp1, log1 } from './mathematics.as';

const SUM_BLOCK = 256;

/** y[c] = 1/rows · sum over m of x[m, c]. */
export function columnMeans(x: usize, y: usize, rows: i32, channels: i32): void {
  columnSums(x, y, rows, channels);
  const share: f32 = 1 / <f32>rows;
  for (let c = 0; c < channels; c++, y += 4) store<f32>(y, load<f32>(y) * share);
}

/** y[c] = 1/rows · sum over m of (x[m, c] − mean[c])². */
export function columnVariances(x: usize, mean: usize, y: usize, rows: i32, channels: i32): void {
  const rowBytes = (<usize>channels) << 2;
  memory.fill(y, 0, rowBytes);
  for (let start = 0; start < rows; start += SUM_BLOCK) {
    const bytes = <usize>min(SUM_BLOCK, rows - start) * rowBytes;
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      const centre = v128.load(mean + c);
      let sum = f32x4.splat(0);
      for (let at = c; at < bytes; at += rowBytes) {
        const distance = f32x4.sub(v128.load(x + at), centre);
        sum = f32x4.add(sum, f32x4.mul(distance, distance));
      }
      v128.store(y + c, f32x4.add(v128.load(y + c), sum));
    }
    for (; c < rowBytes; c += 4) {
      const centre = load<f32>(mean + c);
      let sum: f32 = 0;
      for (let at = c; at < bytes; at += rowBytes) {
        const distance = load<f32>(x + at) - centre;
        sum += distance * distance;
      }
      store<f32>(y + c, load<f32>(y + c) + sum);
    }
    x += bytes;
  }
  const share: f32 = 1 / <f32>rows;
  for (let c = 0; c < channels; c++, y += 4) store<f32>(y, load<f32>(y) * share);
}

/** dx[m, c] = dm[c] / rows. */
export function spreadColumns(dm: usize, dx: usize, rows: i32, channels: i32): void {
  const share: f32 = 1 / <f32>rows;
  const rowBytes = (<usize>channels) << 2;
  for (let c: usize = 0; c < rowBytes; c += 4) store<f32>(dx + c, load<f32>(dm + c) * share);
  const end = dx + <usize>rows * rowBytes;
  for (let to = dx + rowBytes; to < end; to += rowBytes) memory.copy(to, dx, rowBytes);
}

/** dx[m, c] = 2/rows · (x[m, c] − mean[c]) · dv[c]. */
export function columnVariancesGradient(x: usize, mean: usize, dv: usize, dx: usize, rows: i32, channels: i32): void {
  const rowBytes = (<usize>channels) << 2;
  const share: f32 = 2 / <f32>rows;
  const shares = f32x4.splat(share);
  for (let row = 0; row < rows; row++) {
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      const distance = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      v128.store(dx + c, f32x4.mul(distance, f32x4.mul(shares, v128.load(dv + c))));
    }
    for (; c < rowBytes; c += 4) {
      store<f32>(dx + c, (load<f32>(x + c) - load<f32>(mean + c)) * (share * load<f32>(dv + c)));
    }
    x += rowBytes;
    dx += rowBytes;
  }
}

/** factors[c] = scale[c] / √(variance[c] + epsilon). */
export function normalizeFactors(variance: usize, scale: usize, epsilon: f32, factors: usize, channels: i32): void {
  for (let c: usize = 0; c < (<usize>channels) << 2; c += 4) {
    store<f32>(factors + c, load<f32>(scale + c) / sqrt<f32>(load<f32>(variance + c) + epsilon));
  }
}

/** y[m, c] = (x[m, c] − mean[c]) · factors[c] + shift[c]. */
export function normalize(
  x: usize,
  mean: usize,
  factors: usize,
  shift: usize,
  y: usize,
  rows: i32,
  channels: i32,
): void {
  const rowBytes = (<usize>channels) << 2;
  for (let row = 0; row < rows; row++) {
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      const distance = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      v128.store(y + c, f32x4.add(f32x4.mul(distance, v128.load(factors + c)), v128.load(shift + c)));
    }
    for (; c < rowBytes; c += 4) {
      store<f32>(y + c, (load<f32>(x + c) - load<f32>(mean + c)) * load<f32>(factors + c) + load<f32>(shift + c));
    }
    x += rowBytes;
    y += rowBytes;
  }
}

/** sums[0, c] = sum over m of dy[m, c]; sums[1, c] = sum over m of dy[m, c] · (x[m, c] − mean[c]) / √(variance[c] + epsilon). */
export function normalizeSums(
  x: usize,
  mean: usize,
  variance: usize,
  dy: usize,
  epsilon: f32,
  sums: usize,
  rows: i32,
  channels: i32,
): void {
  const rowBytes = (<usize>channels) << 2;
  memory.fill(sums, 0, 2 * rowBytes);
  const products = sums + rowBytes;
  for (let start = 0; start < rows; start += SUM_BLOCK) {
    const bytes = <usize>min(SUM_BLOCK, rows - start) * rowBytes;
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      const centre = v128.load(mean + c);
      let sum = f32x4.splat(0);
      let product = f32x4.splat(0);
      for (let at = c; at < bytes; at += rowBytes) {
        const gradient = v128.load(dy + at);
        sum = f32x4.add(sum, gradient);
        product = f32x4.add(product, f32x4.mul(gradient, f32x4.sub(v128.load(x + at), centre)));
      }
      v128.store(sums + c, f32x4.add(v128.load(sums + c), sum));
      v128.store(products + c, f32x4.add(v128.load(products + c), product));
    }
    for (; c < rowBytes; c += 4) {
      const centre = load<f32>(mean + c);
      let sum: f32 = 0;
      let product: f32 = 0;
      for (let at = c; at < bytes; at += rowBytes) {
        const gradient = load<f32>(dy + at);
        sum += gradient;
        product += gradient * (load<f32>(x + at) - centre);
      }
      store<f32>(sums + c, load<f32>(sums + c) + sum);
      store<f32>(products + c, load<f32>(products + c) + product);
    }
    x += bytes;
    dy += bytes;
  }
  for (let c: usize = 0; c < rowBytes; c += 4) {
    store<f32>(products + c, load<f32>(products + c) / sqrt<f32>(load<f32>(variance + c) + epsilon));
  }
}

/** What normalizeSums found, as the gradient of the mean (0), the variance (1), the scale (2) or the shift (3). */
export function normalizeStatisticsGradient(
  sums: usize,
  variance: usize,
  scale: usize,
  epsilon: f32,
  which: i32,
  y: usize,
  channels: i32,
): void {
  const rowBytes = (<usize>channels) << 2;
  const source = which == 1 || which == 2 ? sums + rowBytes : sums;
  for (let c: usize = 0; c < rowBytes; c += 4) {
    const sum = load<f32>(source + c);
    const square = load<f32>(variance + c) + epsilon;
    const s = load<f32>(scale + c);
    let result = sum;
    if (which == 0) result = (-s / sqrt<f32>(square)) * sum;
    else if (which == 1) result = (-s / (2 * square)) * sum;
    store<f32>(y + c, result);
  }
}

/** columnMeans for each of several matrices that lie one after the other: the mean of each feature map. */
export function mapMeans(x: usize, y: usize, images: i32, rows: i32, channels: i32): void {
  const rowBytes = (<usize>channels) << 2;
  for (let n = 0; n < images; n++, x += <usize>rows * rowBytes, y += rowBytes) columnMeans(x, y, rows, channels);
}

/** spreadColumns for each of several matrices. */
export function spreadMaps(dy: usize, dx: usize, images: i32, rows: i32, channels: i32): void {
  const rowBytes = (<usize>channels) << 2;
  for (let n = 0; n < images; n++, dy += rowBytes, dx += <usize>rows * rowBytes) spreadColumns(dy, dx, rows, channels);
}

/** Sum of `columns` values, in float64: rows are short. */
// @ts-ignore: decorator
@inline
function rowSum(x: usize, rowBytes: usize): f64 {
  let sum: f64 = 0;
  for (let c: usize = 0; c < rowBytes; c += 4) sum += <f64>load<f32>(x + c);
  return sum;
}

/** √(mean squared distance from `mean` + epsilon). */
// @ts-ignore: decorator
@inline
function rowDeviation(x: usize, rowBytes: usize, mean: f32, epsilon: f32): f32 {
  let sum: f64 = 0;
  for (let c: usize = 0; c < rowBytes; c += 4) {
    const distance = <f64>(load<f32>(x + c) - mean);
    sum += distance * distance;
  }
  return <f32>sqrt<f64>(sum / <f64>(rowBytes >> 2) + <f64>epsilon);
}

/** Each row moved to mean 0 and variance 1. */
export function layerNormalization(x: usize, epsilon: f32, y: usize, rows: i32, columns: i32): void {
  const rowBytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    const mean = <f32>(rowSum(x, rowBytes) / <f64>columns);
    const factor: f32 = 1 / rowDeviation(x, rowBytes, mean, epsilon);
    const means = f32x4.splat(mean);
    const factors = f32x4.splat(factor);
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) v128.store(y + c, f32x4.mul(f32x4.sub(v128.load(x + c), means), factors));
    for (; c < rowBytes; c += 4) store<f32>(y + c, (load<f32>(x + c) - mean) * factor);
    x += rowBytes;
    y += rowBytes;
  }
}

/** dx = (dy − mean(dy) − y · mean(dy · y)) / deviation, row by row, with y the normalized x. */
export function layerNormalizationGradient(
  x: usize,
  dy: usize,
  epsilon: f32,
  dx: usize,
  rows: i32,
  columns: i32,
): void {
  const rowBytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    const mean = <f32>(rowSum(x, rowBytes) / <f64>columns);
    const factor: f32 = 1 / rowDeviation(x, rowBytes, mean, epsilon);
    const meanSlope = <f32>(rowSum(dy, rowBytes) / <f64>columns);
    let product: f64 = 0;
    for (let c: usize = 0; c < rowBytes; c += 4) {
      product += <f64>load<f32>(dy + c) * <f64>((load<f32>(x + c) - mean) * factor);
    }
    const meanProduct = <f32>(product / <f64>columns);
    for (let c: usize = 0; c < rowBytes; c += 4) {
      const normalized = (load<f32>(x + c) - mean) * factor;
      store<f32>(dx + c, (load<f32>(dy + c) - meanSlope - normalized * meanProduct) * factor);
    }
    x += rowBytes;
    dy += rowBytes;
    dx += rowBytes;
  }
}

/** k + alpha · the sum of squares of the channels at most size/2 away from c. */
// @ts-ignore: decorator
@inline
function neighbourhood(x: usize, c: i32, channels: i32, size: i32, k: f32, alpha: f32): f32 {
  const last = min(c + (size >> 1), channels - 1);
  let squares: f32 = 0;
  for (let d = max(c - (size >> 1), 0); d <= last; d++) {
    const value = load<f32>(x + (<usize>d << 2));
    squares += value * value;
  }
  return k + alpha * squares;
}

/** y[m, c] = x[m, c] / s^beta, with s the neighbourhood of c. */
export function localResponseNormalization(
  x: usize,
  size: i32,
  k: f32,
  alpha: f32,
  beta: f32,
  y: usize,
  rows: i32,
  channels: i32,
): void {
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++) {
      const sum = neighbourhood(x, c, channels, size, k, alpha);
      const at = <usize>c << 2;
      store<f32>(y + at, load<f32>(x + at) * exp1(-beta * log1(sum)));
    }
    x += <usize>channels << 2;
    y += <usize>channels << 2;
  }
}

/** dx[c] = dy[c] / s[c]^beta − 2 alpha beta x[c] · sum of dy[d] x[d] / s[d]^(beta + 1). `terms`: room for one row of these. */
export function localResponseNormalizationGradient(
  x: usize,
  dy: usize,
  size: i32,
  k: f32,
  alpha: f32,
  beta: f32,
  terms: usize,
  dx: usize,
  rows: i32,
  channels: i32,
): void {
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++) {
      const at = <usize>c << 2;
      const sum = neighbourhood(x, c, channels, size, k, alpha);
      const slope = load<f32>(dy + at) * exp1(-beta * log1(sum));
      store<f32>(dx + at, slope);
      store<f32>(terms + at, (slope * load<f32>(x + at)) / sum);
    }
    for (let c = 0; c < channels; c++) {
      const last = min(c + (size >> 1), channels - 1);
      let sum: f32 = 0;
      for (let d = max(c - (size >> 1), 0); d <= last; d++) sum += load<f32>(terms + (<usize>d << 2));
      const at = <usize>c << 2;
      store<f32>(dx + at, load<f32>(dx + at) - 2 * alpha * beta * load<f32>(x + at) * sum);
    }
    x += <usize>channels << 2;
    dy += <usize>channels << 2;
    dx += <usize>channels << 2;
  }
}
