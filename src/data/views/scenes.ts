/**
 * Scenes such as one would photograph: hills under a sun, a shore, a street of houses, and things on a table.
 *
 * Picture: a scene is painted from the back to the front, at twice its size, and then halved, which makes its edges smooth. Places are in shares of the
 * picture's height: y from 0 (top) to 1, x from 0 to width / height. What is far away takes on the colour of the air.
 *
 * The file is long because it is four scenes, one after the other; `textures.ts` has the surfaces, `stillLife.ts` the table.
 */

import type { RandomStream } from '../../tensor/random';
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
import { createNoise, type Noise } from './noise';
import { paintStillLife } from './stillLife';

export const sceneKinds = ['hills', 'shore', 'street', 'still life'] as const;
export type SceneKind = (typeof sceneKinds)[number];

interface Air {
  readonly top: Colour;
  readonly low: Colour;
  readonly sun: Colour;
  readonly cloud: Colour;
}
const airs: readonly Air[] = [
  { top: rgb(58, 116, 190), low: rgb(188, 214, 230), sun: rgb(255, 250, 226), cloud: rgb(255, 255, 255) },
  { top: rgb(84, 138, 196), low: rgb(222, 224, 212), sun: rgb(255, 244, 206), cloud: rgb(252, 246, 238) },
  { top: rgb(74, 88, 148), low: rgb(244, 178, 120), sun: rgb(255, 226, 160), cloud: rgb(250, 196, 160) },
  { top: rgb(112, 146, 180), low: rgb(238, 214, 196), sun: rgb(255, 238, 214), cloud: rgb(244, 228, 218) },
];

/** Colours every pixel for which `colourAt` has a colour. */
function paintEach(canvas: Canvas, colourAt: (x: number, y: number) => Colour | null): void {
  const { height, width, colours } = canvas;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const colour = colourAt((column + 0.5) / height, (row + 0.5) / height);
      if (colour === null) continue;
      const at = 3 * (row * width + column);
      colours[at] = colour[0];
      colours[at + 1] = colour[1];
      colours[at + 2] = colour[2];
    }
  }
}

/** The same for a rectangle; u and v run from 0 to 1 in it. */
function paintBox(
  canvas: Canvas,
  [left, top, right, bottom]: readonly [number, number, number, number],
  colourAt: (u: number, v: number) => Colour | null,
): void {
  const { height, width } = canvas;
  for (let row = Math.max(0, Math.ceil(top * height - 0.5)); row + 0.5 < Math.min(height, bottom * height); row++) {
    for (
      let column = Math.max(0, Math.ceil(left * height - 0.5));
      column + 0.5 < Math.min(width, right * height);
      column++
    ) {
      const colour = colourAt(
        ((column + 0.5) / height - left) / (right - left),
        ((row + 0.5) / height - top) / (bottom - top),
      );
      if (colour !== null) blend(canvas, column, row, colour, 1);
    }
  }
}

/** Sky down to `horizon`, with a sun at (sunX, sunY) and clouds that lie flatter the farther they are. */
function skyAt(
  noise: Noise,
  air: Air,
  horizon: number,
  sunX: number,
  sunY: number,
  cover: number,
): (x: number, y: number) => Colour {
  return (x, y) => {
    const down = clamp(y / horizon);
    const [dx, dy] = [x - sunX, y - sunY];
    const distance = Math.sqrt(dx * dx + dy * dy);
    const halo = 1 / (1 + (distance / 0.11) * (distance / 0.11));
    const plain = mixed(mixed(air.top, air.low, down * down * 0.4 + 0.6 * down), air.sun, 0.75 * halo);
    const far = 1 / (1.16 - down);
    const u = (x - 0.7) * far * 1.5 + 30;
    const v = far * 3.2;
    const density = noise.layers(u, v, 6);
    const towardsSun = noise.layers(u + (dx > 0 ? -0.12 : 0.12), v - 0.1, 4);
    const thick = rise(-0.02, 0.42, density + cover) * (1 - 0.55 * down);
    const bright = clamp(0.8 + 0.8 * (density - towardsSun));
    const sky = mixed(plain, mixed(shaded(mixed(air.cloud, air.low, 0.45), 0.8), air.cloud, bright), 0.9 * thick);
    return mixed(sky, air.sun, rise(0.047, 0.04, distance) * (1 - 0.8 * thick));
  };
}

