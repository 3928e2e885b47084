/**
 * What stands behind a thing, and what stands in front of it: two textured surfaces that meet at a slanting horizon, and flat
 * patches (discs, bars, triangles) with soft edges. Everything at random from the stream that is handed in.
 */

import type { RandomStream } from '../../tensor/random';
import { randomColour, randomTexture, textureAt, type Colour } from './textures';

/** Fills `picture` (side × side × 3, values around 0 … 1) with ground and wall. */
export function drawBackdrop(picture: Float32Array, side: number, random: RandomStream): void {
  const horizon = 0.25 + 0.4 * random.uniform();
  const slope = random.bell() * 0.12;
  const halves = [0, 1].map(() => ({
    first: randomColour(random, 0.15, 0.95),
    second: randomColour(random, 0.15, 0.95),
    // Patterns of a background are fainter than those of things.
    strength: 0.3 * random.uniform(),
    texture: randomTexture(random, 4),
    fade: random.bell() * 0.25,
  }));
  for (let row = 0; row < side; row++) {
    const y = row / side;
    for (let column = 0; column < side; column++) {
      const x = column / side;
      const half = halves[y < horizon + slope * (x - 0.5) ? 0 : 1]!;
      const mix = half.strength * textureAt(half.texture, x, y, 0);
      const bright = 1 + half.fade * (y - 0.5);
      const at = 3 * (row * side + column);
      for (let channel = 0; channel < 3; channel++) {
        picture[at + channel] = (half.first[channel]! + mix * (half.second[channel]! - half.first[channel]!)) * bright;
      }
    }
  }
}

/** A flat shape with a soft edge: `coverage` at a pixel's centre is 0 … 1. */
export interface Patch {
  readonly colour: Colour;
  coverage(x: number, y: number): number;
  /** Pixels that it can touch: left, top, right, bottom. */
  readonly bounds: readonly [number, number, number, number];
}

/** @param radius half its size in pixels. */
export function randomPatch(random: RandomStream, x: number, y: number, radius: number): Patch {
  const colour = randomColour(random, 0.1, 1);
  const kind = random.integer(3);
  const [dx, dy] = [random.bell(), random.bell()];
  const length = Math.sqrt(dx * dx + dy * dy) + 1e-9;
  const [cosine, sine] = [dx / length, dy / length];
  const narrow = 0.25 + 0.75 * random.uniform();
  const distance = (u: number, v: number): number => {
    // How far inside the edge, in pixels: along the shape's own axes.
    const along = (u * cosine + v * sine) / radius;
    const across = (v * cosine - u * sine) / radius;
    if (kind === 0) return (1 - Math.sqrt(along * along + (across * across) / (narrow * narrow))) * radius * narrow;
    if (kind === 1) return Math.min(1 - Math.abs(along), narrow - Math.abs(across)) * radius;
    return Math.min(along + 0.5, 0.6 - 0.6 * along - Math.abs(across) * (1 / narrow) * 0.8) * radius;
  };
  const reach = radius * 1.6 + 1;
  return {
    colour,
    coverage: (px, py) => Math.max(0, Math.min(1, distance(px - x, py - y) + 0.5)),
    bounds: [x - reach, y - reach, x + reach, y + reach],
  };
}

/** Paints a patch; returns nothing, changes `picture`, and lowers `seen` (one number per pixel) where it covers. */
export function paintPatch(picture: Float32Array, side: number, patch: Patch, seen: Float32Array | null): void {
  const [left, top, right, bottom] = patch.bounds;
  for (let row = Math.max(0, Math.floor(top)); row < Math.min(side, bottom); row++) {
    for (let column = Math.max(0, Math.floor(left)); column < Math.min(side, right); column++) {
      const share = patch.coverage(column + 0.5, row + 0.5);
      if (share === 0) continue;
      const pixel = row * side + column;
      for (let channel = 0; channel < 3; channel++) {
        const below = picture[3 * pixel + channel]!;
        picture[3 * pixel + channel] = below + share * (patch.colour[channel]! - below);
      }
      if (seen !== null) seen[pixel]! *= 1 - share;
    }
  }
}
