/**
 * Pooling over windows, NHWC, four channels at a time.
 *
 * Picture: for each output pixel, walk the window; the last vector of channels is moved back so that it ends with the last
 * channel. Lanes that were already done are computed twice, which is harmless where a value is stored; where values are added
 * they are masked to zero. Below four channels, one at a time.
 *
 * Max pooling saves, when asked, which window cell won (the first of equals), one byte per output value, so that the backward
 * pass need not look for it again.
 *
 * A window that hangs over the border is cut: only its cells from `firstCell` to `endCell` exist. Its corner may then lie before the
 * array, an address that is never read.
 *
 * The file is long because each kernel has two inner loops, for four channels at once and for one.
 */

/** The first row (or column) of a window that is not padding, for a window that begins at row `start` of the picture. */
// @ts-ignore: decorator
@inline
export function firstCell(start: i32): i32 {
  return start < 0 ? -start : 0;
}

/** One more than the last row (or column) of a window that is not padding. */
// @ts-ignore: decorator
@inline
export function endCell(start: i32, window: i32, length: i32): i32 {
  return start + window > length ? length - start : window;
}

/** All ones in the lanes that the previous vector did not cover: the last `fresh` (1 … 4) of four. */
// @ts-ignore: decorator
@inline
function freshLanes(fresh: i32): v128 {
  return i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(4 - fresh));
}

/** Four 32-bit lanes below 256 to four bytes. */
// @ts-ignore: decorator
@inline
function storeBytes(to: usize, lanes: v128): void {
  const narrow = i16x8.narrow_i32x4_s(lanes, lanes);
  v128.store32_lane(to, i8x16.narrow_i16x8_u(narrow, narrow), 0);
}

// @ts-ignore: decorator
@inline
function loadBytes(from: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from)));
}

/** y = the maximum of each window; `winners` (or 0): the window cell, counted row by row, that holds the first maximum. */
export function maxPool(
  x: usize,
  y: usize,
  winners: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  paddingTop: i32,
  paddingLeft: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideY - paddingTop;
      const firstRow = firstCell(y0);
      const endRow = endCell(y0, windowHeight, height);
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideX - paddingLeft;
        const firstColumn = firstCell(x0);
        const endColumn = endCell(x0, windowWidth, width);
        const corner = x + <usize>y0 * rowBytes + <usize>x0 * pixelBytes;
        const first = <usize>firstRow * rowBytes + <usize>firstColumn * pixelBytes;
        const isPair =
          windowHeight == 2 && windowWidth == 2 && endRow - firstRow == 2 && endColumn - firstColumn == 2;
        if (channels >= 4) {
          for (let c = 0; c < channels; c += 4) {
            if (c > channels - 4) c = channels - 4;
            const from = corner + (<usize>c << 2);
            let best = v128.load(from + first);
            let winner = i32x4.splat(firstRow * windowWidth + firstColumn);
            if (isPair) {
              // The usual window, without loops.
              const upper = v128.load(from + first + pixelBytes);
              let higher = f32x4.gt(upper, best);
              best = v128.bitselect(upper, best, higher);
              winner = v128.and(i32x4.splat(1), higher);
              const left = v128.load(from + first + rowBytes);
              higher = f32x4.gt(left, best);
              best = v128.bitselect(left, best, higher);
              winner = v128.bitselect(i32x4.splat(2), winner, higher);
              const right = v128.load(from + first + rowBytes + pixelBytes);
              higher = f32x4.gt(right, best);
              v128.store(y + (<usize>c << 2), v128.bitselect(right, best, higher));
              if (winners) storeBytes(winners + <usize>c, v128.bitselect(i32x4.splat(3), winner, higher));
              continue;
            }
            for (let wy = firstRow; wy < endRow; wy++) {
              const row = from + <usize>wy * rowBytes;
              let cell = wy * windowWidth + firstColumn;
              for (let wx = firstColumn; wx < endColumn; wx++) {
                const value = v128.load(row + <usize>wx * pixelBytes);
                const higher = f32x4.gt(value, best);
                best = v128.bitselect(value, best, higher);
                winner = v128.bitselect(i32x4.splat(cell), winner, higher);
                cell++;
              }
            }
            v128.store(y + (<usize>c << 2), best);
            if (winners) storeBytes(winners + <usize>c, winner);
          }
        } else {
          for (let c = 0; c < channels; c++) {
            const from = corner + (<usize>c << 2);
            let best = load<f32>(from + first);
            let winner = firstRow * windowWidth + firstColumn;
            for (let wy = firstRow; wy < endRow; wy++) {
              const row = from + <usize>wy * rowBytes;
              let cell = wy * windowWidth + firstColumn;
              for (let wx = firstColumn; wx < endColumn; wx++) {
                const value = load<f32>(row + <usize>wx * pixelBytes);
                if (value > best) {
                  best = value;
                  winner = cell;
                }
                cell++;
              }
            }
            store<f32>(y + (<usize>c << 2), best);
            if (winners) store<u8>(winners + <usize>c, winner);
          }
        }
        y += pixelBytes;
        if (winners) winners += channels;
      }
    }
    x += <usize>height * rowBytes;
  }
}

