/**
 * 3×3 convolutions of stride 1 with 36 multiplications where the direct method needs 144: Winograd's minimal filtering F(4×4, 3×3).
 *
 * Picture: the output is cut into tiles of 4×4; each needs a patch of 6×6 of the input. Both the patch d and the filter g are
 * transformed into 36 numbers, which are multiplied one by one and transformed back:
 *
 *   Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A
 *
 *        | 1 −1½  −2  1½  1  0 |        |    1      0      0  |
 *        | 0  −1   ½  2½  1  0 |        |   1/3    1/3    1/3 |         | 1  1   1   1   1  0 |
 *   Bᵀ = | 0   1 −2½   ½  1  0 |    G = |  −1/3    1/3   −1/3 |    Aᵀ = | 0  1  −1   ½  −2  0 |
 *        | 0  −2  −1   2  1  0 |        | −16/15  −8/15  −4/15|         | 0  1   1   ¼   4  0 |
 *        | 0   ½  −1  −½  1  0 |        |  1/15   −2/15   4/15|         | 0  1  −1   ⅛  −8  1 |
 *        | 0   1 −1½  −2 1½  1 |        |    0      0      1  |
 *
 * They come from polynomials at the points 0, 1, −1, ½, −2 and infinity. The choice matters: with ±2 instead of ½ and −2, as often
 * printed, rounding errors are three to four times as large; with these they are two to four times those of the direct sum, below
 * 5e-6 of the largest value for 512 channels.
 *
 * Summed over input channels, ⊙ becomes 36 matrix products, one for each place in the patch: M = V · U, with V [tiles, C] from
 * the input and U [C, K] from the filters. All of it runs in blocks of tiles whose V and M stay in the second-level cache.
 * Two derivatives have the same form: the input's gradient is a convolution of dy with the filters turned by half a turn, and the
 * filters' is dg = Gᵀ [ sum over tiles of (Bᵀ d B) ⊙ (A dY Aᵀ) ] G.
 *
 * Places outside the input are zeros and are never copied: tiles that reach there go through a patch of their own.
 * Offsets of the 36 matrices are not a power of two apart, or their lines would push each other out of the cache.
 *
 * Deliberately not here: other kernel sizes and strides; larger tiles, which round ten times worse.
 *
 * Sources: Lavin & Gray, "Fast Algorithms for Convolutional Neural Networks" (CVPR 2016), section 4; Winograd 1980; the points:
 * Barabasz, Anderson, Soodhalter & Gregg, "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural
 * Networks" (ACM Transactions on Mathematical Software, 2020).
 *
 * The file is long because each transform is written out, and a product has two forms.
 */
import { packRows, packTransposed } from './product.as';

/** Added to the bytes of each of the 36 matrices of a block. */
const STAGGER: usize = 64;
const TILE = 4;
const PLACES: usize = 36;
/** Room for the first half of a two-dimensional transform: 36 vectors. */
const HALFWAY_BYTES: usize = 576;

// @ts-ignore: decorator
@inline
function roundUp(count: i32, multiple: i32): i32 {
  return ((count + multiple - 1) / multiple) * multiple;
}

/** G, applied to three vectors that lie `fromStride` apart: six vectors, `toStride` apart. */
// @ts-ignore: decorator
@inline
function transformFilter(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStride);
  const c = v128.load(from + 2 * fromStride);
  const outer = f32x4.add(a, c);
  v128.store(to, a);
  v128.store(to + toStride, f32x4.mul(f32x4.add(outer, b), f32x4.splat(1.0 / 3.0)));
  v128.store(to + 2 * toStride, f32x4.mul(f32x4.sub(b, outer), f32x4.splat(1.0 / 3.0)));
  const half = f32x4.add(f32x4.mul(b, f32x4.splat(0.5)), f32x4.mul(c, f32x4.splat(0.25)));
  v128.store(to + 3 * toStride, f32x4.mul(f32x4.add(a, half), f32x4.splat(-16.0 / 15.0)));
  const double = f32x4.sub(f32x4.mul(c, f32x4.splat(4)), f32x4.mul(b, f32x4.splat(2)));
  v128.store(to + 4 * toStride, f32x4.mul(f32x4.add(a, double), f32x4.splat(1.0 / 15.0)));
  v128.store(to + 5 * toStride, c);
}

