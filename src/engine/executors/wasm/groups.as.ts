/**
 * Convolutions in groups, with dilation in the gradient to their input, and depthwise convolutions.
 *
 * Picture: a group is a product of its own (product.as.ts) on a strip of the channels: the same tables of offsets, other starting
 * addresses, rows that lie as far apart as all channels are wide. Where a group is one channel in and one out (depthwise) there is no
 * product left to tile: then four neighbouring channels are four lanes, and each weight vector meets its cell vector.
 *
 * `cells`: a table of u32 byte offsets, one for each kernel cell, row by row.
 */
import { packTransposedPart, product } from './product.as';

const STORE = 0;
const STORE_RELU = 1;
const ACCUMULATE = 2;
/** Pixels of a sum taken at once, to round less. */
const SUM_BLOCK = 256;

/** `product` for each group: `inputs` and `outputs` are the channels of one group, of `groups` times as many. */
export function groupedProduct(
  x: usize,
  rowOffsets: usize,
  depthOffsets: usize,
  pixels: i32,
  depth: i32,
  w: usize,
  bias: usize,
  y: usize,
  groups: i32,
  inputs: i32,
  outputs: i32,
  mode: i32,
): void {
  const rowBytes = <usize>(groups * outputs) << 2;
  for (let g = 0; g < groups; g++) {
    product(x, rowOffsets, 0, depthOffsets, pixels, depth, w, rowBytes, 32, bias, y, 0, rowBytes, outputs, mode, inputs);
    x += <usize>inputs << 2;
    w += <usize>outputs << 2;
    y += <usize>outputs << 2;
    if (bias) bias += <usize>outputs << 2;
  }
}

/** The gradient of the weights, group by group; arguments as of `accumulateRowBlocks` and `groupedProduct`. */
export function groupedFilterGradient(
  x: usize,
  rowOffsets: usize,
  depthOffsets: usize,
  pixels: i32,
  blockPixels: i32,
  depth: i32,
  dy: usize,
  dw: usize,
  groups: i32,
  inputs: i32,
  outputs: i32,
): void {
  const rowBytes = <usize>(groups * outputs) << 2;
  for (let g = 0; g < groups; g++) {
    for (let start = 0; start < pixels; start += blockPixels) {
      product(
        x,
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
        outputs,
        start == 0 ? STORE : ACCUMULATE,
        1,
      );
    }
    x += <usize>inputs << 2;
    dy += <usize>outputs << 2;
    dw += <usize>outputs << 2;
  }
}

/**
 * The gradient of the input, kernel cell by kernel cell: the cell's inputs get dy · Wᵀ of that cell. dx is zeroed here; `packed` is
 * room for Wᵀ of one group, per cell in panels. `ramp`: offsets 0, 4, 8, …
 */
export function scatterCells(
  dy: usize,
  rowOffsets: usize,
  ramp: usize,
  pixels: i32,
  blockPixels: i32,
  w: usize,
  packed: usize,
  cells: usize,
  cellCount: i32,
  dx: usize,
  dxBytes: usize,
  groups: i32,
  inputs: i32,
  outputs: i32,
): void {
  memory.fill(dx, 0, dxBytes);
  const rowBytes = <usize>(groups * outputs) << 2;
  const panelBytes = <usize>outputs << 5;
  const cellBytes = panelBytes * <usize>((inputs + 7) >> 3);
  for (let g = 0; g < groups; g++) {
    for (let cell = 0; cell < cellCount; cell++) {
      packTransposedPart(
        w + <usize>(cell * inputs) * rowBytes,
        rowBytes,
        inputs,
        outputs,
        packed + <usize>cell * cellBytes,
      );
    }
    for (let start = 0; start < pixels; start += blockPixels) {
      for (let cell = 0; cell < cellCount; cell++) {
        product(
          dy + <usize>start * rowBytes,
          0,
          rowBytes,
          ramp,
          min(blockPixels, pixels - start),
          outputs,
          packed + <usize>cell * cellBytes,
          32,
          panelBytes,
          0,
          dx + <usize>load<u32>(cells + (<usize>cell << 2)),
          rowOffsets + (<usize>start << 2),
          0,
          inputs,
          ACCUMULATE,
          outputs,
        );
      }
    }
    dx += <usize>inputs << 2;
    dy += <usize>outputs << 2;
    w += <usize>outputs << 2;
  }
}