function paintHills(canvas: Canvas, random: RandomStream): void {
  const noise = createNoise(random);
  const air = choose(random, airs);
  const aspect = canvas.width / canvas.height;
  const [sunX, sunY] = [aspect * between(random, 0.15, 0.85), between(random, 0.12, 0.3)];
  const sky = skyAt(noise, air, 0.62, sunX, sunY, between(random, -0.25, 0.1));
  const [wood, meadow] = choose<readonly [Colour, Colour]>(random, [
    [rgb(34, 66, 40), rgb(122, 150, 66)],
    [rgb(44, 70, 38), rgb(160, 160, 80)],
    [rgb(60, 62, 34), rgb(184, 152, 76)],
  ]);
  const ridges = 5;
  const outline = (ridge: number, x: number): number => {
    const near = ridge / (ridges - 1);
    const base = 0.46 + 0.4 * near * near + 0.1 * near;
    const wild = 0.17 - 0.1 * near;
    const rough = ridge < 2 ? 6 : 4;
    return base - wild * noise.layers(x * (1.5 + 0.5 * (1 - near)) + 13.7 * ridge, ridge * 5.3, rough);
  };
  paintEach(canvas, (x, y) => {
    for (let ridge = ridges - 1; ridge >= 0; ridge--) {
      const edge = outline(ridge, x);
      if (y < edge) continue;
      const near = ridge / (ridges - 1);
      // A slope that faces the sun is bright.
      const facing = (outline(ridge, x + 0.012) - outline(ridge, x - 0.012)) * (sunX > x ? -1 : 1);
      const stretch = 0.25 + near;
      const wooded = noise.layers((x * 5) / stretch + ridge * 9, (y * 16) / stretch, 4);
      const leaf = noise.layers((x * 46) / stretch, (y * 80) / stretch + ridge, 3);
      const ground = mixed(meadow, wood, rise(-0.1, 0.14, wooded + 0.25 * (1 - near) - 0.12));
      const bright =
        0.9 + 3.2 * clamp(0.1 + facing) - 0.3 + (0.1 + 0.16 * near) * leaf - 0.35 * clamp((y - edge) * near * 1.2);
      const lit = mixed(shaded(ground, bright), air.sun, 0.08);
      const haze = 1 - near;
      return mixed(lit, mixed(air.low, air.top, 0.28), 0.86 * haze * haze + 0.06);
    }
    return sky(x, y);
  });
  // Firs along the two nearest ridges, the far ones first.
  for (const ridge of [ridges - 2, ridges - 1]) {
    const near = ridge === ridges - 1;
    const count = Math.round((near ? 22 : 46) * aspect);
    for (let k = 0; k < count; k++) {
      const x = random.uniform() * aspect;
      if (noise.layers(x * 2.2, 60 + ridge, 2) < -0.02) continue;
      const foot = outline(ridge, x) + (near ? 0.07 : 0.02) * random.uniform();
      paintFir(
        canvas,
        random,
        x,
        foot,
        (near ? 0.16 : 0.06) * between(random, 0.6, 1.1),
        mixed(shaded(wood, 0.75), air.low, near ? 0.02 : 0.2),
        sunX > x,
      );
    }
  }
}

function paintFir(
  canvas: Canvas,
  random: RandomStream,
  x: number,
  foot: number,
  tall: number,
  colour: Colour,
  isLitRight: boolean,
): void {
  const scale = canvas.height;
  for (let row = Math.floor((foot - tall) * scale); row < foot * scale; row++) {
    const t = (row / scale - (foot - tall)) / tall;
    // Boughs in tiers, each a little wider than the one above.
    const half =
      t > 0.94 ? 0.035 * tall : tall * (0.04 + 0.2 * t) * (0.62 + 0.38 * fraction(t * 7)) * between(random, 0.8, 1.1);
    for (let column = Math.floor((x - half) * scale); column <= (x + half) * scale; column++) {
      const side = (column / scale - x) / half;
      const bright = 0.72 + 0.34 * (isLitRight ? side : -side) + 0.4 * (random.uniform() - 0.5);
      blend(canvas, column, row, shaded(colour, bright), 1);
    }
  }
}

