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
  columnSums(x, y, rows, channels, (<usize>channels) << 2);
  const share: f32 = 1 / <f32>rows;
  for (let c = 0; c < channels; c++, y += 4) store<f32>(y, load<f32>(y) * share);
}

/**
 * Means and variances (divided by `rows`) of the columns of x, in one pass: for each block of rows its mean and its squared distances
 * from that, while the block is in the cache, joined to those of the blocks before. Nothing is squared that is far from zero, so
 * nothing cancels. `strideBytes`: from row to row, for some columns of a wider matrix.
 *
 * Source: Chan, Golub & LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979), equation 2.1.
 */
export function columnMoments(x: usize, means: usize, variances: usize, rows: i32, channels: i32, strideBytes: usize): void {
  const rowBytes = (<usize>channels) << 2;
  // Until the end, `means` holds sums.
  memory.fill(means, 0, rowBytes);
  memory.fill(variances, 0, rowBytes);
  const share: f32 = 1 / <f32>rows;
  for (let start = 0; start < rows; start += SUM_BLOCK) {
    const count = min(SUM_BLOCK, rows - start);
    const bytes = <usize>count * strideBytes;
    const countShare: f32 = 1 / <f32>count;
    const startShare: f32 = start == 0 ? 0 : 1 / <f32>start;
    const weight: f32 = (<f32>start * <f32>count) / <f32>(start + count);
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      let even = f32x4.splat(0);
      let odd = f32x4.splat(0);
      let at = c;
      for (; at + strideBytes < bytes; at += 2 * strideBytes) {
        even = f32x4.add(even, v128.load(x + at));
        odd = f32x4.add(odd, v128.load(x + at + strideBytes));
      }
      if (at < bytes) even = f32x4.add(even, v128.load(x + at));
      const sum = f32x4.add(even, odd);
      const mean = f32x4.mul(sum, f32x4.splat(countShare));
      even = f32x4.splat(0);
      odd = f32x4.splat(0);
      for (at = c; at + strideBytes < bytes; at += 2 * strideBytes) {
        const distance = f32x4.sub(v128.load(x + at), mean);
        const next = f32x4.sub(v128.load(x + at + strideBytes), mean);
        even = f32x4.add(even, f32x4.mul(distance, distance));
        odd = f32x4.add(odd, f32x4.mul(next, next));
      }
      if (at < bytes) {
        const distance = f32x4.sub(v128.load(x + at), mean);
        even = f32x4.add(even, f32x4.mul(distance, distance));
      }
      const before = v128.load(means + c);
      const shift = f32x4.sub(mean, f32x4.mul(before, f32x4.splat(startShare)));
      const between = f32x4.mul(f32x4.mul(shift, shift), f32x4.splat(weight));
      v128.store(means + c, f32x4.add(before, sum));
      v128.store(variances + c, f32x4.add(v128.load(variances + c), f32x4.add(f32x4.add(even, odd), between)));
    }
    for (; c < rowBytes; c += 4) {
      let sum: f32 = 0;
      for (let at = c; at < bytes; at += strideBytes) sum += load<f32>(x + at);
      const mean = sum * countShare;
      let squares: f32 = 0;
      for (let at = c; at < bytes; at += strideBytes) {
        const distance = load<f32>(x + at) - mean;
        squares += distance * distance;
      }
      const before = load<f32>(means + c);
      const shift = mean - before * startShare;
      store<f32>(means + c, before + sum);
      store<f32>(variances + c, load<f32>(variances + c) + (squares + shift * shift * weight));
    }
    x += bytes;
  }
  for (let c: usize = 0; c < rowBytes; c += 4) {
    store<f32>(means + c, load<f32>(means + c) * share);
    store<f32>(variances + c, load<f32>(variances + c) * share);
  }
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

/**
 * y[m, c] = (x[m, c] − mean[c]) · factors[c] + shift[c] (+ addend[m, c]), and where `relu` says so max(·, 0).
 * `addend`: address, or 0 for none.
 */
export function normalize(
  x: usize,
  mean: usize,
  factors: usize,
  shift: usize,
  addend: usize,
  y: usize,
  rows: i32,
  channels: i32,
  relu: i32,
): void {
  const rowBytes = (<usize>channels) << 2;
  // pmax(a, lowest) is `lowest` only if a < lowest: it keeps a NaN, so that a diverged run shows.
  const least: f32 = relu ? <f32>0 : <f32>-Infinity;
  const lowest = f32x4.splat(least);
  for (let row = 0; row < rows; row++) {
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      const distance = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      let value = f32x4.add(f32x4.mul(distance, v128.load(factors + c)), v128.load(shift + c));
      if (addend) value = f32x4.add(value, v128.load(addend + c));
      v128.store(y + c, f32x4.pmax(value, lowest));
    }
    for (; c < rowBytes; c += 4) {
      let value = (load<f32>(x + c) - load<f32>(mean + c)) * load<f32>(factors + c) + load<f32>(shift + c);
      if (addend) value += load<f32>(addend + c);
      store<f32>(y + c, value < least ? least : value);
    }
    x += rowBytes;
    y += rowBytes;
    if (addend) addend += rowBytes;
  }
}