/** y[m, c] = bias[c] + sum over cells k of x[m's cell k, c] · w[k, c], rectified if `mode` is STORE_RELU. `bias`: address or 0. */
export function depthwise(
  x: usize,
  rowOffsets: usize,
  cells: usize,
  pixels: i32,
  cellCount: i32,
  w: usize,
  bias: usize,
  y: usize,
  channels: i32,
  mode: i32,
): void {
  const rowBytes = <usize>channels << 2;
  const cellsEnd = cells + (<usize>cellCount << 2);
  const zero = f32x4.splat(0);
  for (let m = 0; m < pixels; m++) {
    const from = x + <usize>load<u32>(rowOffsets + (<usize>m << 2));
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      let sum = bias ? v128.load(bias + c) : zero;
      let weight = w + c;
      for (let at = cells; at < cellsEnd; at += 4) {
        sum = f32x4.add(sum, f32x4.mul(v128.load(from + <usize>load<u32>(at) + c), v128.load(weight)));
        weight += rowBytes;
      }
      v128.store(y + c, mode == STORE_RELU ? f32x4.pmax(sum, zero) : sum);
    }
    for (; c < rowBytes; c += 4) {
      let sum: f32 = bias ? load<f32>(bias + c) : 0;
      let weight = w + c;
      for (let at = cells; at < cellsEnd; at += 4) {
        sum += load<f32>(from + <usize>load<u32>(at) + c) * load<f32>(weight);
        weight += rowBytes;
      }
      // Not max(), so that a NaN stays one.
      store<f32>(y + c, mode == STORE_RELU && sum < 0 ? 0 : sum);
    }
    y += rowBytes;
  }
}

/** dx[m's cell k, c] += dy[m, c] · w[k, c], after dx is zeroed. */
export function depthwiseInputGradient(
  dy: usize,
  rowOffsets: usize,
  cells: usize,
  pixels: i32,
  cellCount: i32,
  w: usize,
  dx: usize,
  dxBytes: usize,
  channels: i32,
): void {
  memory.fill(dx, 0, dxBytes);
  const rowBytes = <usize>channels << 2;
  const cellsEnd = cells + (<usize>cellCount << 2);
  for (let m = 0; m < pixels; m++) {
    const to = dx + <usize>load<u32>(rowOffsets + (<usize>m << 2));
    let c: usize = 0;
    for (; c + 16 <= rowBytes; c += 16) {
      const gradient = v128.load(dy + c);
      let weight = w + c;
      for (let at = cells; at < cellsEnd; at += 4) {
        const place = to + <usize>load<u32>(at) + c;
        v128.store(place, f32x4.add(v128.load(place), f32x4.mul(gradient, v128.load(weight))));
        weight += rowBytes;
      }
    }
    for (; c < rowBytes; c += 4) {
      const gradient = load<f32>(dy + c);
      let weight = w + c;
      for (let at = cells; at < cellsEnd; at += 4) {
        const place = to + <usize>load<u32>(at) + c;
        store<f32>(place, load<f32>(place) + gradient * load<f32>(weight));
        weight += rowBytes;
      }
    }
    dy += rowBytes;
  }
}

/** dw[k, c] = sum over pixels m of x[m's cell k, c] · dy[m, c]. */
export function depthwiseFilterGradient(
  x: usize,
  rowOffsets: usize,
  cells: usize,
  pixels: i32,
  cellCount: i32,
  dy: usize,
  dw: usize,
  channels: i32,
): void {
  const rowBytes = <usize>channels << 2;
  memory.fill(dw, 0, <usize>cellCount * rowBytes);
  for (let start = 0; start < pixels; start += SUM_BLOCK) {
    const end = min(start + SUM_BLOCK, pixels);
    let to = dw;
    for (let cell = 0; cell < cellCount; cell++) {
      const from = x + <usize>load<u32>(cells + (<usize>cell << 2));
      let c: usize = 0;
      for (; c + 16 <= rowBytes; c += 16) {
        let sum = f32x4.splat(0);
        for (let m = start; m < end; m++) {
          const value = v128.load(from + <usize>load<u32>(rowOffsets + (<usize>m << 2)) + c);
          sum = f32x4.add(sum, f32x4.mul(value, v128.load(dy + <usize>m * rowBytes + c)));
        }
        v128.store(to + c, f32x4.add(v128.load(to + c), sum));
      }
      for (; c < rowBytes; c += 4) {
        let sum: f32 = 0;
        for (let m = start; m < end; m++) {
          const value = load<f32>(from + <usize>load<u32>(rowOffsets + (<usize>m << 2)) + c);
          sum += value * load<f32>(dy + <usize>m * rowBytes + c);
        }
        store<f32>(to + c, load<f32>(to + c) + sum);
      }
      to += rowBytes;
    }
  }
}