/**
 * Spreads dy to the saved winners. With `pooled` (or 0), only where the pooled value is positive: the gradient of the rectifier
 * before the pooling, in the same pass. `tiles`: windows neither overlap nor leave gaps between them, so every cell under a
 * window is written once.
 */
// @ts-ignore: decorator
@inline
function spreadToWinners(
  winners: usize,
  pooled: usize,
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  paddingTop: i32,
  paddingLeft: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  const tiles = windowHeight == strideY && windowWidth == strideX;
  const zero = f32x4.splat(0);
  if (!tiles || outHeight * strideY - paddingTop < height || outWidth * strideX - paddingLeft < width) {
    memory.fill(dx, 0, <usize>(images * height) * rowBytes);
  }
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideY - paddingTop;
      const firstRow = firstCell(y0);
      const endRow = endCell(y0, windowHeight, height);
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideX - paddingLeft;
        const firstColumn = firstCell(x0);
        const endColumn = endCell(x0, windowWidth, width);
        const corner = dx + <usize>y0 * rowBytes + <usize>x0 * pixelBytes;
        const isPair =
          tiles && windowHeight == 2 && windowWidth == 2 && endRow - firstRow == 2 && endColumn - firstColumn == 2;
        if (channels >= 4) {
          for (let c = 0; c < channels; c += 4) {
            let fresh = 4;
            if (c > channels - 4) {
              fresh = channels - c;
              c = channels - 4;
            }
            const at = <usize>c << 2;
            let gradient = v128.load(dy + at);
            if (pooled) gradient = v128.and(gradient, f32x4.gt(v128.load(pooled + at), zero));
            const winner = loadBytes(winners + <usize>c);
            if (isPair) {
              // The usual window, without loops.
              const upper = corner + at;
              const lower = upper + rowBytes;
              v128.store(upper, v128.and(gradient, i32x4.eq(winner, zero)));
              v128.store(upper + pixelBytes, v128.and(gradient, i32x4.eq(winner, i32x4.splat(1))));
              v128.store(lower, v128.and(gradient, i32x4.eq(winner, i32x4.splat(2))));
              v128.store(lower + pixelBytes, v128.and(gradient, i32x4.eq(winner, i32x4.splat(3))));
            } else if (tiles) {
              for (let wy = firstRow; wy < endRow; wy++) {
                const row = corner + at + <usize>wy * rowBytes;
                let cell = wy * windowWidth + firstColumn;
                for (let wx = firstColumn; wx < endColumn; wx++) {
                  v128.store(row + <usize>wx * pixelBytes, v128.and(gradient, i32x4.eq(winner, i32x4.splat(cell))));
                  cell++;
                }
              }
            } else {
              gradient = v128.and(gradient, freshLanes(fresh));
              for (let wy = firstRow; wy < endRow; wy++) {
                const row = corner + at + <usize>wy * rowBytes;
                let cell = wy * windowWidth + firstColumn;
                for (let wx = firstColumn; wx < endColumn; wx++) {
                  const to = row + <usize>wx * pixelBytes;
                  const share = v128.and(gradient, i32x4.eq(winner, i32x4.splat(cell)));
                  v128.store(to, f32x4.add(v128.load(to), share));
                  cell++;
                }
              }
            }
          }
        } else {
          for (let c = 0; c < channels; c++) {
            const at = <usize>c << 2;
            let gradient = load<f32>(dy + at);
            if (pooled && !(load<f32>(pooled + at) > 0)) gradient = 0;
            const winner = <i32>load<u8>(winners + <usize>c);
            for (let wy = firstRow; wy < endRow; wy++) {
              const row = corner + at + <usize>wy * rowBytes;
              let cell = wy * windowWidth + firstColumn;
              for (let wx = firstColumn; wx < endColumn; wx++) {
                const to = row + <usize>wx * pixelBytes;
                const share: f32 = winner == cell ? gradient : 0;
                store<f32>(to, tiles ? share : load<f32>(to) + share);
                cell++;
              }
            }
          }
        }
        winners += channels;
        dy += pixelBytes;
        if (pooled) pooled += pixelBytes;
      }
    }
    dx += <usize>height * rowBytes;
  }
}

/** The gradient of max pooling from saved winners. */
export function maxPoolGradientSaved(
  winners: usize,
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  paddingTop: i32,
  paddingLeft: i32,
): void {
  spreadToWinners(winners, 0, dy, dx, images, height, width, channels, outHeight, outWidth, windowHeight, windowWidth, strideY, strideX, paddingTop, paddingLeft);
}

/** The gradient of max pooling over a rectifier's output, with respect to the rectifier's input. `pooled`: the pooled values. */
export function maxPoolReluGradientSaved(
  winners: usize,
  pooled: usize,
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  paddingTop: i32,
  paddingLeft: i32,
): void {
  spreadToWinners(winners, pooled, dy, dx, images, height, width, channels, outHeight, outWidth, windowHeight, windowWidth, strideY, strideX, paddingTop, paddingLeft);
}