function paintShore(canvas: Canvas, random: RandomStream): void {
  const noise = createNoise(random);
  const air = choose(random, airs);
  const aspect = canvas.width / canvas.height;
  const horizon = between(random, 0.36, 0.46);
  const [sunX, sunY] = [aspect * between(random, 0.2, 0.8), between(random, 0.1, 0.26)];
  const sky = skyAt(noise, air, horizon, sunX, sunY, between(random, -0.2, 0.12));
  const deep = choose<Colour>(random, [rgb(22, 78, 104), rgb(20, 92, 98), rgb(38, 70, 102)]);
  const [dry, wet] = [rgb(228, 204, 162), rgb(150, 122, 92)];
  const tilt = between(random, -0.16, 0.16);
  const cape = { start: aspect * between(random, 0.3, 0.6), tall: between(random, 0.06, 0.12) };
  const edge = (x: number): number =>
    0.7 + tilt * (x - aspect / 2) + 0.05 * noise.layers(x * 1.6, 3.3, 2) + 0.012 * noise.layers(x * 9, 8.1, 2);
  paintEach(canvas, (x, y) => {
    if (y < horizon) {
      // A headland, blue with distance.
      const rock =
        horizon - cape.tall * rise(cape.start + 0.5, cape.start - 0.3, x) * (0.85 + 0.5 * noise.layers(x * 4, 70, 5));
      if (y <= rock || x > cape.start + 0.45) return sky(x, y);
      const face = noise.layers(x * 22, y * 30, 4);
      return mixed(shaded(rgb(96, 104, 88), 0.85 + 0.5 * face), air.low, 0.42);
    }
    const shore = edge(x);
    const behind = y - shore;
    if (behind > 0) {
      // Sand, wet where the last wave was.
      const dampness = rise(0.085, 0.03, behind + 0.02 * noise.layers(x * 5, y * 9, 2));
      const near = 0.3 + 1.6 * (y - 0.55);
      const ripple = noise.layers((x * 7) / near, (y * 42) / near, 4);
      const grain = noise.at(x * 190, y * 190);
      const dune = noise.layers(x * 2, y * 5, 3);
      const ground = shaded(mixed(dry, wet, dampness), 0.98 + 0.1 * ripple + 0.05 * grain + 0.12 * dune);
      const mirrored = mixed(ground, air.low, 0.4 * dampness * rise(0.07, 0.01, behind));
      const lace = rise(0.03, 0.06, 0.05 - Math.abs(behind - 0.008) + 0.016 * noise.layers(x * 26, y * 40, 3));
      return mixed(mirrored, [1, 1, 1], 0.9 * clamp(lace * rise(0.03, 0.012, behind)));
    }
    const depth = y - horizon + 0.012;
    const u = ((x - aspect / 2) * 0.42) / depth;
    const v = 1.1 / depth;
    const wave =
      noise.layers(u * 1.4 + 11, v * 1.3, 4) + 0.5 * noise.layers(u * 5, v * 4.2, 3) * rise(0.02, 0.2, depth);
    const shallow = rise(-0.2, -0.01, behind);
    const body = mixed(
      mixed(deep, shaded(air.low, 0.9), 0.5 * rise(0.12, 0, depth) + 0.1),
      rgb(136, 186, 170),
      0.62 * shallow,
    );
    const lit = mixed(shaded(body, 0.95 + 0.22 * wave), air.low, clamp(0.16 + 0.4 * wave) * 0.6);
    // The path of the sun on the water.
    const path = rise(0.5, 0, Math.abs(x - sunX) / (0.05 + 0.45 * depth)) * rise(0.1, 0.55, wave);
    const bright = mixed(lit, air.sun, 0.85 * path);
    // Breakers run in lines along the shore.
    const line = fraction(-behind * 11 + 0.5 * noise.layers(x * 2.5, behind * 4, 2));
    const breaker =
      rise(0.8, 0.97, line) *
      rise(-0.26, -0.05, behind) *
      rise(-0.15, 0.35, noise.layers(x * 7, behind * 26, 3) + 0.12);
    const foam = Math.max(breaker, rise(-0.028, -0.006, behind + 0.02 * noise.layers(x * 14, y * 22, 3)));
    return mixed(bright, [0.98, 1, 1], 0.9 * foam);
  });
  // Two sails, or one.
  for (let k = 0; k <= random.integer(2); k++) {
    const [x, size] = [aspect * between(random, 0.15, 0.9), between(random, 0.035, 0.075)];
    const foot = horizon + size * 0.3;
    paintBox(canvas, [x - 0.32 * size, foot - size, x + 0.42 * size, foot], (u, v) =>
      u < 0.43
        ? u > 0.43 - 0.4 * v
          ? rgb(236, 228, 214)
          : null
        : u < 0.46 + 0.5 * v * (1 - 0.25 * v)
          ? rgb(252, 250, 244)
          : null,
    );
    paintBox(canvas, [x - 0.4 * size, foot, x + 0.5 * size, foot + 0.14 * size], (u, v) =>
      u > 0.16 * v && u < 1 - 0.22 * v ? rgb(96, 48, 40) : null,
    );
  }
}