/**
 * The gradient of a batch normalization's input along all three ways, directly, through the mean and through the variance:
 *
 *   dx[m, c] = dy[m, c] · factors[c] + dm[c] · share + 2 · share · (x[m, c] − mean[c]) · dv[c] (+ addend[m, c])      share = 1 / all rows
 */
export function normalizationGradient(
  dy: usize,
  x: usize,
  mean: usize,
  factors: usize,
  dm: usize,
  dv: usize,
  share: f32,
  addend: usize,
  dx: usize,
  rows: i32,
  channels: i32,
): void {
  const rowBytes = (<usize>channels) << 2;
  for (let start = 0; start < rows; start += SUM_BLOCK) {
    const bytes = <usize>min(SUM_BLOCK, rows - start) * rowBytes;
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      const centre = v128.load(mean + c);
      const factor = v128.load(factors + c);
      const slope = f32x4.mul(f32x4.splat(share + share), v128.load(dv + c));
      const constant = f32x4.mul(f32x4.splat(share), v128.load(dm + c));
      for (let at = c; at < bytes; at += rowBytes) {
        const distance = f32x4.sub(v128.load(x + at), centre);
        let rest = f32x4.add(f32x4.mul(distance, slope), constant);
        if (addend) rest = f32x4.add(rest, v128.load(addend + at));
        v128.store(dx + at, f32x4.add(f32x4.mul(v128.load(dy + at), factor), rest));
      }
    }
    for (; c < rowBytes; c += 4) {
      const centre = load<f32>(mean + c);
      const factor = load<f32>(factors + c);
      const slope = (share + share) * load<f32>(dv + c);
      const constant = share * load<f32>(dm + c);
      for (let at = c; at < bytes; at += rowBytes) {
        let rest = (load<f32>(x + at) - centre) * slope + constant;
        if (addend) rest += load<f32>(addend + at);
        store<f32>(dx + at, load<f32>(dy + at) * factor + rest);
      }
    }
    x += bytes;
    dy += bytes;
    dx += bytes;
    if (addend) addend += bytes;
  }
}

/**
 * sums[c] = sum over m of dy[m, c]; products[c] = sum over m of dy[m, c] · (x[m, c] − mean[c]) / √(variance[c] + epsilon).
 * `strideBytes`: from row to row, for some columns of wider matrices.
 */
export function normalizeSums(
  x: usize,
  mean: usize,
  variance: usize,
  dy: usize,
  epsilon: f32,
  sums: usize,
  products: usize,
  rows: i32,
  channels: i32,
  strideBytes: usize,
): void {
  const rowBytes = (<usize>channels) << 2;
  memory.fill(sums, 0, rowBytes);
  memory.fill(products, 0, rowBytes);
  for (let start = 0; start < rows; start += SUM_BLOCK) {
    const bytes = <usize>min(SUM_BLOCK, rows - start) * strideBytes;
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      const centre = v128.load(mean + c);
      // Even and odd rows apart: an addition need not wait for the one before.
      let sum = f32x4.splat(0);
      let product = f32x4.splat(0);
      let oddSum = f32x4.splat(0);
      let oddProduct = f32x4.splat(0);
      let at = c;
      for (; at + strideBytes < bytes; at += 2 * strideBytes) {
        const gradient = v128.load(dy + at);
        sum = f32x4.add(sum, gradient);
        product = f32x4.add(product, f32x4.mul(gradient, f32x4.sub(v128.load(x + at), centre)));
        const odd = v128.load(dy + at + strideBytes);
        oddSum = f32x4.add(oddSum, odd);
        oddProduct = f32x4.add(oddProduct, f32x4.mul(odd, f32x4.sub(v128.load(x + at + strideBytes), centre)));
      }
      if (at < bytes) {
        const gradient = v128.load(dy + at);
        sum = f32x4.add(sum, gradient);
        product = f32x4.add(product, f32x4.mul(gradient, f32x4.sub(v128.load(x + at), centre)));
      }
      v128.store(sums + c, f32x4.add(v128.load(sums + c), f32x4.add(sum, oddSum)));
      v128.store(products + c, f32x4.add(v128.load(products + c), f32x4.add(product, oddProduct)));
    }
    for (; c < rowBytes; c += 4) {
      const centre = load<f32>(mean + c);
      let sum: f32 = 0;
      let product: f32 = 0;
      for (let at = c; at < bytes; at += strideBytes) {
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
