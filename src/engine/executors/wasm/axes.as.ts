/**
 * Kernels that know axes: sums over one, and copies with a step of their own along each of four.
 */
import { columnSums, total } from './elementwise.as';

/** y[o, i] = factor · sum over m of x[o, m, i]. */
export function foldMiddle(x: usize, factor: f32, y: usize, outer: i32, middle: i32, inner: i32): void {
  const outerBytes = (<usize>(middle * inner)) << 2;
  const innerBytes = (<usize>inner) << 2;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) {
      total(x, factor, y, middle);
    } else {
      columnSums(x, y, middle, inner, innerBytes);
      if (factor != 1) {
        for (let at = y; at < y + innerBytes; at += 4) store<f32>(at, load<f32>(at) * factor);
      }
    }
    x += outerBytes;
    y += innerBytes;
  }
}

/**
 * Copies an array of four axes, of the given lengths, between two arrays in which a step along an axis is so many bytes: 0 repeats,
 * a negative step walks backwards. The target's values of the last axis lie side by side. `from` and `to` are byte offsets.
 */
export function copyAxes(
  x: usize,
  from: i32,
  y: usize,
  to: i32,
  length0: i32,
  length1: i32,
  length2: i32,
  length3: i32,
  from0: i32,
  from1: i32,
  from2: i32,
  from3: i32,
  to0: i32,
  to1: i32,
  to2: i32,
): void {
  x += <usize>from;
  y += <usize>to;
  const rowBytes = (<usize>length3) << 2;
  for (let i = 0; i < length0; i++) {
    for (let j = 0; j < length1; j++) {
      for (let k = 0; k < length2; k++) {
        let at = x + <usize>(i * from0 + j * from1 + k * from2);
        const row = y + <usize>(i * to0 + j * to1 + k * to2);
        if (from3 == 4) {
          memory.copy(row, at, rowBytes);
        } else {
          for (let value = row; value < row + rowBytes; value += 4) {
            store<f32>(value, load<f32>(at));
            at += <usize>from3;
          }
        }
      }
    }
  }
}
