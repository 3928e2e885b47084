/** Copies that change where values lie: zero padding of images and its inverse, and a plain copy. */

export function copy(from: usize, to: usize, bytes: i32): void {
  memory.copy(to, from, <usize>bytes);
}

/** y[n, H + top + bottom, W + left + right, C] = x[n, H, W, C] inside a border of zeros. */
export function pad(
  x: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  bottom: i32,
  left: i32,
  right: i32,
): void {
  const rowBytes = (<usize>(width * channels)) << 2;
  const leftBytes = (<usize>(left * channels)) << 2;
  const rightBytes = (<usize>(right * channels)) << 2;
  const paddedRowBytes = leftBytes + rowBytes + rightBytes;
  for (let n = 0; n < images; n++) {
    memory.fill(y, 0, <usize>top * paddedRowBytes);
    y += <usize>top * paddedRowBytes;
    for (let row = 0; row < height; row++) {
      memory.fill(y, 0, leftBytes);
      memory.copy(y + leftBytes, x, rowBytes);
      memory.fill(y + leftBytes + rowBytes, 0, rightBytes);
      x += rowBytes;
      y += paddedRowBytes;
    }
    memory.fill(y, 0, <usize>bottom * paddedRowBytes);
    y += <usize>bottom * paddedRowBytes;
  }
}

/** The inside of a padded array: x[n, H, W, C] = y[n, top + H + bottom, left + W + right, C] without the border. */
export function crop(
  y: usize,
  x: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  bottom: i32,
  left: i32,
  right: i32,
): void {
  const rowBytes = (<usize>(width * channels)) << 2;
  const leftBytes = (<usize>(left * channels)) << 2;
  const paddedRowBytes = leftBytes + rowBytes + ((<usize>(right * channels)) << 2);
  for (let n = 0; n < images; n++) {
    y += <usize>top * paddedRowBytes;
    for (let row = 0; row < height; row++) {
      memory.copy(x, y + leftBytes, rowBytes);
      x += rowBytes;
      y += paddedRowBytes;
    }
    y += <usize>bottom * paddedRowBytes;
  }
}
