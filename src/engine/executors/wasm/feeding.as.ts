/**
 * From stored data to a batch: images laid into the network's input and normalized, and their labels.
 *
 * A byte has 256 values, so normalizing bytes is a look into a table that the executor fills in float64: one column of 256 numbers, or
 * one for each channel. Numbers (the coordinates of points) are normalized in float64, as the table is.
 */

/**
 * y[n] for the images `from` … `to` − 1 of the batch. `table` holds 256 numbers, `tableStep` is 0, or 1024 where each channel has its own. An
 * index outside of the data gives NaN.
 */
export function gatherImages(
  data: usize,
  indices: usize,
  table: usize,
  tableStep: usize,
  y: usize,
  from: i32,
  to: i32,
  count: u32,
  imageHeight: i32,
  imageWidth: i32,
  channels: i32,
  height: i32,
  width: i32,
): void {
  const top = (height - imageHeight) >> 1;
  const left = (width - imageWidth) >> 1;
  const rowBytes = <usize>(width * channels) << 2;
  const imageBytes = <usize>(imageHeight * imageWidth * channels);
  for (let n = from; n < to; n++) {
    let out = y + <usize>n * <usize>height * rowBytes;
    const index = load<u32>(indices + ((<usize>n) << 2));
    if (index >= count) {
      for (const end = out + <usize>height * rowBytes; out < end; out += 4) store<f32>(out, NaN);
      continue;
    }
    let image = data + <usize>index * imageBytes;
    background(out, top * width, channels, table, tableStep);
    out += <usize>top * rowBytes;
    for (let i = 0; i < imageHeight; i++, out += rowBytes) {
      const inside = background(out, left, channels, table, tableStep);
      const after = look(image, inside, imageWidth, channels, table, tableStep);
      background(after, width - imageWidth - left, channels, table, tableStep);
      image += <usize>(imageWidth * channels);
    }
    background(out, (height - imageHeight - top) * width, channels, table, tableStep);
  }
}

/** Byte 0 in `cells` cells. Returns the address after them. */
function background(out: usize, cells: i32, channels: i32, table: usize, tableStep: usize): usize {
  for (let cell = 0; cell < cells; cell++) {
    let column = table;
    for (let c = 0; c < channels; c++, out += 4, column += tableStep) store<f32>(out, load<f32>(column));
  }
  return out;
}

/** `cells` cells of an image, every byte looked up. Returns the address after them. */
function look(image: usize, out: usize, cells: i32, channels: i32, table: usize, tableStep: usize): usize {
  if (tableStep == 0) {
    const end = image + <usize>(cells * channels);
    for (; image < end; image++, out += 4) store<f32>(out, load<f32>(table + (<usize>load<u8>(image) << 2)));
    return out;
  }
  for (let cell = 0; cell < cells; cell++) {
    let column = table;
    for (let c = 0; c < channels; c++, image++, out += 4, column += tableStep) {
      store<f32>(out, load<f32>(column + (<usize>load<u8>(image) << 2)));
    }
  }
  return out;
}

/**
 * As `gatherImages`, of float32 numbers. `table` holds mean and deviation as two float64; `tableStep` is 0, or 16 where each channel has its
 * own pair.
 */
export function gatherNumbers(
  data: usize,
  indices: usize,
  table: usize,
  tableStep: usize,
  y: usize,
  from: i32,
  to: i32,
  count: u32,
  imageHeight: i32,
  imageWidth: i32,
  channels: i32,
  height: i32,
  width: i32,
): void {
  const top = (height - imageHeight) >> 1;
  const left = (width - imageWidth) >> 1;
  for (let n = from; n < to; n++) {
    const index = load<u32>(indices + ((<usize>n) << 2));
    let out = y + ((<usize>n * <usize>(height * width * channels)) << 2);
    for (let i = -top; i < height - top; i++) {
      for (let j = -left; j < width - left; j++) {
        const inside = i >= 0 && i < imageHeight && j >= 0 && j < imageWidth;
        let cell = data + ((<usize>index * <usize>(imageHeight * imageWidth * channels)) << 2);
        cell += <usize>((i * imageWidth + j) * channels) << 2;
        let pair = table;
        for (let c = 0; c < channels; c++, out += 4, cell += 4, pair += tableStep) {
          const value: f64 = index >= count ? NaN : inside ? <f64>load<f32>(cell) : 0;
          store<f32>(out, <f32>((value - load<f64>(pair)) / load<f64>(pair + 8)));
        }
      }
    }
  }
}

/** y[n] = data[indices[n]]; −1 for an index outside of the data. */
export function gatherLabels(data: usize, indices: usize, y: usize, batch: i32, count: u32): void {
  for (let n = 0; n < batch; n++) {
    const index = load<u32>(indices + ((<usize>n) << 2));
    store<i32>(y + ((<usize>n) << 2), index < count ? <i32>load<u8>(data + index) : -1);
  }
}
