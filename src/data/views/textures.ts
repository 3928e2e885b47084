/**
 * Surfaces that look like nature's: wood, stone, sand, brick, cloth, water, clouds and grass.
 *
 * Picture: a surface is a relief with colours. A painter says, for a place on it, how high it is and what colour it has; light from one side then
 * makes the slopes that face it bright and the others dark, which is what the eye takes for a surface. Grass alone is painted blade by
 * blade. Places are in units: the shorter side of a picture shows `span` of them, whatever its size in pixels.
 *
 * The file is long because it is eight surfaces, one after the other, each by itself.
 */

import type { RandomStream } from '../../tensor/random';
import { directionOf } from '../../tensor/trigonometry';
import type { Colour } from '../things/textures';
import {
  between,
  blend,
  choose,
  clamp,
  createCanvas,
  fraction,
  halved,
  mixed,
  rgb,
  rise,
  shaded,
  type Canvas,
} from './canvas';
import { createNoise, type Nearest, type Noise } from './noise';

/** What a surface is at one place. */
export interface Spot {
  /** In units. */
  height: number;
  colour: Colour;
}
export type Painter = (x: number, y: number, spot: Spot) => void;

export interface Surface {
  readonly paint: Painter;
  readonly span: number;
  /** How strongly slopes show. */
  readonly relief: number;
  /** In place of light on slopes: the colour of a spot with these slopes. */
  readonly lit?: (slopeX: number, slopeY: number, spot: Spot) => Colour;
}

export const surfaceKinds = ['wood', 'stone', 'sand', 'brick', 'cloth', 'water', 'clouds'] as const;
export type SurfaceKind = (typeof surfaceKinds)[number];

function wood(random: RandomStream, noise: Noise): Surface {
  const [light, dark] = choose<readonly [Colour, Colour]>(random, [
    [rgb(214, 172, 118), rgb(140, 92, 50)],
    [rgb(190, 140, 92), rgb(104, 64, 36)],
    [rgb(150, 104, 70), rgb(70, 42, 28)],
    [rgb(226, 196, 150), rgb(172, 126, 76)],
    [rgb(176, 160, 140), rgb(104, 92, 80)],
  ]);
  const board = between(random, 1, 1.7);
  const rings = between(random, 2.5, 4.5);
  return {
    span: between(random, 2.6, 4),
    relief: 0.5,
    paint(x, y, spot) {
      const column = Math.floor(x / board);
      const inside = x - column * board;
      const shift = 40 * noise.cell(column, 3);
      // The rings, cut lengthwise: nearly straight, with a slow bend that is the board's own.
      const bend = noise.layers(inside * 0.55 + shift, y * 0.16 + shift, 3);
      const ring = fraction((inside - 0.5 * board) * rings * 0.45 + rings * 0.8 * bend);
      const late = ring < 0.78 ? rise(0, 0.78, ring) : 1 - rise(0.78, 1, ring);
      const fibre = noise.at(inside * 46 + shift, y * 1.3);
      const fine = noise.at(inside * 110, y * 3.1 + shift);
      const pore = clamp(1.7 * (noise.at(inside * 34 + 9, y * 1.7 + shift) - 0.36));
      const tone = 0.12 + 0.55 * late + 0.14 * fibre + 0.08 * fine + 0.45 * pore + 0.22 * (noise.cell(column, 9) - 0.5);
      const seam = rise(0, 0.035, Math.min(inside, board - inside));
      spot.colour = shaded(mixed(light, dark, clamp(tone)), 0.35 + 0.65 * seam);
      spot.height = 0.04 * seam - 0.012 * pore - 0.006 * late + 0.003 * fine;
    },
  };
}

