/**
 * 3×3 convolutions of stride 1 with 16 multiplications where the direct method needs 36: Winograd's minimal filtering F(2×2, 3×3).
 *
 * Picture: the output is cut into tiles of 2×2; each needs a patch of 4×4 of the input. Both the patch d and the filter g are
 * transformed into 16 numbers, which are multiplied one by one and transformed back:
 *
 *   Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A      Bᵀ = | 1  0 −1  0 |   G = | 1   0   0 |   Aᵀ = | 1  1  1  0 |
 *                                             | 0  1  1  0 |       | ½   ½   ½ |        | 0  1 −1 −1 |
 *                                             | 0 −1  1  0 |       | ½  −½   ½ |
 *                                             | 0  1  0 −1 |       | 0   0   1 |
 *
 * Summed over input channels, ⊙ becomes 16 matrix products, one for each place in the patch: M = V · U, with V [tiles, C] from
 * the input and U [C, K] from the filters. All of it runs in blocks of tiles whose V and M stay in the second-level cache.
 * Two derivatives have the same form: the input's gradient is a convolution of dy with the filters turned by half a turn, and the
 * filters' is dg = Gᵀ [ sum over tiles of (Bᵀ d B) ⊙ (A dY Aᵀ) ] G.
 *
 * Places outside the input are zeros and are never copied: tiles that reach there go through a patch of their own.
 * Offsets of the 16 matrices are not a power of two apart, or their lines would push each other out of the cache.
 *
 * Deliberately not here: F(4×4, 3×3), which multiplies less and rounds ten times worse; other kernel sizes and strides.
 *
 * Source: Lavin & Gray, "Fast Algorithms for Convolutional Neural Networks" (CVPR 2016), section 4.1; Winograd 1980.
 *
 * The file is long because each transform is written out, and a product has two forms.
 */
import { packRows, packTransposed } from './product.as';

/** Added to the bytes of each of the 16 matrices of a block. */
const STAGGER: usize = 64;

// @ts-ignore: decorator
@inline
function roundUp(count: i32, multiple: i32): i32 {
  return ((count + multiple - 1) / multiple) * multiple;
}

/**
 * U from the filters w [3, 3, C, K], row-major: 16 matrices [depth, columns] in panels of eight columns, [place][panel][depth][8].
 * Forward, depth is C and columns are K. `turned`: for the input's gradient, filters turned by half a turn, depth K and columns C.
 * `cells`: room for nine packed matrices.
 */
export function winogradFilters(w: usize, inputs: i32, outputs: i32, turned: i32, cells: usize, u: usize): void {
  const depth = turned ? outputs : inputs;
  const columns = turned ? inputs : outputs;
  const bytes = (<usize>(depth * roundUp(columns, 8))) << 2;
  for (let cell = 0; cell < 9; cell++) {
    const from = w + ((<usize>(cell * inputs * outputs)) << 2);
    if (turned) packTransposed(from, columns, depth, cells + <usize>(8 - cell) * bytes);
    else packRows(from, depth, columns, cells + <usize>cell * bytes);
  }
  const half = f32x4.splat(0.5);
  for (let at: usize = 0; at < bytes; at += 16) {
    const from = cells + at;
    // Rows of G g: first, half the sum of all, half the alternating sum, last.
    for (let row = 0; row < 4; row++) {
      let a: v128, b: v128, c: v128;
      if (row == 0 || row == 3) {
        const start = from + (row == 0 ? 0 : 6 * bytes);
        a = v128.load(start);
        b = v128.load(start + bytes);
        c = v128.load(start + 2 * bytes);
      } else {
        a = f32x4.add(v128.load(from), v128.load(from + 6 * bytes));
        b = f32x4.add(v128.load(from + bytes), v128.load(from + 7 * bytes));
        c = f32x4.add(v128.load(from + 2 * bytes), v128.load(from + 8 * bytes));
        const a1 = v128.load(from + 3 * bytes);
        const b1 = v128.load(from + 4 * bytes);
        const c1 = v128.load(from + 5 * bytes);
        a = f32x4.mul(half, row == 1 ? f32x4.add(a, a1) : f32x4.sub(a, a1));
        b = f32x4.mul(half, row == 1 ? f32x4.add(b, b1) : f32x4.sub(b, b1));
        c = f32x4.mul(half, row == 1 ? f32x4.add(c, c1) : f32x4.sub(c, c1));
      }
      const to = u + <usize>(4 * row) * bytes + at;
      const outer = f32x4.add(a, c);
      v128.store(to, a);
      v128.store(to + bytes, f32x4.mul(half, f32x4.add(outer, b)));
      v128.store(to + 2 * bytes, f32x4.mul(half, f32x4.sub(outer, b)));
      v128.store(to + 3 * bytes, c);
    }
  }
}

