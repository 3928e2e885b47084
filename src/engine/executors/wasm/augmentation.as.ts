/**
 * Augmentation of a batch, image by image: geometry, light and colour, erased rectangles. What is drawn and what it means: the ops'
 * files in `graph/ops/`. Places and factors are float64, as in the reference, so that both take the same decisions.
 */
import { draw0, draw1, draw2, draw3, draw4, draw5, draw6, drawEight } from './random.as';

/** Set by `turn`. Every thread has its own instance of the module, and so its own. */
let sine: f64 = 0;
let cosine: f64 = 1;

/** Sine and cosine of an angle in degrees, by the same steps as `tensor/trigonometry.ts`. */
function turn(degrees: f64): void {
  const quarter = Math.floor(degrees / 90 + 0.5);
  const x = (degrees - 90 * quarter) * 0.017453292519943295;
  const z = x * x;
  let s: f64 = -1.0 / 1307674368000.0;
  s = s * z + 1.0 / 6227020800.0;
  s = s * z - 1.0 / 39916800.0;
  s = s * z + 1.0 / 362880.0;
  s = s * z - 1.0 / 5040.0;
  s = s * z + 1.0 / 120.0;
  s = s * z - 1.0 / 6.0;
  s = x + x * z * s;
  let c: f64 = 1.0 / 20922789888000.0;
  c = c * z - 1.0 / 87178291200.0;
  c = c * z + 1.0 / 479001600.0;
  c = c * z - 1.0 / 3628800.0;
  c = c * z + 1.0 / 40320.0;
  c = c * z - 1.0 / 720.0;
  c = c * z + 1.0 / 24.0;
  c = c * z - 1.0 / 2.0;
  c = 1.0 + z * c;
  switch (<i32>quarter & 3) {
    case 0:
      sine = s;
      cosine = c;
      break;
    case 1:
      sine = c;
      cosine = -s;
      break;
    case 2:
      sine = -s;
      cosine = -c;
      break;
    default:
      sine = -c;
      cosine = s;
  }
}

// @ts-ignore: decorator
@inline
function scalar(address: usize): f64 {
  return <f64>load<f32>(address);
}

// @ts-ignore: decorator
@inline
function moved(u: f64, shift: f64): f64 {
  return Math.floor(u * (2 * shift + 1)) - shift;
}

/** y[n] for the images `from` … `to` − 1. `background` holds one number, or with a step of 4 one for each channel. */
export function warpImages(
  x: usize,
  flip: usize,
  shift: usize,
  crop: usize,
  rotate: usize,
  seed: usize,
  step: usize,
  stream: u32,
  background: usize,
  backgroundStep: usize,
  y: usize,
  from: i32,
  to: i32,
  height: i32,
  width: i32,
  channels: i32,
): void {
  const imageBytes = <usize>(height * width * channels) << 2;
  const centreRow = <f64>(height - 1) / 2;
  const centreColumn = <f64>(width - 1) / 2;
  for (let n = from; n < to; n++) {
    const image = x + <usize>n * imageBytes;
    const out = y + <usize>n * imageBytes;
    drawEight(seed, step, stream, n);
    const mirrored = draw0 < scalar(flip);
    const side = 1 - scalar(crop) * draw3;
    const down = moved(draw1, scalar(shift));
    const right = moved(draw2, scalar(shift));
    turn(scalar(rotate) * (2 * draw6 - 1));
    if (side == 1 && sine == 0 && cosine == 1) {
      moveCells(image, out, <i32>down, <i32>right, mirrored, background, backgroundStep, height, width, channels);
      continue;
    }
    const rowStart = centreRow + (draw4 - 0.5) * (1 - side) * <f64>height - down;
    const columnStart = centreColumn + (draw5 - 0.5) * (1 - side) * <f64>width - right;
    let cell = out;
    for (let i = 0; i < height; i++) {
      const below = <f64>i - centreRow;
      for (let j = 0; j < width; j++, cell += <usize>channels << 2) {
        const beside = mirrored ? centreColumn - <f64>j : <f64>j - centreColumn;
        const row = rowStart + side * (cosine * below - sine * beside);
        const column = columnStart + side * (sine * below + cosine * beside);
        mixCells(image, cell, row, column, background, backgroundStep, height, width, channels);
      }
    }
  }
}

/** Whole cells only: y[i,j] = x[i − down, ±j − right]. */
function moveCells(
  image: usize,
  out: usize,
  down: i32,
  right: i32,
  mirrored: bool,
  background: usize,
  backgroundStep: usize,
  height: i32,
  width: i32,
  channels: i32,
): void {
  const cellBytes = <usize>channels << 2;
  for (let i = 0; i < height; i++) {
    const row = i - down;
    const rowIsInside = <u32>row < <u32>height;
    for (let j = 0; j < width; j++) {
      const column = (mirrored ? width - 1 - j : j) - right;
      if (rowIsInside && <u32>column < <u32>width) {
        const cell = image + <usize>(row * width + column) * cellBytes;
        for (let c: usize = 0; c < cellBytes; c += 4) store<f32>(out + c, load<f32>(cell + c));
      } else {
        for (let c: usize = 0, b = background; c < cellBytes; c += 4, b += backgroundStep) {
          store<f32>(out + c, load<f32>(b));
        }
      }
      out += cellBytes;
    }
  }
}

