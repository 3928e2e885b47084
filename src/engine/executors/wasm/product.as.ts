/**
 * The one matrix product that convolutions, dense layers and their gradients all run through.
 *
 * Picture: Y[m, c] (+)= sum over k of A[m, k] · B[k, c]. A is never built: it is a *view* of an activation, given by one byte
 * offset per row and one per depth step, A[m, k] = x[rowOffset(m) + depthOffset(k)]. For a convolution the row offset is where
 * the receptive field of output pixel m starts and the depth offset where kernel cell k lies in it, so nothing is copied into
 * columns (implicit im2col). Exchanging the two tables transposes A, which is the filter gradient. B is read in panels of eight
 * columns, either packed or straight from a row-major matrix. A tile of 4 rows × 8 columns stays in eight registers.
 *
 * The file is long because the tile is written out, register by register.
 *
 * Deliberately not here: padding (layout.as.ts makes a padded copy) and the choice of blocks (the executor passes it).
 */

/** What happens to a finished tile. */
const STORE = 0;
const STORE_RELU = 1;
const ACCUMULATE = 2;

/** Rows whose slice of A stays in the first cache while all panels of B pass over them. */
const ROW_BLOCK = 128;

/** Writes the first `columns` (1 … 8) of eight values. */
function storeSome(y: usize, low: v128, high: v128, columns: i32): void {
  let rest = low;
  if (columns >= 4) {
    v128.store(y, low);
    if (columns == 4) return;
    rest = high;
    y += 16;
    columns -= 4;
  }
  if (columns & 2) {
    v128.store64_lane(y, rest, 0);
    if (columns & 1) v128.store32_lane(y, rest, 2, 8);
  } else {
    v128.store32_lane(y, rest, 0);
  }
}

/** Finishes one row of a tile: bias is already in the sums. */
// @ts-ignore: decorator
@inline
function finishRow(y: usize, low: v128, high: v128, columns: i32, mode: i32): void {
  if (mode == ACCUMULATE) {
    low = f32x4.add(low, v128.load(y));
    high = f32x4.add(high, v128.load(y, 16));
  } else if (mode == STORE_RELU) {
    // pmax(a, 0) keeps a NaN, so that a diverged run shows.
    low = f32x4.pmax(low, f32x4.splat(0));
    high = f32x4.pmax(high, f32x4.splat(0));
  }
  if (columns >= 8) {
    v128.store(y, low);
    v128.store(y, high, 16);
  } else {
    storeSome(y, low, high, columns);
  }
}

/**
 * Y[rows, columns] = or += A[rows, depth] · B[depth, columns] (+ bias[columns]).
 *
 * `rowOffsets`, `yOffsets`: tables of u32 byte offsets, or 0 for rows at a fixed stride. `depthOffsets`: table of u32 byte
 * offsets. `bDepthStride`, `bPanelStride`: bytes between depth steps and between panels of eight columns of B. `bias`: address,
 * or 0 for none. `mode`: 0 store, 1 store max(·, 0), 2 add to what is there (rows in order, so that rows may overlap). `run`: so
 * many depth steps at a time lie side by side in A; depth is a multiple of it, and of the table only each run's first entry is read.
 *
 * Two steps a turn of the innermost loop, with a way out between them: without that branch V8 moves the loads of both steps in front
 * and runs out of registers, which costs a third of the speed.
 */