/**
 * U from the filters w [3, 3, C, K], row-major: 36 matrices [depth, columns] in panels of eight columns, [place][panel][depth][8].
 * Forward, depth is C and columns are K. `turned`: for the input's gradient, filters turned by half a turn, depth K and columns C.
 * `cells`: room for nine packed matrices and the first half of a transform.
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
  const halfway = cells + 9 * bytes;
  for (let at: usize = 0; at < bytes; at += 16) {
    for (let column: usize = 0; column < 3; column++) {
      transformFilter(cells + at + column * bytes, 3 * bytes, halfway + (column << 4), 48);
    }
    for (let row: usize = 0; row < 6; row++) transformFilter(halfway + row * 48, 16, u + at + 6 * row * bytes, bytes);
  }
}

/** Bᵀ, applied to six vectors that lie `fromStride` apart. */
// @ts-ignore: decorator
@inline
function transformSix(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const d1 = v128.load(from + fromStride);
  const d2 = v128.load(from + 2 * fromStride);
  const d3 = v128.load(from + 3 * fromStride);
  const even = f32x4.sub(v128.load(from + 4 * fromStride), d2);
  const odd = f32x4.sub(d3, d1);
  const more = f32x4.splat(1.5);
  v128.store(to, f32x4.add(f32x4.add(even, f32x4.sub(v128.load(from), d2)), f32x4.mul(more, odd)));
  v128.store(to + toStride, f32x4.add(f32x4.add(even, odd), f32x4.mul(more, f32x4.add(d3, d2))));
  v128.store(to + 2 * toStride, f32x4.add(f32x4.sub(even, odd), f32x4.mul(more, f32x4.sub(d3, d2))));
  v128.store(to + 3 * toStride, f32x4.add(even, f32x4.add(odd, odd)));
  v128.store(to + 4 * toStride, f32x4.sub(even, f32x4.mul(f32x4.splat(0.5), odd)));
  const last = f32x4.sub(v128.load(from + 5 * fromStride), d3);
  v128.store(to + 5 * toStride, f32x4.add(f32x4.sub(last, odd), f32x4.mul(more, even)));
}