/** One row of Bᵀ d B from the two rows of d that it needs. */
// @ts-ignore: decorator
@inline
function patchRow(t0: v128, t1: v128, t2: v128, t3: v128, to: usize, stride: usize): void {
  v128.store(to, f32x4.sub(t0, t2));
  v128.store(to + stride, f32x4.add(t1, t2));
  v128.store(to + 2 * stride, f32x4.sub(t2, t1));
  v128.store(to + 3 * stride, f32x4.sub(t1, t3));
}

// @ts-ignore: decorator
@inline
function difference(a: usize, b: usize): v128 {
  return f32x4.sub(v128.load(a), v128.load(b));
}

// @ts-ignore: decorator
@inline
function sum(a: usize, b: usize): v128 {
  return f32x4.add(v128.load(a), v128.load(b));
}

/** Bᵀ d B for the patch that starts at `d`, four channels at a time, into 16 rows that lie `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function transformPatch(d: usize, rowBytes: usize, pixelBytes: usize, channelBytes: usize, v: usize, stride: usize): void {
  for (let c: usize = 0; c < channelBytes; c += 16) {
    const d0 = d + c;
    const d1 = d0 + rowBytes;
    const d2 = d1 + rowBytes;
    const d3 = d2 + rowBytes;
    const p1 = pixelBytes;
    const p2 = 2 * pixelBytes;
    const p3 = 3 * pixelBytes;
    let to = v + c;
    patchRow(difference(d0, d2), difference(d0 + p1, d2 + p1), difference(d0 + p2, d2 + p2), difference(d0 + p3, d2 + p3), to, stride);
    to += 4 * stride;
    patchRow(sum(d1, d2), sum(d1 + p1, d2 + p1), sum(d1 + p2, d2 + p2), sum(d1 + p3, d2 + p3), to, stride);
    to += 4 * stride;
    patchRow(difference(d2, d1), difference(d2 + p1, d1 + p1), difference(d2 + p2, d1 + p2), difference(d2 + p3, d1 + p3), to, stride);
    to += 4 * stride;
    patchRow(difference(d1, d3), difference(d1 + p1, d3 + p1), difference(d1 + p2, d3 + p2), difference(d1 + p3, d3 + p3), to, stride);
  }
}

/**
 * V for `count` tiles from tile `first` on: 16 matrices [count, channels], rows of `channelBytes`, `stride` bytes apart.
 * `top` and `left`: how far the first patch starts above and left of x [N, height, width, …], whose pixels are `pixelBytes` apart.
 * `patch`: room for one patch of 16 · channelBytes.
 */