function stone(random: RandomStream, noise: Noise): Surface {
  const [first, second, joint] = choose<readonly [Colour, Colour, Colour]>(random, [
    [rgb(150, 146, 138), rgb(104, 100, 98), rgb(78, 72, 64)],
    [rgb(178, 160, 132), rgb(126, 108, 86), rgb(92, 80, 66)],
    [rgb(132, 138, 144), rgb(88, 94, 104), rgb(60, 62, 64)],
    [rgb(186, 176, 160), rgb(148, 132, 112), rgb(110, 98, 84)],
  ]);
  const flat = between(random, 0.55, 1);
  const near: Nearest = { first: 0, second: 0, own: 0 };
  return {
    span: between(random, 3.2, 5),
    relief: 1.1,
    paint(x, y, spot) {
      const crooked = 0.16 * noise.layers(x * 2, y * 2, 3);
      noise.nearest(x * 0.9 + crooked, (y * 0.9) / flat + crooked, near);
      const { own } = near;
      const border = near.second - near.first;
      const body = rise(0.03, 0.2, border);
      const rough = noise.layers(x * 3.2 + 9 * own, y * 3.2, 5);
      const grain = noise.at(x * 34, y * 34);
      const face = mixed(first, second, clamp(own + 0.35 * rough));
      const speckled = shaded(face, 0.95 + 0.14 * rough + 0.1 * grain);
      spot.colour = mixed(shaded(joint, 0.8 + 0.2 * grain), speckled, rise(0.04, 0.13, border));
      spot.height = 0.2 * body + 0.1 * body * Math.min(1, border) + 0.07 * rough + 0.008 * grain;
    },
  };
}

function sand(random: RandomStream, noise: Noise): Surface {
  const [light, dark] = choose<readonly [Colour, Colour]>(random, [
    [rgb(232, 206, 160), rgb(188, 150, 104)],
    [rgb(220, 190, 150), rgb(166, 122, 88)],
    [rgb(226, 214, 190), rgb(176, 160, 132)],
    [rgb(206, 160, 112), rgb(150, 98, 62)],
  ]);
  const { cosine, sine } = directionOf(between(random, -35, 35));
  const ripples = between(random, 1.6, 3);
  return {
    span: between(random, 3, 5),
    relief: 1,
    paint(x, y, spot) {
      const u = x * cosine + y * sine;
      const v = y * cosine - x * sine;
      const phase = fraction(v * ripples + 1.3 * noise.layers(u * 0.45, v * 0.7, 3));
      // Wind makes one side of a ripple long and the other steep.
      const ripple = phase < 0.68 ? rise(0, 0.68, phase) : 1 - rise(0.68, 1, phase);
      const grain = noise.at(x * 47, y * 47) + 0.7 * noise.at(x * 83, y * 83);
      const slow = noise.layers(x * 0.8, y * 0.8, 3);
      spot.colour = shaded(mixed(dark, light, clamp(0.5 + 0.28 * ripple + 0.3 * slow)), 1 + 0.09 * grain);
      spot.height = (0.16 / ripples) * ripple + 0.08 * slow + 0.004 * grain;
    },
  };
}

function brick(random: RandomStream, noise: Noise): Surface {
  const [first, second, joint] = choose<readonly [Colour, Colour, Colour]>(random, [
    [rgb(176, 84, 62), rgb(120, 52, 42), rgb(176, 168, 154)],
    [rgb(196, 120, 84), rgb(150, 80, 58), rgb(196, 188, 172)],
    [rgb(150, 72, 60), rgb(92, 46, 42), rgb(132, 126, 118)],
    [rgb(206, 178, 130), rgb(164, 132, 92), rgb(180, 172, 156)],
  ]);
  const [length, course, gap] = [0.86, 0.3, 0.022];
  return {
    span: between(random, 1.9, 3.2),
    relief: 0.9,
    paint(x, y, spot) {
      const crooked = 0.012 * noise.layers(x * 3, y * 3, 2);
      const row = Math.floor((y + crooked) / course);
      const along = (x + crooked) / length + (row % 2) * 0.5 + 0.03 * noise.cell(row, 5);
      const column = Math.floor(along);
      const v = y + crooked - row * course;
      const u = (along - column) * length;
      const edge = Math.min(u, length - u, v, course - v);
      const body = rise(gap * 0.6, gap * 1.7, edge + 0.006 * noise.at(x * 21, y * 21));
      const own = noise.cell(column, row);
      const rough = noise.layers(x * 4, y * 4 + 30 * own, 4);
      const grain = noise.at(x * 52, y * 52);
      // Some are burnt darker than the rest.
      const burnt = own > 0.86 ? 0.72 : 1;
      const face = shaded(
        mixed(first, second, clamp(noise.cell(column + 31, row) + 0.3 * rough)),
        burnt * (0.96 + 0.12 * rough + 0.09 * grain),
      );
      spot.colour = mixed(shaded(joint, 0.86 + 0.14 * rough + 0.08 * grain), face, body);
      spot.height = 0.045 * body + 0.014 * rough + 0.004 * grain;
    },
  };
}