function paintStreet(canvas: Canvas, random: RandomStream): void {
  const noise = createNoise(random);
  const air = choose(random, airs);
  const aspect = canvas.width / canvas.height;
  const ground = 0.8;
  const sky = skyAt(noise, air, 0.9, aspect * 1.1, 0.1, between(random, -0.2, 0.12));
  paintEach(canvas, (x, y) => {
    if (y < ground) return sky(x, y);
    const grain = noise.layers(x * 60, y * 90, 3);
    if (y < 0.865) {
      // Pavement, slab by slab.
      const depth = 1 / (y - 0.55);
      const joint = Math.min(fraction((x - aspect / 2) * depth * 3.2), fraction(depth * 6));
      return shaded(rgb(186, 182, 174), (joint < 0.06 ? 0.8 : 1) * (0.95 + 0.08 * grain));
    }
    if (y < 0.885) return shaded(rgb(140, 138, 134), 0.95 + 0.06 * grain);
    return shaded(rgb(96, 96, 100), 0.95 + 0.16 * grain - 0.4 * (y - 0.9) + 0.1 * noise.layers(x * 3, y * 12, 3));
  });
  const walls = [
    rgb(222, 196, 150),
    rgb(196, 122, 96),
    rgb(164, 186, 190),
    rgb(226, 214, 196),
    rgb(176, 152, 174),
    rgb(190, 196, 150),
    rgb(208, 156, 116),
  ];
  const roofs = [rgb(132, 66, 50), rgb(92, 86, 90), rgb(156, 88, 60)];
  let x = -between(random, 0.02, 0.2);
  let before = -1;
  while (x < aspect) {
    const wide = between(random, 0.2, 0.36);
    const floors = 2 + random.integer(3);
    let wall = random.integer(walls.length);
    if (wall === before) wall = (wall + 1) % walls.length;
    before = wall;
    paintHouse(
      canvas,
      random,
      noise,
      { x, wide, floors, ground, wall: walls[wall]!, roof: choose(random, roofs) },
      air,
    );
    x += wide;
  }
  const trees = 1 + random.integer(3);
  for (let k = 0; k < trees; k++)
    paintTree(canvas, noise, aspect * ((k + between(random, 0.2, 0.8)) / trees), 0.855, between(random, 0.24, 0.34));
}

interface House {
  readonly x: number;
  readonly wide: number;
  readonly floors: number;
  readonly ground: number;
  readonly wall: Colour;
  readonly roof: Colour;
}