function transformInput(
  x: usize,
  height: i32,
  width: i32,
  pixelBytes: usize,
  channelBytes: usize,
  top: i32,
  left: i32,
  tileRows: i32,
  tileColumns: i32,
  first: i32,
  count: i32,
  patch: usize,
  v: usize,
  stride: usize,
): void {
  const rowBytes = <usize>width * pixelBytes;
  let column = first % tileColumns;
  let row = (first / tileColumns) % tileRows;
  let image = first / (tileColumns * tileRows);
  for (let tile = 0; tile < count; tile++) {
    const i = 2 * row - top;
    const j = 2 * column - left;
    const source = x + <usize>(image * height) * rowBytes;
    if (i >= 0 && j >= 0 && i + 4 <= height && j + 4 <= width) {
      transformPatch(source + <usize>i * rowBytes + <usize>j * pixelBytes, rowBytes, pixelBytes, channelBytes, v, stride);
    } else {
      let to = patch;
      for (let u = i; u < i + 4; u++) {
        for (let w = j; w < j + 4; w++) {
          const inside = u >= 0 && w >= 0 && u < height && w < width;
          const from = source + <usize>u * rowBytes + <usize>w * pixelBytes;
          for (let c: usize = 0; c < channelBytes; c += 16) {
            v128.store(to + c, inside ? v128.load(from + c) : f32x4.splat(0));
          }
          to += channelBytes;
        }
      }
      transformPatch(patch, 4 * channelBytes, channelBytes, channelBytes, v, stride);
    }
    v += channelBytes;
    if (++column == tileColumns) {
      column = 0;
      if (++row == tileRows) {
        row = 0;
        image++;
      }
    }
  }
}

/**
 * m[rows, 8 · panels] = v[rows, depth] · panels of U; rows are a multiple of 4.
 *
 * Two steps in depth a turn, with a way out between them: without that branch V8 moves the loads of both steps in front and runs out
 * of registers, which costs a third of the speed.
 */
function panelProduct(v: usize, vRowBytes: usize, rows: i32, depth: i32, u: usize, panels: i32, m: usize): void {
  const mRowBytes = <usize>panels << 5;
  const panelBytes = <usize>depth << 5;
  for (let panel = 0; panel < panels; panel++) {
    const last = u + panelBytes - 32;
    let to = m + (<usize>panel << 5);
    for (let row = 0; row < rows; row += 4) {
      let a0 = v + <usize>row * vRowBytes;
      let a1 = a0 + vRowBytes;
      let a2 = a1 + vRowBytes;
      let a3 = a2 + vRowBytes;
      let c00 = f32x4.splat(0);
      let c01 = f32x4.splat(0);
      let c10 = f32x4.splat(0);
      let c11 = f32x4.splat(0);
      let c20 = f32x4.splat(0);
      let c21 = f32x4.splat(0);
      let c30 = f32x4.splat(0);
      let c31 = f32x4.splat(0);
      let b = u;
      while (true) {
        let b0 = v128.load(b);
        let b1 = v128.load(b, 16);
        let s = v128.load_splat<f32>(a0);
        c00 = f32x4.add(c00, f32x4.mul(s, b0));
        c01 = f32x4.add(c01, f32x4.mul(s, b1));
        s = v128.load_splat<f32>(a1);
        c10 = f32x4.add(c10, f32x4.mul(s, b0));
        c11 = f32x4.add(c11, f32x4.mul(s, b1));
        s = v128.load_splat<f32>(a2);
        c20 = f32x4.add(c20, f32x4.mul(s, b0));
        c21 = f32x4.add(c21, f32x4.mul(s, b1));
        s = v128.load_splat<f32>(a3);
        c30 = f32x4.add(c30, f32x4.mul(s, b0));
        c31 = f32x4.add(c31, f32x4.mul(s, b1));
        if (b == last) break;
        b0 = v128.load(b, 32);
        b1 = v128.load(b, 48);
        s = v128.load_splat<f32>(a0, 4);
        c00 = f32x4.add(c00, f32x4.mul(s, b0));
        c01 = f32x4.add(c01, f32x4.mul(s, b1));
        s = v128.load_splat<f32>(a1, 4);
        c10 = f32x4.add(c10, f32x4.mul(s, b0));
        c11 = f32x4.add(c11, f32x4.mul(s, b1));
        s = v128.load_splat<f32>(a2, 4);
        c20 = f32x4.add(c20, f32x4.mul(s, b0));
        c21 = f32x4.add(c21, f32x4.mul(s, b1));
        s = v128.load_splat<f32>(a3, 4);
        c30 = f32x4.add(c30, f32x4.mul(s, b0));
        c31 = f32x4.add(c31, f32x4.mul(s, b1));
        if (b == last - 32) break;
        a0 += 8;
        a1 += 8;
        a2 += 8;
        a3 += 8;
        b += 64;
      }
      v128.store(to, c00);
      v128.store(to, c01, 16);
      to += mRowBytes;
      v128.store(to, c10);
      v128.store(to, c11, 16);
      to += mRowBytes;
      v128.store(to, c20);
      v128.store(to, c21, 16);
      to += mRowBytes;
      v128.store(to, c30);
      v128.store(to, c31, 16);
      to += mRowBytes;
    }
    u += panelBytes;
  }
}

