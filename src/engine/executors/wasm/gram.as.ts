/** Gram matrices of images and their gradient: tiles of four rows and four columns, held in registers over one long sum. */

/** Stores the first lanes of a row, as many as there are columns left. */
// @ts-ignore: decorator
@inline
function storeColumns(y: usize, values: v128, bytesLeft: usize): void {
  if (bytesLeft >= 16) {
    v128.store(y, values);
    return;
  }
  store<f32>(y, f32x4.extract_lane(values, 0));
  if (bytesLeft > 4) store<f32>(y + 4, f32x4.extract_lane(values, 1));
  if (bytesLeft > 8) store<f32>(y + 8, f32x4.extract_lane(values, 2));
}

/**
 * y[m, d] = factor · Σ_k a[m, k] · b[k, d] for `rows` rows m, `depth` terms k and as many columns d as fill `rowBytes`. a[m, k] lies at
 * m · rowStep + k · depthStep; the rows of b and y are `rowBytes` long.
 */
function smallProduct(
  a: usize,
  rowStep: usize,
  depthStep: usize,
  b: usize,
  factor: f32,
  y: usize,
  rows: i32,
  depth: i32,
  rowBytes: usize,
): void {
  const factors = f32x4.splat(factor);
  let m = 0;
  for (; m + 4 <= rows; m += 4) {
    for (let d: usize = 0; d < rowBytes; d += 16) {
      let sum0 = f32x4.splat(0);
      let sum1 = sum0;
      let sum2 = sum0;
      let sum3 = sum0;
      let left = a;
      let right = b + d;
      for (let k = 0; k < depth; k++) {
        const values = v128.load(right);
        sum0 = f32x4.add(sum0, f32x4.mul(v128.load32_splat(left), values));
        sum1 = f32x4.add(sum1, f32x4.mul(v128.load32_splat(left + rowStep), values));
        sum2 = f32x4.add(sum2, f32x4.mul(v128.load32_splat(left + 2 * rowStep), values));
        sum3 = f32x4.add(sum3, f32x4.mul(v128.load32_splat(left + 3 * rowStep), values));
        left += depthStep;
        right += rowBytes;
      }
      storeColumns(y + d, f32x4.mul(sum0, factors), rowBytes - d);
      storeColumns(y + d + rowBytes, f32x4.mul(sum1, factors), rowBytes - d);
      storeColumns(y + d + 2 * rowBytes, f32x4.mul(sum2, factors), rowBytes - d);
      storeColumns(y + d + 3 * rowBytes, f32x4.mul(sum3, factors), rowBytes - d);
    }
    a += 4 * rowStep;
    y += 4 * rowBytes;
  }
  for (; m < rows; m++) {
    for (let d: usize = 0; d < rowBytes; d += 16) {
      let sum = f32x4.splat(0);
      let left = a;
      let right = b + d;
      for (let k = 0; k < depth; k++) {
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(left), v128.load(right)));
        left += depthStep;
        right += rowBytes;
      }
      storeColumns(y + d, f32x4.mul(sum, factors), rowBytes - d);
    }
    a += rowStep;
    y += rowBytes;
  }
}

/** y[n, c, d] = factor · Σ over places p of x[n, p, c] · x[n, p, d]. */
export function gramMatrix(x: usize, factor: f32, y: usize, images: i32, places: i32, channels: i32): void {
  const rowBytes = <usize>channels << 2;
  for (let n = 0; n < images; n++) {
    smallProduct(x, 4, rowBytes, x, factor, y, channels, places, rowBytes);
    x += <usize>places * rowBytes;
    y += <usize>channels * rowBytes;
  }
}

/** dx[n, p, c] = factor · Σ_d x[n, p, d] · (dy[n, d, c] + dy[n, c, d]). `both` is room for one matrix. */
export function gramMatrixGradient(
  x: usize,
  dy: usize,
  factor: f32,
  both: usize,
  dx: usize,
  images: i32,
  places: i32,
  channels: i32,
): void {
  const rowBytes = <usize>channels << 2;
  for (let n = 0; n < images; n++) {
    for (let c = 0; c < channels; c++) {
      for (let d = 0; d < channels; d++) {
        const here = <usize>(c * channels + d) << 2;
        const mirrored = <usize>(d * channels + c) << 2;
        store<f32>(both + here, load<f32>(dy + here) + load<f32>(dy + mirrored));
      }
    }
    smallProduct(x, rowBytes, 4, both, factor, dx, places, channels, rowBytes);
    x += <usize>places * rowBytes;
    dx += <usize>places * rowBytes;
    dy += <usize>channels * rowBytes;
  }
}
