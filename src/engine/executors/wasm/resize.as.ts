/**
 * Resizing of pictures and its gradient. Where a cell looks is decided once per program (resizing.ts) and arrives as tables: for each
 * row, and for each column, two u32 byte offsets into a picture and one f32, the share of the second.
 */

const ENTRY: usize = 12;

/** y = the mixture of up to four cells; offsets of rows and columns add up. */
export function resize(
  x: usize,
  y: usize,
  rowTable: usize,
  columnTable: usize,
  images: i32,
  imageBytes: usize,
  outHeight: i32,
  outWidth: i32,
  channels: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  for (let n = 0; n < images; n++, x += imageBytes) {
    for (let i = 0; i < outHeight; i++) {
      const row = rowTable + <usize>i * ENTRY;
      const above = x + <usize>load<u32>(row);
      const below = x + <usize>load<u32>(row, 4);
      const down = load<f32>(row, 8);
      for (let j = 0; j < outWidth; j++) {
        const column = columnTable + <usize>j * ENTRY;
        const left = <usize>load<u32>(column);
        const right = <usize>load<u32>(column, 4);
        const across = load<f32>(column, 8);
        const downs = f32x4.splat(down);
        const acrosses = f32x4.splat(across);
        let c: usize = 0;
        for (; c + 16 <= pixelBytes; c += 16) {
          let upper = v128.load(above + left + c);
          upper = f32x4.add(upper, f32x4.mul(acrosses, f32x4.sub(v128.load(above + right + c), upper)));
          let lower = v128.load(below + left + c);
          lower = f32x4.add(lower, f32x4.mul(acrosses, f32x4.sub(v128.load(below + right + c), lower)));
          v128.store(y + c, f32x4.add(upper, f32x4.mul(downs, f32x4.sub(lower, upper))));
        }
        for (; c < pixelBytes; c += 4) {
          let upper = load<f32>(above + left + c);
          upper += across * (load<f32>(above + right + c) - upper);
          let lower = load<f32>(below + left + c);
          lower += across * (load<f32>(below + right + c) - lower);
          store<f32>(y + c, upper + down * (lower - upper));
        }
        y += pixelBytes;
      }
    }
  }
}

/** dx[cell] += share · dy for one of the four cells. */
// @ts-ignore: decorator
@inline
function give(to: usize, dy: usize, share: f32, pixelBytes: usize): void {
  if (share == 0) return;
  const shares = f32x4.splat(share);
  let c: usize = 0;
  for (; c + 16 <= pixelBytes; c += 16) {
    v128.store(to + c, f32x4.add(v128.load(to + c), f32x4.mul(shares, v128.load(dy + c))));
  }
  for (; c < pixelBytes; c += 4) store<f32>(to + c, load<f32>(to + c) + share * load<f32>(dy + c));
}

export function resizeGradient(
  dy: usize,
  dx: usize,
  rowTable: usize,
  columnTable: usize,
  images: i32,
  imageBytes: usize,
  outHeight: i32,
  outWidth: i32,
  channels: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  memory.fill(dx, 0, <usize>images * imageBytes);
  for (let n = 0; n < images; n++, dx += imageBytes) {
    for (let i = 0; i < outHeight; i++) {
      const row = rowTable + <usize>i * ENTRY;
      const above = dx + <usize>load<u32>(row);
      const below = dx + <usize>load<u32>(row, 4);
      const down = load<f32>(row, 8);
      for (let j = 0; j < outWidth; j++) {
        const column = columnTable + <usize>j * ENTRY;
        const left = <usize>load<u32>(column);
        const right = <usize>load<u32>(column, 4);
        const across = load<f32>(column, 8);
        give(above + left, dy, (1 - down) * (1 - across), pixelBytes);
        give(above + right, dy, (1 - down) * across, pixelBytes);
        give(below + left, dy, down * (1 - across), pixelBytes);
        give(below + right, dy, down * across, pixelBytes);
        dy += pixelBytes;
      }
    }
  }
}