/** Writes four channels of a pixel, or the `left` that there are. */
// @ts-ignore: decorator
@inline
function storePixel(to: usize, value: v128, left: i32): void {
  if (left >= 4) {
    v128.store(to, value);
    return;
  }
  if (left & 2) {
    v128.store64_lane(to, value, 0);
    if (left & 1) v128.store32_lane(to, value, 2, 8);
  } else {
    v128.store32_lane(to, value, 0);
  }
}

/** Aᵀ M A plus bias, for one tile at y; `rows` and `columns` (1 or 2) of it lie inside the output. */
// @ts-ignore: decorator
@inline
function finishTile(
  m: usize,
  stride: usize,
  bias: usize,
  lowest: v128,
  y: usize,
  rowBytes: usize,
  channels: i32,
  rows: i32,
  columns: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  for (let c = 0; c < channels; c += 4) {
    const from = m + (<usize>c << 2);
    const from1 = from + 4 * stride;
    const from2 = from1 + 4 * stride;
    const from3 = from2 + 4 * stride;
    let upper = f32x4.splat(0);
    if (bias) upper = v128.load(bias + (<usize>c << 2));
    let upper1 = upper;
    let lower = upper;
    let lower1 = upper;
    // Column by column of M: sums over its rows, then into both columns of the tile.
    let m1 = v128.load(from1);
    let m2 = v128.load(from2);
    upper = f32x4.add(upper, f32x4.add(v128.load(from), f32x4.add(m1, m2)));
    lower = f32x4.add(lower, f32x4.sub(f32x4.sub(m1, m2), v128.load(from3)));
    m1 = v128.load(from1 + stride);
    m2 = v128.load(from2 + stride);
    let above = f32x4.add(v128.load(from + stride), f32x4.add(m1, m2));
    let below = f32x4.sub(f32x4.sub(m1, m2), v128.load(from3 + stride));
    upper = f32x4.add(upper, above);
    upper1 = f32x4.add(upper1, above);
    lower = f32x4.add(lower, below);
    lower1 = f32x4.add(lower1, below);
    m1 = v128.load(from1 + 2 * stride);
    m2 = v128.load(from2 + 2 * stride);
    above = f32x4.add(v128.load(from + 2 * stride), f32x4.add(m1, m2));
    below = f32x4.sub(f32x4.sub(m1, m2), v128.load(from3 + 2 * stride));
    upper = f32x4.add(upper, above);
    upper1 = f32x4.sub(upper1, above);
    lower = f32x4.add(lower, below);
    lower1 = f32x4.sub(lower1, below);
    m1 = v128.load(from1 + 3 * stride);
    m2 = v128.load(from2 + 3 * stride);
    upper1 = f32x4.sub(upper1, f32x4.add(v128.load(from + 3 * stride), f32x4.add(m1, m2)));
    lower1 = f32x4.sub(lower1, f32x4.sub(f32x4.sub(m1, m2), v128.load(from3 + 3 * stride)));

    const to = y + (<usize>c << 2);
    const left = channels - c;
    storePixel(to, f32x4.pmax(upper, lowest), left);
    if (columns > 1) storePixel(to + pixelBytes, f32x4.pmax(upper1, lowest), left);
    if (rows > 1) {
      storePixel(to + rowBytes, f32x4.pmax(lower, lowest), left);
      if (columns > 1) storePixel(to + rowBytes + pixelBytes, f32x4.pmax(lower1, lowest), left);
    }
  }
}

