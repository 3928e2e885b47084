/** Values of a layer → pixels: which plane, which colour map, where the map ends. No canvas here. */

import {
  largestMagnitude,
  paintBytes,
  paintPicture,
  paintPrimary,
  paintSigned,
  paintUnsigned,
} from '../../draw/colour';
import type { Theme } from '../../draw/colour';
import type { Inspection } from '../../engine/protocol';
import type { LayerView, Plane, ValueRange } from './layers';

/** Where the colour map of a layer ends: its largest magnitude now, the same for all its channels. */
export function limitOf(values: Float32Array | null): number {
  return values === null ? 0 : largestMagnitude(values);
}

/** Grey bytes of an image as the network saw it: its smallest value is paper, its largest ink. */
function inkBytes(values: Float32Array): Uint8Array {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const scale = most > least ? 255 / (most - least) : 0;
  return Uint8Array.from(values, (value) => Math.round((value - least) * scale));
}

/** Paints values by the map that suits their range, one pixel each, row-major. */
function paintRange(
  values: Float32Array,
  range: Exclude<ValueRange, 'colour'>,
  limit: number,
  rgba: Uint8ClampedArray,
  theme: Theme,
): void {
  switch (range) {
    case 'ink':
      paintBytes(inkBytes(values), rgba, theme);
      return;
    case 'unsigned':
      paintUnsigned(values, limit, rgba, theme);
      return;
    case 'signed':
      paintSigned(values, limit, rgba, theme);
      return;
  }
}

/** Paints one plane of a layer's output as `shownValues` gives it; gaps stay transparent. */
export function paintPlane(
  plane: Plane,
  values: Float32Array,
  range: ValueRange,
  limit: number,
  rgba: Uint8ClampedArray,
  theme: Theme,
): void {
  const picked = Float32Array.from(plane.indices, (index) => values[index] ?? 0);
  if (range === 'colour') paintPrimary(picked, (plane.indices[0] ?? 0) % 3, rgba);
  else paintRange(picked, range, limit, rgba, theme);
  plane.indices.forEach((index, pixel) => {
    if (index < 0) rgba[pixel * 4 + 3] = 0;
  });
}

/** Paints all that a layer shows at its front: a picture in colour as a whole, of anything else the plane. */
export function paintFront(
  plane: Plane,
  values: Float32Array,
  range: ValueRange,
  limit: number,
  rgba: Uint8ClampedArray,
  theme: Theme,
): void {
  if (range === 'colour') paintPicture(values, 3, rgba, theme);
  else paintPlane(plane, values, range, limit, rgba, theme);
}

const pictures = new WeakMap<Inspection, Float32Array>();

/** What is painted of a layer: its values; of a picture in colour, the bytes it came from, since it should look like itself. */
export function shownValues(view: LayerView, inspection: Inspection | null): Float32Array | null {
  const values = valuesOf(view, inspection);
  if (values === null || inspection === null || view.range !== 'colour') return values;
  const { mean, deviation } = inspection.normalization;
  const known =
    pictures.get(inspection) ?? values.map((value, i) => value * (deviation[i % 3] ?? 1) + (mean[i % 3] ?? 0));
  pictures.set(inspection, known);
  return known;
}

/** Values of a layer from an inspection, if they belong to this network: names repeat from network to network, sizes tell. */
export function valuesOf(
  view: LayerView,
  inspection: Pick<Inspection, 'input' | 'activations'> | null,
): Float32Array | null {
  if (inspection === null) return null;
  const values = view.layer === null ? inspection.input.values : inspection.activations[view.name]?.values;
  const { height, width, channels } = view.grid;
  return values?.length === height * width * channels ? values : null;
}