function cloth(random: RandomStream, noise: Noise): Surface {
  const colours = choose<readonly Colour[]>(random, [
    [rgb(150, 38, 42), rgb(28, 58, 46), rgb(224, 196, 120), rgb(32, 40, 78)],
    [rgb(42, 74, 118), rgb(218, 222, 226), rgb(96, 130, 170)],
    [rgb(206, 196, 176), rgb(150, 134, 110), rgb(92, 82, 72)],
    [rgb(58, 96, 70), rgb(206, 208, 176), rgb(142, 54, 48)],
    [rgb(188, 170, 200), rgb(96, 70, 120), rgb(236, 228, 236)],
  ]);
  const thread = between(random, 0.028, 0.045);
  // Stripes of threads of one colour, the same across and along, as in a tartan; or one colour for each direction.
  const stripes = Array.from({ length: 5 }, () => ({
    colour: choose(random, colours),
    threads: 3 + random.integer(14),
  }));
  const isTartan = random.uniform() < 0.7;
  const sett = stripes.flatMap(({ colour, threads }) => Array.from({ length: threads }, () => colour));
  const ofThread = (index: number, direction: number): Colour =>
    isTartan ? sett[((index % sett.length) + sett.length) % sett.length]! : stripes[direction]!.colour;
  return {
    span: between(random, 1.3, 2.2),
    relief: 0.8,
    paint(x, y, spot) {
      const pull = 0.008 * noise.layers(x * 3, y * 3, 2);
      const p = (x + pull) / thread;
      const q = (y + pull) / thread;
      const i = Math.floor(p);
      const j = Math.floor(q);
      const u = 2 * (p - i) - 1;
      const v = 2 * (q - j) - 1;
      // Twill: over two, under two, one further in every row.
      const isOver = (((i + j) % 4) + 4) % 4 < 2;
      const round = 1 - (isOver ? u * u : v * v);
      const crossing = 1 - 0.35 * (isOver ? v * v : u * u);
      const fibre = isOver ? noise.at(p * 4, q * 0.7) : noise.at(p * 0.7, q * 4);
      const colour = isOver ? ofThread(i, 0) : ofThread(j, 1);
      const fold = noise.layers(x * 0.8 + 3, y * 0.5, 2);
      spot.colour = shaded(colour, (0.5 + 0.42 * round * crossing + 0.1 * fibre) * (1.08 + 0.2 * fold));
      spot.height = 0.3 * thread * round * crossing + 0.16 * fold;
    },
  };
}