/** The gradient of max pooling where no winners were saved: finds the first maximum of each window again. */
export function maxPoolGradient(
  x: usize,
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  paddingTop: i32,
  paddingLeft: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  const imageBytes = <usize>height * rowBytes;
  memory.fill(dx, 0, <usize>images * imageBytes);
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideY - paddingTop;
      const firstRow = firstCell(y0);
      const endRow = endCell(y0, windowHeight, height);
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideX - paddingLeft;
        const firstColumn = firstCell(x0);
        const endColumn = endCell(x0, windowWidth, width);
        const corner = <usize>y0 * rowBytes + <usize>x0 * pixelBytes;
        for (let c = 0; c < channels; c++) {
          const channel = corner + (<usize>c << 2);
          let winner = channel + <usize>firstRow * rowBytes + <usize>firstColumn * pixelBytes;
          let best = load<f32>(x + winner);
          for (let wy = firstRow; wy < endRow; wy++) {
            for (let wx = firstColumn; wx < endColumn; wx++) {
              const at = channel + <usize>wy * rowBytes + <usize>wx * pixelBytes;
              const value = load<f32>(x + at);
              if (value > best) {
                best = value;
                winner = at;
              }
            }
          }
          store<f32>(dx + winner, load<f32>(dx + winner) + load<f32>(dy));
          dy += 4;
        }
      }
    }
    x += imageBytes;
    dx += imageBytes;
  }
}

/** y = the mean of each window. */
export function averagePool(
  x: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  paddingTop: i32,
  paddingLeft: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideY - paddingTop;
      const firstRow = firstCell(y0);
      const endRow = endCell(y0, windowHeight, height);
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideX - paddingLeft;
        const firstColumn = firstCell(x0);
        const endColumn = endCell(x0, windowWidth, width);
        const corner = x + <usize>y0 * rowBytes + <usize>x0 * pixelBytes;
        const share: f32 = 1 / <f32>((endRow - firstRow) * (endColumn - firstColumn));
        if (channels >= 4) {
          const shares = f32x4.splat(share);
          for (let c = 0; c < channels; c += 4) {
            if (c > channels - 4) c = channels - 4;
            const from = corner + (<usize>c << 2);
            let sum = f32x4.splat(0);
            for (let wy = firstRow; wy < endRow; wy++) {
              const row = from + <usize>wy * rowBytes;
              for (let wx = firstColumn; wx < endColumn; wx++) sum = f32x4.add(sum, v128.load(row + <usize>wx * pixelBytes));
            }
            v128.store(y + (<usize>c << 2), f32x4.mul(sum, shares));
          }
        } else {
          for (let c = 0; c < channels; c++) {
            const from = corner + (<usize>c << 2);
            let sum: f32 = 0;
            for (let wy = firstRow; wy < endRow; wy++) {
              const row = from + <usize>wy * rowBytes;
              for (let wx = firstColumn; wx < endColumn; wx++) sum += load<f32>(row + <usize>wx * pixelBytes);
            }
            store<f32>(y + (<usize>c << 2), sum * share);
          }
        }
        y += pixelBytes;
      }
    }
    x += <usize>height * rowBytes;
  }
}

/** The gradient of average pooling: each cell of a window gets its share of dy. */
export function averagePoolGradient(
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  paddingTop: i32,
  paddingLeft: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  memory.fill(dx, 0, <usize>(images * height) * rowBytes);
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideY - paddingTop;
      const firstRow = firstCell(y0);
      const endRow = endCell(y0, windowHeight, height);
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideX - paddingLeft;
        const firstColumn = firstCell(x0);
        const endColumn = endCell(x0, windowWidth, width);
        const corner = dx + <usize>y0 * rowBytes + <usize>x0 * pixelBytes;
        const share: f32 = 1 / <f32>((endRow - firstRow) * (endColumn - firstColumn));
        if (channels >= 4) {
          const shares = f32x4.splat(share);
          for (let c = 0; c < channels; c += 4) {
            let fresh = 4;
            if (c > channels - 4) {
              fresh = channels - c;
              c = channels - 4;
            }
            const at = <usize>c << 2;
            const gradient = v128.and(f32x4.mul(v128.load(dy + at), shares), freshLanes(fresh));
            for (let wy = firstRow; wy < endRow; wy++) {
              const row = corner + at + <usize>wy * rowBytes;
              for (let wx = firstColumn; wx < endColumn; wx++) {
                const to = row + <usize>wx * pixelBytes;
                v128.store(to, f32x4.add(v128.load(to), gradient));
              }
            }
          }
        } else {
          for (let c = 0; c < channels; c++) {
            const at = <usize>c << 2;
            const gradient = load<f32>(dy + at) * share;
            for (let wy = firstRow; wy < endRow; wy++) {
              const row = corner + at + <usize>wy * rowBytes;
              for (let wx = firstColumn; wx < endColumn; wx++) {
                const to = row + <usize>wx * pixelBytes;
                store<f32>(to, load<f32>(to) + gradient);
              }
            }
          }
        }
        dy += pixelBytes;
      }
    }
    dx += <usize>height * rowBytes;
  }
}