/** The mixture of the four cells around a place between cells. */
function mixCells(
  image: usize,
  out: usize,
  row: f64,
  column: f64,
  background: usize,
  backgroundStep: usize,
  height: i32,
  width: i32,
  channels: i32,
): void {
  const above = Math.floor(row);
  const left = Math.floor(column);
  const downShare = <f32>(row - above);
  const rightShare = <f32>(column - left);
  const i = <i32>above;
  const j = <i32>left;
  const cellBytes = <usize>channels << 2;
  const rowBytes = <usize>width * cellBytes;
  const corner = image + <usize>i * rowBytes + <usize>j * cellBytes;
  const upperIsInside = <u32>i < <u32>height;
  const lowerIsInside = <u32>(i + 1) < <u32>height;
  const leftIsInside = <u32>j < <u32>width;
  const rightIsInside = <u32>(j + 1) < <u32>width;
  for (let c: usize = 0, b = background; c < cellBytes; c += 4, b += backgroundStep) {
    const place = corner + c;
    const v00 = load<f32>(upperIsInside && leftIsInside ? place : b);
    const v01 = load<f32>(upperIsInside && rightIsInside ? place + cellBytes : b);
    const v10 = load<f32>(lowerIsInside && leftIsInside ? place + rowBytes : b);
    const v11 = load<f32>(lowerIsInside && rightIsInside ? place + rowBytes + cellBytes : b);
    const upper = (<f32>1 - rightShare) * v00 + rightShare * v01;
    const lower = (<f32>1 - rightShare) * v10 + rightShare * v11;
    store<f32>(out + c, (<f32>1 - downShare) * upper + downShare * lower);
  }
}

/** y[n] for the images `from` … `to` − 1; y may be x. */
export function jitterColours(
  x: usize,
  contrast: usize,
  brightness: usize,
  saturation: usize,
  hue: usize,
  seed: usize,
  step: usize,
  stream: u32,
  y: usize,
  from: i32,
  to: i32,
  cells: i32,
  channels: i32,
): void {
  const cellBytes = <usize>channels << 2;
  const imageBytes = <usize>cells * cellBytes;
  const inverseRoot = 1.0 / 1.7320508075688772;
  for (let n = from; n < to; n++) {
    const image = x + <usize>n * imageBytes;
    const out = y + <usize>n * imageBytes;
    drawEight(seed, step, stream, n);
    const more = scalar(contrast) * (2 * draw0 - 1);
    const brighter = scalar(brightness) * (2 * draw1 - 1);
    const richer = 1 + scalar(saturation) * (2 * draw2 - 1);
    turn(channels == 3 ? scalar(hue) * (2 * draw3 - 1) : 0);
    let mean: f64 = 0;
    for (let place: usize = 0; place < imageBytes; place += 4) mean += <f64>load<f32>(image + place);
    mean /= <f64>(cells * channels);
    for (let cell: usize = 0; cell < imageBytes; cell += cellBytes) {
      let grey: f64 = 0;
      for (let c: usize = 0; c < cellBytes; c += 4) {
        const value = <f64>load<f32>(image + cell + c);
        grey += value + more * (value - mean) + brighter;
      }
      grey /= <f64>channels;
      if (channels != 3) {
        for (let c: usize = 0; c < cellBytes; c += 4) {
          const value = <f64>load<f32>(image + cell + c);
          const light = value + more * (value - mean) + brighter;
          const away = light - grey;
          store<f32>(out + cell + c, <f32>(light + (richer * away - away)));
        }
        continue;
      }
      const value0 = <f64>load<f32>(image + cell);
      const value1 = <f64>load<f32>(image + cell, 4);
      const value2 = <f64>load<f32>(image + cell, 8);
      const light0 = value0 + more * (value0 - mean) + brighter;
      const light1 = value1 + more * (value1 - mean) + brighter;
      const light2 = value2 + more * (value2 - mean) + brighter;
      const away0 = light0 - grey;
      const away1 = light1 - grey;
      const away2 = light2 - grey;
      // The cross product of (1,1,1)/√3 and the distance from grey. Where nothing changes, the bracket is exactly 0.
      const across = sine * inverseRoot;
      store<f32>(out + cell, <f32>(light0 + (richer * (cosine * away0 + across * (away2 - away1)) - away0)));
      store<f32>(out + cell, <f32>(light1 + (richer * (cosine * away1 + across * (away0 - away2)) - away1)), 4);
      store<f32>(out + cell, <f32>(light2 + (richer * (cosine * away2 + across * (away1 - away0)) - away2)), 8);
    }
  }
}

/** y[n] for the images `from` … `to` − 1; y may be x. */
export function eraseRectangles(
  x: usize,
  probability: usize,
  size: usize,
  seed: usize,
  step: usize,
  stream: u32,
  y: usize,
  from: i32,
  to: i32,
  height: i32,
  width: i32,
  channels: i32,
): void {
  const rowBytes = <usize>(width * channels) << 2;
  const imageBytes = <usize>height * rowBytes;
  for (let n = from; n < to; n++) {
    const out = y + <usize>n * imageBytes;
    if (x != y) memory.copy(out, x + <usize>n * imageBytes, imageBytes);
    drawEight(seed, step, stream, n);
    if (draw0 >= scalar(probability)) continue;
    const rows = <i32>Math.floor(draw1 * (scalar(size) * <f64>height + 1));
    const columns = <i32>Math.floor(draw2 * (scalar(size) * <f64>width + 1));
    const top = <i32>Math.floor(draw3 * <f64>height) - (rows >> 1);
    const left = <i32>Math.floor(draw4 * <f64>width) - (columns >> 1);
    const begin = max(left, 0);
    const end = min(left + columns, width);
    if (begin >= end) continue;
    for (let i = max(top, 0); i < min(top + rows, height); i++) {
      const row = out + <usize>i * rowBytes;
      memory.fill(row + (<usize>(begin * channels) << 2), 0, <usize>((end - begin) * channels) << 2);
    }
  }
}
