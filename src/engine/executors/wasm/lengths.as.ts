/**
 * L2 pooling over windows, NHWC: as pooling.as.ts, with the square root of a sum of squares.
 *
 * Four channels at a time, then what is left one at a time.
 */
import { endCell, firstCell } from './pooling.as';

/** y = √(the sum of squares of each window). */
export function l2Pool(
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
  const pixelBytes = (<usize>channels) << 2;
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
        let c: usize = 0;
        for (; c + 16 <= pixelBytes; c += 16) {
          let squares = f32x4.splat(0);
          for (let wy = firstRow; wy < endRow; wy++) {
            const row = corner + <usize>wy * rowBytes + c;
            for (let wx = firstColumn; wx < endColumn; wx++) {
              const value = v128.load(row + <usize>wx * pixelBytes);
              squares = f32x4.add(squares, f32x4.mul(value, value));
            }
          }
          v128.store(y + c, f32x4.sqrt(squares));
        }
        for (; c < pixelBytes; c += 4) {
          let squares: f32 = 0;
          for (let wy = firstRow; wy < endRow; wy++) {
            const row = corner + <usize>wy * rowBytes + c;
            for (let wx = firstColumn; wx < endColumn; wx++) {
              const value = load<f32>(row + <usize>wx * pixelBytes);
              squares += value * value;
            }
          }
          store<f32>(y + c, sqrt<f32>(squares));
        }
        y += pixelBytes;
      }
    }
    x += <usize>height * rowBytes;
  }
}

/** dx += dy · x / y for each cell of a window; nothing for a window of zeros. */
export function l2PoolGradient(
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
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>width * pixelBytes;
  const imageBytes = <usize>height * rowBytes;
  memory.fill(dx, 0, <usize>images * imageBytes);
  const zero = f32x4.splat(0);
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
        let c: usize = 0;
        for (; c + 16 <= pixelBytes; c += 16) {
          let squares = zero;
          for (let wy = firstRow; wy < endRow; wy++) {
            const row = x + corner + <usize>wy * rowBytes + c;
            for (let wx = firstColumn; wx < endColumn; wx++) {
              const value = v128.load(row + <usize>wx * pixelBytes);
              squares = f32x4.add(squares, f32x4.mul(value, value));
            }
          }
          const quotient = f32x4.div(v128.load(dy + c), f32x4.sqrt(squares));
          const factor = v128.and(quotient, f32x4.ne(squares, zero));
          for (let wy = firstRow; wy < endRow; wy++) {
            const row = corner + <usize>wy * rowBytes + c;
            for (let wx = firstColumn; wx < endColumn; wx++) {
              const at = row + <usize>wx * pixelBytes;
              v128.store(dx + at, f32x4.add(v128.load(dx + at), f32x4.mul(factor, v128.load(x + at))));
            }
          }
        }
        for (; c < pixelBytes; c += 4) {
          let squares: f32 = 0;
          for (let wy = firstRow; wy < endRow; wy++) {
            const row = x + corner + <usize>wy * rowBytes + c;
            for (let wx = firstColumn; wx < endColumn; wx++) {
              const value = load<f32>(row + <usize>wx * pixelBytes);
              squares += value * value;
            }
          }
          const factor: f32 = squares != 0 ? load<f32>(dy + c) / sqrt<f32>(squares) : 0;
          for (let wy = firstRow; wy < endRow; wy++) {
            const row = corner + <usize>wy * rowBytes + c;
            for (let wx = firstColumn; wx < endColumn; wx++) {
              const at = row + <usize>wx * pixelBytes;
              store<f32>(dx + at, load<f32>(dx + at) + factor * load<f32>(x + at));
            }
          }
        }
        dy += pixelBytes;
      }
    }
    x += imageBytes;
    dx += imageBytes;
  }
}
