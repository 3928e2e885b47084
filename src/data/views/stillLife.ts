/**
 * Things on a wooden table before a wall, rendered by the rasterizer of *Things*: solids one after the other, those in front last, each
 * with its shadow on the table.
 */

import type { RandomStream } from '../../tensor/random';
import { rotationOf, turnOfHalfTangent } from '../things/geometry';
import { createRaster, SAMPLES, type Light, type Raster } from '../things/raster';
import { meshOf, type ThingName } from '../things/shapes';
import { randomTexture, type Colour } from '../things/textures';
import { between, choose, fraction, mixed, rgb, rise, shaded, type Canvas } from './canvas';
import { createNoise } from './noise';
import { createSurface, type Spot } from './textures';

const standing: readonly ThingName[] = ['ball', 'cup', 'cone', 'cylinder', 'cube', 'ball', 'cup'];
const glazes: readonly Colour[] = [
  rgb(196, 60, 44),
  rgb(228, 160, 48),
  rgb(92, 132, 64),
  rgb(52, 92, 140),
  rgb(224, 212, 190),
  rgb(140, 72, 96),
  rgb(214, 112, 56),
  rgb(70, 130, 126),
];

/** Half the tangent of the camera's pitch: it looks down a little. */
const PITCH = turnOfHalfTangent(0.17);

export function paintStillLife(canvas: Canvas, random: RandomStream): void {
  const { height, width, colours } = canvas;
  const noise = createNoise(random);
  const table = createSurface('wood', random);
  const wall = choose<Colour>(random, [rgb(148, 142, 128), rgb(120, 130, 134), rgb(168, 146, 120), rgb(96, 104, 98)]);
  const edge = between(random, 0.42, 0.5);
  const aspect = width / height;
  const spot: Spot = { height: 0, colour: [0, 0, 0] };
  const stripes = random.uniform() < 0.4;
  for (let row = 0; row < height; row++) {
    const y = (row + 0.5) / height;
    for (let column = 0; column < width; column++) {
      const x = (column + 0.5) / height;
      let colour: Colour;
      if (y < edge) {
        const plaster = noise.layers(x * 7, y * 7, 5);
        // A window's light from the left.
        const lamp = 1.12 - 0.42 * (x / aspect) - 0.14 * (edge - y);
        const stripe = stripes && fraction(x * 9) < 0.5 ? 0.93 : 1;
        colour = shaded(wall, stripe * lamp * (0.97 + 0.06 * plaster) * (1 - 0.25 * rise(0.03, 0, edge - y)));
      } else {
        // Farther means smaller: boards run from left to right.
        const far = 0.62 / (y - edge + 0.42);
        table.paint(40 + far * 2.1, 30 + (x - aspect / 2) * far * 1.9, spot);
        colour = shaded(spot.colour, 1.02 - 0.26 * (x / aspect) + 0.1 * (y - edge));
      }
      for (let c = 0; c < 3; c++) colours[3 * (row * width + column) + c] = colour[c]!;
    }
  }

  const side = Math.max(height, width) >> 1;
  // The raster's samples are the canvas's pixels, which are halved later.
  const raster = createRaster(side);
  const light: Light = unit(-0.75, 0.8, 0.5, 0.34);
  const count = 4 + random.integer(3);
  const places = Array.from({ length: count }, (_, k) => ({
    x: ((k + 0.5) / count) * 0.84 + 0.08 + 0.03 * random.bell(),
    foot: edge + between(random, 0.12, 0.4),
    size: between(random, 0.1, 0.145),
    name: standing[random.integer(standing.length)]!,
    colour: choose(random, glazes),
  })).sort((a, b) => a.foot - b.foot);
  const rotation = new Float64Array(9);
  for (const { x, foot, size, name, colour } of places) {
    const turn = turnOfHalfTangent(name === 'cup' ? between(random, -0.6, 0.6) : random.bell());
    const none = turnOfHalfTangent(0);
    rotationOf(none, none, turn, PITCH, rotation);
    const radius = (size * height) / SAMPLES;
    const secondColour = mixed(colour, choose(random, glazes), 0.6);
    const texture = { ...randomTexture(random, 2), ...(random.uniform() < 0.6 ? { kind: 'plain' as const } : {}) };
    raster.clear();
    const solid = {
      mesh: meshOf(name),
      rotation,
      centreX: (x * width) / SAMPLES,
      centreY: (foot * height) / SAMPLES - 0.85 * radius,
      radius,
      colour,
      secondColour,
      texture,
      gloss: 0.55,
    };
    raster.drawShadow(solid, light, PITCH.cosine, PITCH.sine);
    raster.draw(solid, light, 1);
    lay(canvas, raster, softened(raster, Math.max(1, Math.round(height / 90)), Math.ceil(edge * height)));
  }
}

function unit(x: number, y: number, z: number, ambient: number): Light {
  const length = Math.sqrt(x * x + y * y + z * z);
  return { x: x / length, y: y / length, z: z / length, ambient };
}

/** The shadow with a soft rim, on the table only: each sample the mean over a square of `reach` samples each way. */
function softened({ side, shadows }: Raster, reach: number, fromRow: number): Float32Array {
  const across = new Float32Array(side * side);
  const soft = new Float32Array(side * side);
  const share = 1 / (2 * reach + 1);
  for (let row = fromRow; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let d = -reach; d <= reach; d++) sum += shadows[row * side + Math.max(0, Math.min(side - 1, column + d))]!;
      across[row * side + column] = sum * share;
    }
  }
  for (let row = fromRow; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let d = -reach; d <= reach; d++)
        sum += across[Math.max(fromRow, Math.min(side - 1, row + d)) * side + column]!;
      soft[row * side + column] = sum * share;
    }
  }
  return soft;
}

/** Shadow and solid over the picture. */
function lay(
  { height, width, colours }: Canvas,
  { side, objects, colours: drawn }: Raster,
  shadow: Float32Array,
): void {
  for (let row = 0; row < Math.min(height, side); row++) {
    for (let column = 0; column < Math.min(width, side); column++) {
      const sample = row * side + column;
      const at = 3 * (row * width + column);
      for (let c = 0; c < 3; c++) {
        if (objects[sample] === 0) colours[at + c]! *= 1 - 0.55 * shadow[sample]!;
        else colours[at + c] = drawn[3 * sample + c]!;
      }
    }
  }
}