function water(random: RandomStream, noise: Noise): Surface {
  const [deep, sky] = choose<readonly [Colour, Colour]>(random, [
    [rgb(14, 62, 84), rgb(178, 210, 228)],
    [rgb(10, 74, 78), rgb(190, 222, 216)],
    [rgb(28, 50, 76), rgb(206, 206, 204)],
    [rgb(22, 58, 66), rgb(236, 190, 142)],
  ]);
  const main = between(random, 60, 120);
  const waves = Array.from({ length: 7 }, (_, k) => ({
    ...directionOf(main + between(random, -42, 42)),
    frequency: 0.7 * (1 + 0.62 * k),
    phase: 360 * random.uniform(),
  }));
  return {
    span: between(random, 3, 5),
    relief: 1,
    paint(x, y, spot) {
      const bent = 0.5 * noise.layers(x * 0.5, y * 0.8, 3);
      let height = 0;
      for (const { cosine, sine, frequency, phase } of waves) {
        const { sine: wave } = directionOf(360 * frequency * (x * cosine + y * sine + 0.5 * bent) + phase);
        // Crests narrower than troughs.
        height += ((0.06 * (1 + wave) * (1 + wave)) / 4 / frequency) * 1.6;
      }
      spot.height = height + 0.045 * noise.layers(x * 2.2, y * 4.4, 4);
      spot.colour = deep;
    },
    lit(slopeX, slopeY, { colour }) {
      // The steeper away from the eye, the more of the sky is mirrored.
      const mirror = clamp(0.42 + 0.5 * slopeY + 0.16 * slopeX);
      const glint = rise(0.62, 1.3, 0.75 * slopeY - 0.5 * Math.abs(slopeX - 0.15));
      const body = mixed(colour, sky, 0.04 + 0.86 * mirror * mirror);
      return mixed(body, [1, 0.99, 0.95], 0.75 * glint);
    },
  };
}

/** A sky by itself; also behind the scenes. */
export function clouds(random: RandomStream, noise: Noise): Surface {
  const [top, low, cloud] = choose<readonly [Colour, Colour, Colour]>(random, [
    [rgb(52, 110, 184), rgb(152, 192, 226), rgb(255, 255, 255)],
    [rgb(70, 128, 196), rgb(184, 208, 226), rgb(250, 246, 240)],
    [rgb(92, 128, 172), rgb(206, 206, 206), rgb(244, 240, 236)],
    [rgb(86, 92, 142), rgb(236, 172, 128), rgb(255, 224, 196)],
  ]);
  const cover = between(random, -0.12, 0.16);
  const tall = between(random, 1.1, 1.7);
  const span = between(random, 2.4, 3.6);
  return {
    span,
    relief: 0,
    paint(x, y, spot) {
      const warp = 0.3 * noise.layers(x * 0.8 + 40, y * 0.8, 2);
      const density = noise.layers(x * 0.8 + warp, y * 0.8 * tall + 7, 7);
      const towardsLight = noise.layers((x - 0.11) * 0.8 + warp, (y - 0.16) * 0.8 * tall + 7, 5);
      const thick = rise(-0.06, 0.36, density + cover);
      const bright = clamp(0.78 + 1.1 * (density - towardsLight) - 0.3 * clamp(density + cover));
      const body = mixed(shaded(mixed(cloud, low, 0.5), 0.74), cloud, bright);
      spot.colour = mixed(mixed(top, low, clamp(y / span)), body, thick);
      spot.height = 0;
    },
  };
}

const makers: { readonly [K in SurfaceKind]: (random: RandomStream, noise: Noise) => Surface } = {
  wood,
  stone,
  sand,
  brick,
  cloth,
  water,
  clouds,
};

export function createSurface(kind: SurfaceKind, random: RandomStream): Surface {
  return makers[kind](random, createNoise(random));
}

/** Light from above on the left, as in the pictures of a book. */
const LIGHT = [-0.5, -0.62, 0.6] as const;