/**
 * y [N, outHeight, outWidth, K] = the convolution of x [N, height, width, C] with the filters behind `u` (+ bias[K]), for the tiles
 * from `first` up to `end`, in blocks of `blockTiles` (a multiple of 4). `relu`: store max(·, 0).
 * `scratch`: room for the V and M of a block and one patch.
 */
export function winogradConvolution(
  x: usize,
  height: i32,
  width: i32,
  inputs: i32,
  top: i32,
  left: i32,
  u: usize,
  bias: usize,
  y: usize,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
  relu: i32,
  first: i32,
  end: i32,
  blockTiles: i32,
  scratch: usize,
): void {
  const tileRows = (outHeight + 1) >> 1;
  const tileColumns = (outWidth + 1) >> 1;
  const channelBytes = <usize>roundUp(inputs, 4) << 2;
  const panels = (outputs + 7) >> 3;
  const vStride = <usize>blockTiles * channelBytes + STAGGER;
  const mStride = (<usize>(blockTiles * panels) << 5) + STAGGER;
  const uStride = <usize>(inputs * panels) << 5;
  const patch = scratch;
  const v = patch + 16 * channelBytes;
  const m = v + 16 * vStride;
  const yPixelBytes = <usize>outputs << 2;
  const yRowBytes = <usize>outWidth * yPixelBytes;
  // pmax(a, lowest) is `lowest` only if a < lowest: it keeps a NaN, so that a diverged run shows.
  const lowest = f32x4.splat(relu ? <f32>0 : <f32>-Infinity);
  for (let start = first; start < end; start += blockTiles) {
    const count = min(blockTiles, end - start);
    transformInput(x, height, width, <usize>inputs << 2, channelBytes, top, left, tileRows, tileColumns, start, count, patch, v, vStride);
    for (let place: usize = 0; place < 16; place++) {
      // Rows past the last tile repeat it, so that no number from elsewhere is multiplied.
      const matrix = v + place * vStride;
      for (let row = count; row & 3; row++) {
        memory.copy(matrix + <usize>row * channelBytes, matrix + <usize>(row - 1) * channelBytes, channelBytes);
      }
      panelProduct(matrix, channelBytes, roundUp(count, 4), inputs, u + place * uStride, panels, m + place * mStride);
    }
    let column = start % tileColumns;
    let row = (start / tileColumns) % tileRows;
    let image = start / (tileColumns * tileRows);
    for (let tile = 0; tile < count; tile++) {
      const to = y + <usize>(image * outHeight + 2 * row) * yRowBytes + <usize>(2 * column) * yPixelBytes;
      const from = m + (<usize>(tile * panels) << 5);
      finishTile(from, mStride, bias, lowest, to, yRowBytes, outputs, outHeight - 2 * row, outWidth - 2 * column);
      if (++column == tileColumns) {
        column = 0;
        if (++row == tileRows) {
          row = 0;
          image++;
        }
      }
    }
  }
}

/** One row of A dY Aᵀ from a row of two. */
// @ts-ignore: decorator
@inline
function gradientRow(a: v128, b: v128, to: usize, stride: usize): void {
  v128.store(to, a);
  v128.store(to + stride, f32x4.add(a, b));
  v128.store(to + 2 * stride, f32x4.sub(a, b));
  v128.store(to + 3 * stride, f32x4.neg(b));
}

