/** Values of a layer → pixels: which plane, which colour map, where the map ends. No canvas here. */

import { largestMagnitude, paintBytes, paintSigned, paintUnsigned } from '../../draw/colour';
import type { Theme } from '../../draw/colour';
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
export function paintRange(
  values: Float32Array,
  range: ValueRange,
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

/** Paints one plane of a layer's output; gaps stay transparent. */
export function paintPlane(
  plane: Plane,
  values: Float32Array,
  range: ValueRange,
  limit: number,
  rgba: Uint8ClampedArray,
  theme: Theme,
): void {
  const picked = Float32Array.from(plane.indices, (index) => values[index] ?? 0);
  paintRange(picked, range, limit, rgba, theme);
  plane.indices.forEach((index, pixel) => {
    if (index < 0) rgba[pixel * 4 + 3] = 0;
  });
}

/** Values of a layer from an inspection, if they belong to this network: names repeat from network to network, sizes tell. */
export function valuesOf(
  view: LayerView,
  inspection: {
    readonly input: { readonly values: Float32Array };
    readonly activations: Readonly<Record<string, { readonly values: Float32Array }>>;
  } | null,
): Float32Array | null {
  if (inspection === null) return null;
  const values = view.layer === null ? inspection.input.values : inspection.activations[view.name]?.values;
  const { height, width, channels } = view.grid;
  return values?.length === height * width * channels ? values : null;
}