/** Paints a surface over the whole canvas. */
export function paintSurface(canvas: Canvas, surface: Surface, random: RandomStream): void {
  const { height, width, colours } = canvas;
  const unit = surface.span / Math.min(height, width);
  // Somewhere on the surface, which has no edges.
  const [left, top] = [20 + 60 * random.uniform(), surface.relief === 0 ? 0 : 20 + 60 * random.uniform()];
  const spot: Spot = { height: 0, colour: [0, 0, 0] };
  // Heights one row and one column further than the picture, for the slopes at its end.
  const heights = new Float64Array((height + 1) * (width + 1));
  for (let row = 0; row <= height; row++) {
    for (let column = 0; column <= width; column++) {
      surface.paint(left + column * unit, top + row * unit, spot);
      heights[row * (width + 1) + column] = spot.height;
      if (row === height || column === width) continue;
      const at = 3 * (row * width + column);
      for (let c = 0; c < 3; c++) colours[at + c] = spot.colour[c]!;
    }
  }
  if (surface.relief === 0) return;
  const flat = LIGHT[2] / Math.sqrt(LIGHT[0] * LIGHT[0] + LIGHT[1] * LIGHT[1] + LIGHT[2] * LIGHT[2]);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const here = row * (width + 1) + column;
      const slopeX = ((heights[here + 1]! - heights[here]!) / unit) * surface.relief;
      const slopeY = ((heights[here + width + 1]! - heights[here]!) / unit) * surface.relief;
      const at = 3 * (row * width + column);
      if (surface.lit !== undefined) {
        spot.colour = [colours[at]!, colours[at + 1]!, colours[at + 2]!];
        const lit = surface.lit(slopeX, slopeY, spot);
        for (let c = 0; c < 3; c++) colours[at + c] = lit[c]!;
        continue;
      }
      const length = Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
      const towards = (-slopeX * LIGHT[0] - slopeY * LIGHT[1] + LIGHT[2]) / length;
      const bright = 0.42 + (0.6 * Math.max(0, towards)) / flat;
      for (let c = 0; c < 3; c++) colours[at + c]! *= Math.min(1.5, bright);
    }
  }
}

/** A meadow seen from above at a slant: blades from the back to the front, each bent its own way. */
export function paintGrass(canvas: Canvas, random: RandomStream): void {
  const large = createCanvas(2 * canvas.height, 2 * canvas.width);
  const [dark, light, dry] = choose<readonly [Colour, Colour, Colour]>(random, [
    [rgb(30, 64, 22), rgb(140, 190, 76), rgb(196, 188, 104)],
    [rgb(26, 60, 34), rgb(110, 172, 90), rgb(160, 172, 92)],
    [rgb(52, 62, 24), rgb(172, 182, 84), rgb(212, 190, 120)],
  ]);
  const side = Math.min(large.height, large.width);
  for (let i = 0; i < large.colours.length; i++) large.colours[i] = 0.8 * dark[i % 3]!;
  const noise = createNoise(random);
  const blade = between(random, 0.2, 0.34) * side;
  const wind = between(random, -0.5, 0.5);
  const dryness = between(random, 0.02, 0.16);
  const rows = Math.ceil((40 * large.height) / side);
  const perRow = Math.ceil((34 * large.width) / side);
  for (let row = 0; row < rows + 12; row++) {
    for (let k = 0; k < perRow; k++) {
      const x0 = (random.uniform() * 1.2 - 0.1) * large.width;
      const y0 = ((row + random.uniform()) / rows) * large.height;
      const length = blade * between(random, 0.5, 1.1);
      const lean = wind + 0.45 * random.bell() + 0.5 * noise.layers((3 * x0) / side, (3 * y0) / side, 2);
      const patch = noise.layers((2 * x0) / side + 50, (2 * y0) / side, 2);
      const base =
        random.uniform() < dryness ? dry : mixed(dark, light, clamp(0.62 + 0.5 * patch + 0.22 * random.bell()));
      const thick = side * between(random, 0.006, 0.013);
      const steps = Math.ceil(length / 1.2);
      for (let s = 0; s <= steps; s++) {
        const t = s / steps;
        const x = x0 + lean * length * t * t;
        const y = y0 - length * t * (1 - 0.25 * t * Math.abs(lean));
        const half = Math.max(0.5, (thick * (1 - t)) / 2 + 0.3);
        const colour = shaded(base, 0.45 + 0.8 * t);
        for (let column = Math.ceil(x - half); column <= Math.floor(x + half); column++) {
          // The middle rib is a little brighter.
          blend(large, column, Math.round(y), column < x ? colour : shaded(colour, 0.86), 0.95);
        }
      }
    }
  }
  canvas.colours.set(halved(large).colours);
}