/** Bᵀ d B for the patch that starts at `d`, four channels at a time, into 36 rows that lie `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function transformPatch(
  d: usize,
  rowBytes: usize,
  pixelBytes: usize,
  channelBytes: usize,
  v: usize,
  stride: usize,
  halfway: usize,
): void {
  for (let c: usize = 0; c < channelBytes; c += 16) {
    for (let column: usize = 0; column < 6; column++) {
      transformSix(d + c + column * pixelBytes, rowBytes, halfway + (column << 4), 96);
    }
    for (let row: usize = 0; row < 6; row++) transformSix(halfway + row * 96, 16, v + c + 6 * row * stride, stride);
  }
}

/**
 * V for `count` tiles from tile `first` on: 36 matrices [count, channels], rows of `channelBytes`, `stride` bytes apart.
 * `top` and `left`: how far the first patch starts above and left of x [N, height, width, …], whose pixels are `pixelBytes` apart.
 * `patch`: room for one patch of 36 · channelBytes.
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
  halfway: usize,
): void {
  const rowBytes = <usize>width * pixelBytes;
  let column = first % tileColumns;
  let row = (first / tileColumns) % tileRows;
  let image = first / (tileColumns * tileRows);
  for (let tile = 0; tile < count; tile++) {
    const i = TILE * row - top;
    const j = TILE * column - left;
    const source = x + <usize>(image * height) * rowBytes;
    let from = source + <usize>i * rowBytes + <usize>j * pixelBytes;
    let fromRowBytes = rowBytes;
    let fromPixelBytes = pixelBytes;
    if (i < 0 || j < 0 || i + 6 > height || j + 6 > width) {
      let to = patch;
      for (let u = i; u < i + 6; u++) {
        for (let w = j; w < j + 6; w++) {
          const inside = u >= 0 && w >= 0 && u < height && w < width;
          const pixel = source + <usize>u * rowBytes + <usize>w * pixelBytes;
          for (let c: usize = 0; c < channelBytes; c += 16) {
            v128.store(to + c, inside ? v128.load(pixel + c) : f32x4.splat(0));
          }
          to += channelBytes;
        }
      }
      from = patch;
      fromRowBytes = 6 * channelBytes;
      fromPixelBytes = channelBytes;
    }
    transformPatch(from, fromRowBytes, fromPixelBytes, channelBytes, v, stride, halfway);
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

/** Aᵀ M A plus bias, for one tile at y; `rows` and `columns` of it (four or less) lie inside the output. */
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
  halfway: usize,
): void {
  const pixelBytes = <usize>channels << 2;
  for (let c = 0; c < channels; c += 4) {
    for (let column: usize = 0; column < 6; column++) {
      const from = m + (<usize>c << 2) + column * stride;
      const to = halfway + (column << 4);
      const m1 = v128.load(from + 6 * stride);
      const m2 = v128.load(from + 12 * stride);
      const m3 = v128.load(from + 18 * stride);
      const m4 = v128.load(from + 24 * stride);
      const even = f32x4.add(m1, m2);
      const odd = f32x4.sub(m1, m2);
      v128.store(to, f32x4.add(f32x4.add(v128.load(from), even), f32x4.add(m3, m4)));
      v128.store(to, f32x4.add(odd, f32x4.sub(f32x4.mul(f32x4.splat(0.5), m3), f32x4.mul(f32x4.splat(2), m4))), 96);
      v128.store(to, f32x4.add(even, f32x4.add(f32x4.mul(f32x4.splat(0.25), m3), f32x4.mul(f32x4.splat(4), m4))), 192);
      const third = f32x4.sub(f32x4.mul(f32x4.splat(0.125), m3), f32x4.mul(f32x4.splat(8), m4));
      v128.store(to, f32x4.add(f32x4.add(odd, v128.load(from + 30 * stride)), third), 288);
    }
    let offset = f32x4.splat(0);
    if (bias) offset = v128.load(bias + (<usize>c << 2));
    const left = channels - c;
    for (let row = 0; row < min(rows, TILE); row++) {
      const from = halfway + <usize>row * 96;
      const to = y + <usize>row * rowBytes + (<usize>c << 2);
      const m1 = v128.load(from, 16);
      const m2 = v128.load(from, 32);
      const m3 = v128.load(from, 48);
      const m4 = v128.load(from, 64);
      const even = f32x4.add(offset, f32x4.add(m1, m2));
      const odd = f32x4.add(offset, f32x4.sub(m1, m2));
      storePixel(to, f32x4.pmax(f32x4.add(f32x4.add(v128.load(from), even), f32x4.add(m3, m4)), lowest), left);
      if (columns < 2) continue;
      const second = f32x4.sub(f32x4.mul(f32x4.splat(0.5), m3), f32x4.mul(f32x4.splat(2), m4));
      storePixel(to + pixelBytes, f32x4.pmax(f32x4.add(odd, second), lowest), left);
      if (columns < 3) continue;
      const third = f32x4.add(f32x4.mul(f32x4.splat(0.25), m3), f32x4.mul(f32x4.splat(4), m4));
      storePixel(to + 2 * pixelBytes, f32x4.pmax(f32x4.add(even, third), lowest), left);
      if (columns < 4) continue;
      const fourth = f32x4.sub(f32x4.mul(f32x4.splat(0.125), m3), f32x4.mul(f32x4.splat(8), m4));
      storePixel(to + 3 * pixelBytes, f32x4.pmax(f32x4.add(f32x4.add(odd, v128.load(from, 80)), fourth), lowest), left);
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
  const tileRows = (outHeight + 3) >> 2;
  const tileColumns = (outWidth + 3) >> 2;
  const channelBytes = <usize>roundUp(inputs, 4) << 2;
  const panels = (outputs + 7) >> 3;
  const vStride = <usize>blockTiles * channelBytes + STAGGER;
  const mStride = (<usize>(blockTiles * panels) << 5) + STAGGER;
  const uStride = <usize>(inputs * panels) << 5;
  const halfway = scratch;
  const patch = halfway + HALFWAY_BYTES;
  const v = patch + PLACES * channelBytes;
  const m = v + PLACES * vStride;
  const yPixelBytes = <usize>outputs << 2;
  const yRowBytes = <usize>outWidth * yPixelBytes;
  // pmax(a, lowest) is `lowest` only if a < lowest: it keeps a NaN, so that a diverged run shows.
  const lowest = f32x4.splat(relu ? <f32>0 : <f32>-Infinity);
  for (let start = first; start < end; start += blockTiles) {
    const count = min(blockTiles, end - start);
    transformInput(x, height, width, <usize>inputs << 2, channelBytes, top, left, tileRows, tileColumns, start, count, patch, v, vStride, halfway);
    for (let place: usize = 0; place < PLACES; place++) {
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
      const to = y + <usize>(image * outHeight + TILE * row) * yRowBytes + <usize>(TILE * column) * yPixelBytes;
      const from = m + (<usize>(tile * panels) << 5);
      finishTile(from, mStride, bias, lowest, to, yRowBytes, outputs, outHeight - TILE * row, outWidth - TILE * column, halfway);
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

/** A, applied to four vectors: six vectors that lie `stride` apart. */
// @ts-ignore: decorator
@inline
function transformFour(a: v128, b: v128, c: v128, d: v128, to: usize, stride: usize): void {
  const even = f32x4.add(a, c);
  const odd = f32x4.add(b, d);
  v128.store(to, a);
  v128.store(to + stride, f32x4.add(even, odd));
  v128.store(to + 2 * stride, f32x4.sub(even, odd));
  const halves = f32x4.add(f32x4.mul(f32x4.splat(0.5), b), f32x4.mul(f32x4.splat(0.125), d));
  v128.store(to + 3 * stride, f32x4.add(f32x4.add(a, f32x4.mul(f32x4.splat(0.25), c)), halves));
  const doubles = f32x4.add(f32x4.add(b, b), f32x4.mul(f32x4.splat(8), d));
  v128.store(to + 4 * stride, f32x4.sub(f32x4.add(a, f32x4.mul(f32x4.splat(4), c)), doubles));
  v128.store(to + 5 * stride, d);
}

/** Z = A dY Aᵀ for `count` tiles of dy [N, height, width, channels]: 36 matrices, rows of `channelBytes`, `stride` bytes apart. */
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
  halfway: usize,
): void {
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  const tileRows = (height + 3) >> 2;
  const tileColumns = (width + 3) >> 2;
  let column = first % tileColumns;
  let row = (first / tileColumns) % tileRows;
  let image = first / (tileColumns * tileRows);
  const zero = f32x4.splat(0);
  for (let tile = 0; tile < count; tile++) {
    const from = dy + <usize>(image * height + TILE * row) * rowBytes + <usize>(TILE * column) * pixelBytes;
    const columns = min(TILE, width - TILE * column);
    const rows = height - TILE * row;
    for (let c: usize = 0; c < channelBytes; c += 16) {
      for (let j = 0; j < TILE; j++) {
        let a = zero;
        let b = zero;
        let d = zero;
        let e = zero;
        if (j < columns) {
          const at = from + c + <usize>j * pixelBytes;
          a = v128.load(at);
          if (rows > 1) b = v128.load(at + rowBytes);
          if (rows > 2) d = v128.load(at + 2 * rowBytes);
          if (rows > 3) e = v128.load(at + 3 * rowBytes);
        }
        transformFour(a, b, d, e, halfway + (<usize>j << 4), 64);
      }
      for (let i: usize = 0; i < 6; i++) {
        const half = halfway + (i << 6);
        const to = z + c + 6 * i * stride;
        transformFour(v128.load(half), v128.load(half, 16), v128.load(half, 32), v128.load(half, 48), to, stride);
      }
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

/** Gᵀ, applied to six vectors that lie `stride` apart: the one of the three results that `row` says. */
// @ts-ignore: decorator
@inline
function foldSix(from: usize, stride: usize, row: i32): v128 {
  const s1 = f32x4.mul(f32x4.splat(1.0 / 3.0), v128.load(from + stride));
  const s2 = f32x4.mul(f32x4.splat(1.0 / 3.0), v128.load(from + 2 * stride));
  const s3 = f32x4.mul(f32x4.splat(16.0 / 15.0), v128.load(from + 3 * stride));
  const s4 = f32x4.mul(f32x4.splat(1.0 / 15.0), v128.load(from + 4 * stride));
  if (row == 0) return f32x4.add(f32x4.add(v128.load(from), f32x4.sub(s1, s2)), f32x4.sub(s4, s3));
  if (row == 1) {
    const rest = f32x4.add(f32x4.mul(f32x4.splat(0.5), s3), f32x4.mul(f32x4.splat(2), s4));
    return f32x4.sub(f32x4.add(s1, s2), rest);
  }
  const rest = f32x4.sub(f32x4.mul(f32x4.splat(4), s4), f32x4.mul(f32x4.splat(0.25), s3));
  return f32x4.add(f32x4.add(v128.load(from + 5 * stride), f32x4.sub(s1, s2)), rest);
}

/** Gᵀ s G into the nine cells of dw for the channels of one row of the 36 sums. */
function finishFilters(sums: usize, stride: usize, outputs: i32, dw: usize, cellBytes: usize, halfway: usize): void {
  for (let c = 0; c < outputs; c += 4) {
    for (let row = 0; row < 3; row++) {
      for (let column: usize = 0; column < 6; column++) {
        v128.store(halfway + (column << 4), foldSix(sums + (<usize>c << 2) + column * stride, 6 * stride, row));
      }
      for (let column = 0; column < 3; column++) {
        const to = dw + <usize>(3 * row + column) * cellBytes + (<usize>c << 2);
        storePixel(to, foldSix(halfway, 16, column), outputs - c);
      }
    }
  }
}

/**
 * dw [3, 3, C, K], the gradient of the filters, for the input channels from `first` up to `end` (`first` a multiple of 4): sums over all
 * tiles in blocks of `blockTiles`. `scratch`: room for the V and Z of a block, one patch and the 36 sums.
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
  const tileRows = (outHeight + 3) >> 2;
  const tileColumns = (outWidth + 3) >> 2;
  const tiles = images * tileRows * tileColumns;
  const rows = roundUp(end - first, 4);
  const columns = roundUp(outputs, 8);
  const vRowBytes = <usize>rows << 2;
  const zRowBytes = <usize>columns << 2;
  const vStride = <usize>blockTiles * vRowBytes + STAGGER;
  const zStride = <usize>blockTiles * zRowBytes + STAGGER;
  const sumStride = <usize>rows * zRowBytes + STAGGER;
  const halfway = scratch;
  const patch = halfway + HALFWAY_BYTES;
  const v = patch + PLACES * vRowBytes;
  const z = v + PLACES * vStride;
  const sums = z + PLACES * zStride;
  memory.fill(sums, 0, PLACES * sumStride);
  for (let start = 0; start < tiles; start += blockTiles) {
    const count = min(blockTiles, tiles - start);
    const from = x + (<usize>first << 2);
    transformInput(from, height, width, <usize>inputs << 2, vRowBytes, top, left, tileRows, tileColumns, start, count, patch, v, vStride, halfway);
    transformGradient(dy, outHeight, outWidth, outputs, zRowBytes, start, count, z, zStride, halfway);
    for (let place: usize = 0; place < PLACES; place++) {
      addTransposedProduct(v + place * vStride, rows, z + place * zStride, columns, count, sums + place * sumStride);
    }
  }
  const cellBytes = <usize>(inputs * outputs) << 2;
  for (let c = first; c < end; c++) {
    finishFilters(sums + <usize>(c - first) * zRowBytes, sumStride, outputs, dw + (<usize>(c * outputs) << 2), cellBytes, halfway);
  }
}