function paintHouse(
  canvas: Canvas,
  random: RandomStream,
  noise: Noise,
  { x, wide, floors, ground, wall, roof }: House,
  air: Air,
): void {
  const floor = between(random, 0.115, 0.14);
  const eaves = ground - floors * floor - 0.02;
  const isBrick = random.uniform() < 0.35;
  const gable = random.uniform() < 0.5;
  const tall = gable ? 0.42 * wide : 0.085;
  paintBox(canvas, [x - 0.008, eaves - tall, x + wide + 0.008, eaves], (u, v) => {
    const isInside = gable ? Math.abs(u - 0.5) < 0.5 * v : u > 0.1 * (1 - v) && u < 1 - 0.1 * (1 - v);
    if (!isInside) return null;
    if (gable && Math.abs(u - 0.5) < 0.5 * v - 0.06)
      return shaded(wall, 0.93 + 0.06 * noise.layers(u * 9 + x * 40, v * 9, 3));
    const tile = fraction(v * tall * 90) < 0.22 ? 0.8 : 1;
    return shaded(roof, tile * (0.95 + 0.2 * noise.at((x + u * wide) * 90, v * tall * 90)));
  });
  paintBox(canvas, [x, eaves, x + wide, ground], (u, v) => {
    const [px, py] = [x + u * wide, v * (ground - eaves)];
    const stain = noise.layers(px * 6, py * 6, 4);
    const eavesShadow = 1 - 0.4 * rise(0.03, 0, py) - 0.16 * rise(0.1, 0, u * wide * 4);
    const plinth = v > 1 - 0.03 / (ground - eaves) ? 0.72 : 1;
    if (!isBrick) return shaded(wall, eavesShadow * plinth * (0.97 + 0.07 * stain));
    const course = Math.floor(py * 90);
    const joint = fraction(py * 90) < 0.2 || fraction(px * 40 + (course % 2) * 0.5) < 0.12;
    return shaded(
      wall,
      eavesShadow *
        plinth *
        (joint ? 1.06 : 0.86 + 0.14 * noise.cell(Math.floor(px * 40 + (course % 2) * 0.5), course)),
    );
  });
  const columns = Math.max(2, Math.round(wide / 0.095));
  const pitch = wide / columns;
  const frame = choose<Colour>(random, [rgb(244, 242, 236), rgb(70, 54, 44), rgb(226, 220, 206)]);
  const shutters =
    random.uniform() < 0.4 ? choose<Colour>(random, [rgb(52, 92, 78), rgb(60, 84, 122), rgb(122, 54, 46)]) : null;
  const door = random.integer(columns);
  for (let level = 0; level < floors; level++) {
    for (let column = 0; column < columns; column++) {
      const middle = x + (column + 0.5) * pitch;
      const top = eaves + 0.03 + level * floor;
      const isDoor = level === floors - 1 && column === door;
      const half = 0.235 * pitch;
      if (shutters !== null && !isDoor) {
        for (const side of [-1, 1]) {
          const left = side < 0 ? middle - 1.85 * half : middle + half;
          paintBox(canvas, [left, top, left + 0.85 * half, top + 0.62 * floor], (_, v) =>
            shaded(shutters, fraction(v * 9) < 0.3 ? 0.72 : 1),
          );
        }
      }
      const light = random.uniform() < 0.12 ? rgb(250, 214, 140) : null;
      const glass = shaded(mixed(air.top, air.low, random.uniform()), 0.62);
      const bottom = isDoor ? ground - 0.002 : top + 0.62 * floor;
      const panel = choose<Colour>(random, [rgb(96, 50, 38), rgb(40, 74, 66), rgb(58, 62, 96)]);
      paintBox(canvas, [middle - half, top, middle + half, bottom], (u, v) => {
        const border = Math.min(u, 1 - u) * 2 * half;
        if (border < 0.006 || v < 0.05) return frame;
        if (isDoor)
          return v < 0.24
            ? shaded(glass, 1.1)
            : shaded(panel, fraction(v * 2.6 + 0.1) < 0.12 || Math.abs(u - 0.5) < 0.04 ? 0.8 : 1);
        if (Math.abs(u - 0.5) < 0.05 || Math.abs(v - 0.36) < 0.035) return frame;
        const mirrored = rise(0.1, 0.16, fraction(0.6 * u + 0.5 * v + middle * 7)) * 0.25;
        return mixed(light ?? glass, air.low, light === null ? mirrored : 0);
      });
      if (!isDoor)
        paintBox(canvas, [middle - 1.2 * half, bottom, middle + 1.2 * half, bottom + 0.008], () => shaded(frame, 0.86));
    }
  }
}

/** A round crown of leaves: lumps that are bright on top. */
function paintTree(canvas: Canvas, noise: Noise, x: number, foot: number, tall: number): void {
  paintBox(canvas, [x - 0.05 * tall, foot - 0.5 * tall, x + 0.05 * tall, foot], (u, v) =>
    Math.abs(u - 0.5) < 0.24 + 0.2 * v * v * v
      ? shaded(rgb(92, 70, 54), 1.15 - 0.6 * u + 0.2 * noise.at(u * 9, v * 30))
      : null,
  );
  paintBox(canvas, [x - 0.42 * tall, foot - tall, x + 0.42 * tall, foot - 0.28 * tall], (u, v) => {
    const [a, b] = [2 * u - 1, 2 * v - 1];
    const rim = 0.5 * noise.layers(u * 4 + x * 31, v * 4, 4);
    if (a * a + b * b > 0.72 + rim) return null;
    const lump = noise.layers(u * 6 + x * 31, v * 6 + 9, 4);
    const above = noise.layers(u * 6 + x * 31 - 0.35, v * 6 + 8.5, 4);
    const leaf = noise.at(u * 60, v * 60 + x * 99);
    return shaded(
      mixed(rgb(38, 74, 36), rgb(134, 164, 74), clamp(0.42 + 0.9 * (lump - above) - 0.28 * b)),
      0.92 + 0.24 * leaf,
    );
  });
}

const painters: { readonly [K in SceneKind]: (canvas: Canvas, random: RandomStream) => void } = {
  hills: paintHills,
  shore: paintShore,
  street: paintStreet,
  'still life': paintStillLife,
};

/** Fills the canvas. */
export function paintScene(canvas: Canvas, kind: SceneKind, random: RandomStream): void {
  const large = createCanvas(2 * canvas.height, 2 * canvas.width);
  painters[kind](large, random);
  canvas.colours.set(halved(large).colours);
}