/** Z = A dY Aᵀ for `count` tiles of dy [N, height, width, channels]: 16 matrices, rows of `channelBytes`, `stride` bytes apart. */
function transformGradient(
  dy: usize,
  height: i32,
  width: i32,
  channels: i32,
  channelBytes: usize,
  first: i32,
  count: i32,
  z: usize,
  stride: usize,
): void {
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  const tileRows = (height + 1) >> 1;
  const tileColumns = (width + 1) >> 1;
  let column = first % tileColumns;
  let row = (first / tileColumns) % tileRows;
  let image = first / (tileColumns * tileRows);
  const zero = f32x4.splat(0);
  for (let tile = 0; tile < count; tile++) {
    const from = dy + <usize>(image * height + 2 * row) * rowBytes + <usize>(2 * column) * pixelBytes;
    const hasRight = 2 * column + 1 < width;
    const hasLower = 2 * row + 1 < height;
    for (let c: usize = 0; c < channelBytes; c += 16) {
      const a = v128.load(from + c);
      const b = hasRight ? v128.load(from + pixelBytes + c) : zero;
      const d = hasLower ? v128.load(from + rowBytes + c) : zero;
      const e = hasLower && hasRight ? v128.load(from + rowBytes + pixelBytes + c) : zero;
      const to = z + c;
      gradientRow(a, b, to, stride);
      gradientRow(f32x4.add(a, d), f32x4.add(b, e), to + 4 * stride, stride);
      gradientRow(f32x4.sub(a, d), f32x4.sub(b, e), to + 8 * stride, stride);
      gradientRow(f32x4.neg(d), f32x4.neg(e), to + 12 * stride, stride);
    }
    z += channelBytes;
    if (++column == tileColumns) {
      column = 0;
      if (++row == tileRows) {
        row = 0;
        image++;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addTo(to: usize, low: v128, high: v128): void {
  v128.store(to, f32x4.add(v128.load(to), low));
  v128.store(to, f32x4.add(v128.load(to, 16), high), 16);
}

/** sums[rows, columns] += vᵀ · z for v [tiles, rows], z [tiles, columns]; rows a multiple of 4, columns of 8, both row-major. */
function addTransposedProduct(v: usize, rows: i32, z: usize, columns: i32, tiles: i32, sums: usize): void {
  const vRowBytes = <usize>rows << 2;
  const zRowBytes = <usize>columns << 2;
  for (let column: usize = 0; column < zRowBytes; column += 32) {
    for (let row: usize = 0; row < vRowBytes; row += 16) {
      let c00 = f32x4.splat(0);
      let c01 = f32x4.splat(0);
      let c10 = f32x4.splat(0);
      let c11 = f32x4.splat(0);
      let c20 = f32x4.splat(0);
      let c21 = f32x4.splat(0);
      let c30 = f32x4.splat(0);
      let c31 = f32x4.splat(0);
      let a = v + row;
      let b = z + column;
      for (let tile = 0; tile < tiles; tile++) {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        let s = v128.load_splat<f32>(a);
        c00 = f32x4.add(c00, f32x4.mul(s, b0));
        c01 = f32x4.add(c01, f32x4.mul(s, b1));
        s = v128.load_splat<f32>(a, 4);
        c10 = f32x4.add(c10, f32x4.mul(s, b0));
        c11 = f32x4.add(c11, f32x4.mul(s, b1));
        s = v128.load_splat<f32>(a, 8);
        c20 = f32x4.add(c20, f32x4.mul(s, b0));
        c21 = f32x4.add(c21, f32x4.mul(s, b1));
        s = v128.load_splat<f32>(a, 12);
        c30 = f32x4.add(c30, f32x4.mul(s, b0));
        c31 = f32x4.add(c31, f32x4.mul(s, b1));
        a += vRowBytes;
        b += zRowBytes;
      }
      let to = sums + (row >> 2) * zRowBytes + column;
      addTo(to, c00, c01);
      to += zRowBytes;
      addTo(to, c10, c11);
      to += zRowBytes;
      addTo(to, c20, c21);
      to += zRowBytes;
      addTo(to, c30, c31);
    }
  }
}

/** Gᵀ s G into the nine cells of w for the channels of one row of the 16 sums. */
function finishFilters(sums: usize, stride: usize, outputs: i32, dw: usize, cellBytes: usize): void {
  const half = f32x4.splat(0.5);
  for (let c = 0; c < outputs; c += 4) {
    const left = outputs - c;
    for (let row = 0; row < 3; row++) {
      const to = dw + <usize>(3 * row) * cellBytes + (<usize>c << 2);
      let first = f32x4.splat(0);
      let second = first;
      let third = first;
      for (let column = 0; column < 4; column++) {
        const from = sums + <usize>column * stride + (<usize>c << 2);
        const s1 = v128.load(from + 4 * stride);
        const s2 = v128.load(from + 8 * stride);
        let t = f32x4.mul(half, row == 1 ? f32x4.sub(s1, s2) : f32x4.add(s1, s2));
        if (row == 0) t = f32x4.add(t, v128.load(from));
        if (row == 2) t = f32x4.add(t, v128.load(from + 12 * stride));
        if (column == 0) first = t;
        else if (column == 3) third = f32x4.add(third, t);
        else {
          const halved = f32x4.mul(half, t);
          first = f32x4.add(first, halved);
          second = column == 1 ? halved : f32x4.sub(second, halved);
          third = f32x4.add(third, halved);
        }
      }
      storePixel(to, first, left);
      storePixel(to + cellBytes, second, left);
      storePixel(to + 2 * cellBytes, third, left);
    }
  }
}

/**
 * dw [3, 3, C, K], the gradient of the filters, for the input channels from `first` up to `end` (`first` a multiple of 4): sums over all
 * tiles in blocks of `blockTiles`. `scratch`: room for the V and Z of a block, one patch and the 16 sums.
 */
export function winogradFilterGradient(
  x: usize,
  images: i32,
  height: i32,
  width: i32,
  inputs: i32,
  top: i32,
  left: i32,
  dy: usize,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
  dw: usize,
  first: i32,
  end: i32,
  blockTiles: i32,
  scratch: usize,
): void {
  const tileRows = (outHeight + 1) >> 1;
  const tileColumns = (outWidth + 1) >> 1;
  const tiles = images * tileRows * tileColumns;
  const rows = roundUp(end - first, 4);
  const columns = roundUp(outputs, 8);
  const vRowBytes = <usize>rows << 2;
  const zRowBytes = <usize>columns << 2;
  const vStride = <usize>blockTiles * vRowBytes + STAGGER;
  const zStride = <usize>blockTiles * zRowBytes + STAGGER;
  const sumStride = <usize>rows * zRowBytes + STAGGER;
  const patch = scratch;
  const v = patch + 16 * vRowBytes;
  const z = v + 16 * vStride;
  const sums = z + 16 * zStride;
  memory.fill(sums, 0, 16 * sumStride);
  for (let start = 0; start < tiles; start += blockTiles) {
    const count = min(blockTiles, tiles - start);
    const from = x + (<usize>first << 2);
    transformInput(from, height, width, <usize>inputs << 2, vRowBytes, top, left, tileRows, tileColumns, start, count, patch, v, vStride);
    transformGradient(dy, outHeight, outWidth, outputs, zRowBytes, start, count, z, zStride);
    for (let place: usize = 0; place < 16; place++) {
      addTransposedProduct(v + place * vStride, rows, z + place * zStride, columns, count, sums + place * sumStride);
    }
  }
  const cellBytes = <usize>(inputs * outputs) << 2;
  for (let c = first; c < end; c++) {
    finishFilters(sums + <usize>(c - first) * zRowBytes, sumStride, outputs, dw + (<usize>(c * outputs) << 2), cellBytes);
  }
}