export function product(
  a: usize,
  rowOffsets: usize,
  rowStride: usize,
  depthOffsets: usize,
  rows: i32,
  depth: i32,
  b: usize,
  bDepthStride: usize,
  bPanelStride: usize,
  bias: usize,
  y: usize,
  yOffsets: usize,
  yRowStride: usize,
  columns: i32,
  mode: i32,
  run: i32,
): void {
  const depthEnd = depthOffsets + (<usize>depth << 2);
  const runTableBytes = <usize>run << 2;
  const runBytes = <usize>run * bDepthStride;
  for (let blockStart = 0; blockStart < rows; blockStart += ROW_BLOCK) {
    const blockEnd = min(blockStart + ROW_BLOCK, rows);
    let panel = b;
    for (let column = 0; column < columns; column += 8) {
      const left = columns - column;
      let bias0 = f32x4.splat(0);
      let bias1 = f32x4.splat(0);
      if (bias) {
        bias0 = v128.load(bias + (<usize>column << 2));
        bias1 = v128.load(bias + (<usize>column << 2), 16);
      }
      const yColumn = y + (<usize>column << 2);
      for (let m = blockStart; m < blockEnd; m += 4) {
        // Rows past the end repeat the last one; they are computed and not stored.
        const m1 = min(m + 1, rows - 1);
        const m2 = min(m + 2, rows - 1);
        const m3 = min(m + 3, rows - 1);
        let a0: usize, a1: usize, a2: usize, a3: usize;
        if (rowOffsets) {
          a0 = a + <usize>load<u32>(rowOffsets + (<usize>m << 2));
          a1 = a + <usize>load<u32>(rowOffsets + (<usize>m1 << 2));
          a2 = a + <usize>load<u32>(rowOffsets + (<usize>m2 << 2));
          a3 = a + <usize>load<u32>(rowOffsets + (<usize>m3 << 2));
        } else {
          a0 = a + <usize>m * rowStride;
          a1 = a + <usize>m1 * rowStride;
          a2 = a + <usize>m2 * rowStride;
          a3 = a + <usize>m3 * rowStride;
        }
        let c00 = bias0;
        let c01 = bias1;
        let c10 = bias0;
        let c11 = bias1;
        let c20 = bias0;
        let c21 = bias1;
        let c30 = bias0;
        let c31 = bias1;
        let bp = panel;
        if (run > 1) {
          for (let at = depthOffsets; at < depthEnd; at += runTableBytes) {
            const offset = <usize>load<u32>(at);
            let p0 = a0 + offset;
            let p1 = a1 + offset;
            let p2 = a2 + offset;
            let p3 = a3 + offset;
            const last = bp + runBytes - bDepthStride;
            while (true) {
              let b0 = v128.load(bp);
              let b1 = v128.load(bp, 16);
              let s = v128.load_splat<f32>(p0);
              c00 = f32x4.add(c00, f32x4.mul(s, b0));
              c01 = f32x4.add(c01, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(p1);
              c10 = f32x4.add(c10, f32x4.mul(s, b0));
              c11 = f32x4.add(c11, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(p2);
              c20 = f32x4.add(c20, f32x4.mul(s, b0));
              c21 = f32x4.add(c21, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(p3);
              c30 = f32x4.add(c30, f32x4.mul(s, b0));
              c31 = f32x4.add(c31, f32x4.mul(s, b1));
              if (bp == last) break;
              bp += bDepthStride;
              b0 = v128.load(bp);
              b1 = v128.load(bp, 16);
              s = v128.load_splat<f32>(p0, 4);
              c00 = f32x4.add(c00, f32x4.mul(s, b0));
              c01 = f32x4.add(c01, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(p1, 4);
              c10 = f32x4.add(c10, f32x4.mul(s, b0));
              c11 = f32x4.add(c11, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(p2, 4);
              c20 = f32x4.add(c20, f32x4.mul(s, b0));
              c21 = f32x4.add(c21, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(p3, 4);
              c30 = f32x4.add(c30, f32x4.mul(s, b0));
              c31 = f32x4.add(c31, f32x4.mul(s, b1));
              if (bp == last) break;
              bp += bDepthStride;
              p0 += 8;
              p1 += 8;
              p2 += 8;
              p3 += 8;
            }
            bp += bDepthStride;
          }
        } else {
          for (let at = depthOffsets; at < depthEnd; at += 4) {
            const offset = <usize>load<u32>(at);
            const b0 = v128.load(bp);
            const b1 = v128.load(bp, 16);
            bp += bDepthStride;
            let s = v128.load_splat<f32>(a0 + offset);
            c00 = f32x4.add(c00, f32x4.mul(s, b0));
            c01 = f32x4.add(c01, f32x4.mul(s, b1));
            s = v128.load_splat<f32>(a1 + offset);
            c10 = f32x4.add(c10, f32x4.mul(s, b0));
            c11 = f32x4.add(c11, f32x4.mul(s, b1));
            s = v128.load_splat<f32>(a2 + offset);
            c20 = f32x4.add(c20, f32x4.mul(s, b0));
            c21 = f32x4.add(c21, f32x4.mul(s, b1));
            s = v128.load_splat<f32>(a3 + offset);
            c30 = f32x4.add(c30, f32x4.mul(s, b0));
            c31 = f32x4.add(c31, f32x4.mul(s, b1));
          }
        }
        const valid = rows - m;
        if (yOffsets) {
          finishRow(yColumn + <usize>load<u32>(yOffsets + (<usize>m << 2)), c00, c01, left, mode);
          if (valid > 1) finishRow(yColumn + <usize>load<u32>(yOffsets + (<usize>m1 << 2)), c10, c11, left, mode);
          if (valid > 2) finishRow(yColumn + <usize>load<u32>(yOffsets + (<usize>m2 << 2)), c20, c21, left, mode);
          if (valid > 3) finishRow(yColumn + <usize>load<u32>(yOffsets + (<usize>m3 << 2)), c30, c31, left, mode);
        } else {
          const yRow = yColumn + <usize>m * yRowStride;
          finishRow(yRow, c00, c01, left, mode);
          if (valid > 1) finishRow(yRow + yRowStride, c10, c11, left, mode);
          if (valid > 2) finishRow(yRow + 2 * yRowStride, c20, c21, left, mode);
          if (valid > 3) finishRow(yRow + 3 * yRowStride, c30, c31, left, mode);
        }
      }
      panel += bPanelStride;
    }
  }
}

/**
 * The gradient of a weight: W[k, c] = sum over m of A[m, k] · Y[m, c], for A a view as above and Y row-major [pixels, columns].
 * The sum over m is taken in blocks of `blockPixels`, added up in order: shorter sums round less, and a block stays in the cache.
 */
export function accumulateRowBlocks(
  a: usize,
  rowOffsets: usize,
  depthOffsets: usize,
  pixels: i32,
  blockPixels: i32,
  depth: i32,
  dy: usize,
  columns: i32,
  dw: usize,
): void {
  const rowBytes = <usize>columns << 2;
  for (let start = 0; start < pixels; start += blockPixels) {
    product(
      a,
      depthOffsets,
      0,
      rowOffsets + (<usize>start << 2),
      depth,
      min(blockPixels, pixels - start),
      dy + <usize>start * rowBytes,
      rowBytes,
      32,
      0,
      dw,
      0,
      rowBytes,
      columns,
      start == 0 ? STORE : ACCUMULATE,
      1,
    );
  }
}

/**
 * The gradient of a convolution's input. For each output pixel m and kernel row r, the run of KW·I cells of dx under that
 * kernel row gets dy[m, :] · Wᵀ[r]. dx is zeroed here; `packed` is room for Wᵀ, per kernel row in panels, and `rowOffsets` is the
 * forward table of receptive field starts.
 */
export function scatterRows(
  dy: usize,
  rowOffsets: usize,
  ramp: usize,
  pixels: i32,
  blockPixels: i32,
  channels: i32,
  w: usize,
  packed: usize,
  kernelRows: i32,
  runColumns: i32,
  dx: usize,
  dxRowBytes: usize,
  dxBytes: usize,
): void {
  memory.fill(dx, 0, dxBytes);
  const dyRowBytes = <usize>channels << 2;
  const panelBytes = <usize>channels << 5;
  const kernelRowBytes = panelBytes * <usize>((runColumns + 7) >> 3);
  for (let row = 0; row < kernelRows; row++) {
    packTransposed(w + <usize>(row * runColumns) * dyRowBytes, runColumns, channels, packed + <usize>row * kernelRowBytes);
  }
  for (let start = 0; start < pixels; start += blockPixels) {
    for (let row = 0; row < kernelRows; row++) {
      product(
        dy + <usize>start * dyRowBytes,
        0,
        dyRowBytes,
        ramp,
        min(blockPixels, pixels - start),
        channels,
        packed + <usize>row * kernelRowBytes,
        32,
        panelBytes,
        0,
        dx + <usize>row * dxRowBytes,
        rowOffsets + (<usize>start << 2),
        0,
        runColumns,
        ACCUMULATE,
        channels,
      );
    }
  }
}

/** Packs a row-major matrix [depth, columns] into panels of eight columns: [panel][depth][8]. */
export function packRows(source: usize, depth: i32, columns: i32, panels: usize): void {
  const rowBytes = <usize>columns << 2;
  for (let column = 0; column < columns; column += 8) {
    let from = source + (<usize>column << 2);
    for (let k = 0; k < depth; k++) {
      v128.store(panels, v128.load(from));
      v128.store(panels, v128.load(from, 16), 16);
      from += rowBytes;
      panels += 32;
    }
  }
}

// @ts-ignore: decorator
@inline
function loadRowOrZero(address: usize, valid: bool): v128 {
  return valid ? v128.load(address) : f32x4.splat(0);
}

/** Packs the transpose of a row-major matrix [columns, depth] into panels: [panel][depth][8], missing columns zero. */
export function packTransposed(source: usize, columns: i32, depth: i32, panels: usize): void {
  packTransposedPart(source, <usize>depth << 2, columns, depth, panels);
}

/** The same for a part of a wider matrix, whose rows lie `rowBytes` apart. */
export function packTransposedPart(source: usize, rowBytes: usize, columns: i32, depth: i32, panels: usize): void {
  for (let column = 0; column < columns; column += 8) {
    const left = columns - column;
    const from = source + <usize>column * rowBytes;
    let k = 0;
    for (; k + 4 <= depth; k += 4) {
      let row = from + (<usize>k << 2);
      for (let half = 0; half < 2; half++) {
        const valid = left - 4 * half;
        const r0 = loadRowOrZero(row, valid > 0);
        const r1 = loadRowOrZero(row + rowBytes, valid > 1);
        const r2 = loadRowOrZero(row + 2 * rowBytes, valid > 2);
        const r3 = loadRowOrZero(row + 3 * rowBytes, valid > 3);
        const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
        const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
        const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
        const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
        const to = panels + (<usize>half << 4);
        v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
        v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
        v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
        v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
        row += 4 * rowBytes;
      }
      panels += 128;
    }
    for (; k < depth; k++) {
      for (let j = 0; j < 8; j++) {
        const value = j < left ? load<f32>(from + <usize>j * rowBytes + (<usize>k << 2)) : <f32>0;
        store<f32>(panels + (<usize>j << 2), value);
      }
      panels += 32;
    }
  }
}
