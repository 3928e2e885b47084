/**
 * One image of *Things*: which solids, how they are turned, lit and coloured, what lies behind and in front of them.
 *
 * Picture: a stage. The backdrop and some clutter are painted first, then the shadows, then the solids from the raster, then whatever hides a
 * part of them, then the grain of the camera. Hue, texture, light and backdrop are drawn in the same way for every class, so
 * that none of them gives the class away.
 *
 * The file is long because the steps of one image share one picture, one raster and one record of what is hidden.
 */

import type { RandomStream } from '../../tensor/random';
import { drawBackdrop, paintPatch, randomPatch } from './backdrop';
import { rotationOf, turnOfHalfTangent, type Mesh, type Rotation, type Turn } from './geometry';
import { createRaster, SAMPLES, type Light, type Solid } from './raster';
import { meshOf, thingNames } from './shapes';
import { randomColour, randomTexture, type Colour } from './textures';

/** Where an object is seen, in pixels: the smallest box around its visible part. */
export interface ThingInScene {
  /** Index into `thingNames`. */
  readonly label: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Part of its silhouette that nothing hides, 0 … 1. */
  readonly visible: number;
}

export interface SceneMaker {
  /**
   * Draws a scene of `labels.length` objects (one per label) into `pixels` [side, side, 3] from `start` and, when asked for, which object
   * each pixel shows into `objects` [side, side] (0: none, k: the k-th).
   */
  draw(
    labels: readonly number[],
    random: RandomStream,
    pixels: Uint8Array,
    start: number,
    objects?: Uint8Array,
    objectsStart?: number,
  ): readonly ThingInScene[];
}

/** An object keeps at least this part of its silhouette. */
const LEAST_VISIBLE = 0.75;

/** How far each kind may be turned: tangents of half the largest roll, tilt and yaw; `free` is any angle. */
interface Pose {
  readonly roll: number | 'free';
  readonly tilt: number;
  readonly yaw: number | 'free';
  /** May look to the other side. */
  readonly mirrored?: boolean;
}
const flat: Pose = { roll: 0.5, tilt: 0.18, yaw: 0.3 };
const standing: Pose = { roll: 0.15, tilt: 0.15, yaw: 'free' };
const poses: { readonly [K in (typeof thingNames)[number]]: Pose } = {
  ball: standing,
  cube: standing,
  cone: standing,
  ring: { roll: 'free', tilt: 0.3, yaw: 0.35 },
  cylinder: standing,
  star: flat,
  leaf: flat,
  cup: { roll: 0.12, tilt: 0.12, yaw: 0.8, mirrored: true },
  fish: { roll: 0.25, tilt: 0.15, yaw: 0.35, mirrored: true },
  arrow: flat,
};

function freeTurn(random: RandomStream): Turn {
  const [x, y] = [random.bell(), random.bell()];
  const length = Math.sqrt(x * x + y * y) + 1e-9;
  return { cosine: x / length, sine: y / length };
}

function randomTurn(random: RandomStream, limit: number | 'free'): Turn {
  return limit === 'free' ? freeTurn(random) : turnOfHalfTangent((2 * random.uniform() - 1) * limit);
}

function mixed(first: Colour, second: Colour, share: number): Colour {
  const mix = (channel: 0 | 1 | 2): number => first[channel] + share * (second[channel] - first[channel]);
  return [mix(0), mix(1), mix(2)];
}

function luminance([red, green, blue]: Colour): number {
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}

export function createSceneMaker(sidePx: number): SceneMaker {
  const meshes: readonly Mesh[] = thingNames.map(meshOf);
  const raster = createRaster(sidePx);
  const pixelCount = sidePx * sidePx;
  const picture = new Float32Array(pixelCount * 3);
  /** Part of each pixel that nothing in front hides. */
  const seen = new Float32Array(pixelCount);

  function randomSolid(
    label: number,
    random: RandomStream,
    pitch: Turn,
    place: readonly [number, number, number],
  ): Solid {
    const name = thingNames[label]!;
    const pose = poses[name];
    const roll = randomTurn(random, pose.roll);
    const tilt = randomTurn(random, pose.tilt);
    const yaw = randomTurn(random, pose.yaw);
    // Half a turn about the upright axis looks to the other side.
    const turned = pose.mirrored === true && random.uniform() < 0.5 ? { cosine: -yaw.cosine, sine: -yaw.sine } : yaw;
    const rotation: Rotation = new Float64Array(9);
    rotationOf(roll, tilt, turned, pitch, rotation);
    const behind = luminanceAt(place[0], place[1]);
    // Something must set it off from what is behind it, whatever that is.
    let colour = randomColour(random, 0.35, 1);
    for (let tries = 0; tries < 8 && Math.abs(luminance(colour) - behind) < 0.25; tries++) {
      colour = randomColour(random, 0.2, 1);
    }
    return {
      mesh: meshes[label]!,
      rotation,
      centreX: place[0],
      centreY: place[1],
      radius: place[2],
      colour,
      secondColour: mixed(colour, randomColour(random, 0.3, 1), 0.5),
      texture: randomTexture(random, 2),
      gloss: random.uniform() < 0.4 ? 0.6 * random.uniform() : 0,
    };
  }

  function luminanceAt(x: number, y: number): number {
    const column = Math.max(0, Math.min(sidePx - 1, Math.floor(x)));
    const row = Math.max(0, Math.min(sidePx - 1, Math.floor(y)));
    const at = 3 * (row * sidePx + column);
    return luminance([picture[at]!, picture[at + 1]!, picture[at + 2]!]);
  }

  function randomLight(random: RandomStream): Light {
    const [x, y, z] = [1.6 * (random.uniform() - 0.5), 0.5 + random.uniform(), 0.2 + random.uniform()];
    const length = Math.sqrt(x * x + y * y + z * z);
    return { x: x / length, y: y / length, z: z / length, ambient: 0.35 + 0.3 * random.uniform() };
  }

  function clutter(random: RandomStream, count: number, smallest: number, largest: number, hides: boolean): void {
    for (let k = 0; k < count; k++) {
      const [x, y] = [random.uniform() * sidePx, random.uniform() * sidePx];
      const radius = (smallest + (largest - smallest) * random.uniform()) * sidePx;
      paintPatch(picture, sidePx, randomPatch(random, x, y, radius), hides ? seen : null);
    }
  }

  /** Where `count` objects stand: centre and radius in pixels. One is large and near the middle; several share the picture. */
  function randomPlaces(count: number, random: RandomStream): readonly (readonly [number, number, number])[] {
    if (count === 1) {
      const radius = (0.3 + 0.12 * random.uniform()) * sidePx;
      const room = 0.5 * sidePx - radius;
      return [[sidePx / 2 + (2 * random.uniform() - 1) * room, sidePx / 2 + (2 * random.uniform() - 1) * room, radius]];
    }
    const cells = Math.ceil(Math.sqrt(count));
    const cell = sidePx / cells;
    const order = random.permutation(cells * cells);
    return Array.from({ length: count }, (_, k) => {
      const [row, column] = [Math.floor(order[k]! / cells), order[k]! % cells];
      const radius = cell * (0.3 + 0.15 * random.uniform());
      const jitter = (): number => (random.uniform() - 0.5) * 0.3 * cell;
      return [(column + 0.5) * cell + jitter(), (row + 0.5) * cell + jitter(), radius];
    });
  }

  /** Averages the samples of each pixel over the picture: shadows darken it, objects cover it. */
  function blendRaster(shade: number): void {
    const { side, colours, objects, shadows } = raster;
    const share = 1 / (SAMPLES * SAMPLES);
    for (let row = 0; row < sidePx; row++) {
      for (let column = 0; column < sidePx; column++) {
        const pixel = row * sidePx + column;
        let red = 0;
        let green = 0;
        let blue = 0;
        let open = 0;
        let shadow = 0;
        for (let v = 0; v < SAMPLES; v++) {
          for (let u = 0; u < SAMPLES; u++) {
            const sample = (row * SAMPLES + v) * side + column * SAMPLES + u;
            if (objects[sample] === 0) {
              open++;
              shadow += shadows[sample]!;
            } else {
              red += colours[3 * sample]!;
              green += colours[3 * sample + 1]!;
              blue += colours[3 * sample + 2]!;
            }
          }
        }
        const background = share * (open - shade * shadow);
        picture[3 * pixel] = picture[3 * pixel]! * background + red * share;
        picture[3 * pixel + 1] = picture[3 * pixel + 1]! * background + green * share;
        picture[3 * pixel + 2] = picture[3 * pixel + 2]! * background + blue * share;
      }
    }
  }

  /** Which object a pixel shows: one that fills at least half of it and is not hidden. */
  function shownAt(row: number, column: number): number {
    if (seen[row * sidePx + column]! < 0.5) return 0;
    const first = row * SAMPLES * raster.side + column * SAMPLES;
    for (let sample = 0; sample < SAMPLES * SAMPLES - 1; sample++) {
      const object = raster.objects[first + Math.floor(sample / SAMPLES) * raster.side + (sample % SAMPLES)]!;
      if (object === 0) continue;
      let same = 0;
      for (let v = 0; v < SAMPLES; v++) {
        for (let u = 0; u < SAMPLES; u++) if (raster.objects[first + v * raster.side + u] === object) same++;
      }
      if (2 * same >= SAMPLES * SAMPLES) return object;
    }
    return 0;
  }

  /** Part of object k's silhouette that is not hidden by what was painted since. */
  function visiblePart(k: number): number {
    let [all, visible] = [0, 0];
    for (let row = 0; row < raster.side; row++) {
      for (let column = 0; column < raster.side; column++) {
        if (raster.objects[row * raster.side + column] !== k) continue;
        all += 1;
        visible += seen[Math.floor(row / SAMPLES) * sidePx + Math.floor(column / SAMPLES)]!;
      }
    }
    return all === 0 ? 0 : visible / all;
  }

  /** Patches in front, as long as they leave enough of every object. */
  function hideParts(count: number, random: RandomStream): void {
    const patches = random.uniform() < 0.65 ? 0 : 1;
    for (let k = 0; k < patches; k++) {
      const [x, y] = [random.uniform() * sidePx, random.uniform() * sidePx];
      const patch = randomPatch(random, x, y, (0.08 + 0.1 * random.uniform()) * sidePx);
      const [seenBefore, pictureBefore] = [seen.slice(), picture.slice()];
      paintPatch(picture, sidePx, patch, seen);
      for (let object = 1; object <= count; object++) {
        if (visiblePart(object) >= LEAST_VISIBLE) continue;
        seen.set(seenBefore);
        picture.set(pictureBefore);
        break;
      }
    }
  }

  /** Exposure, a little colour cast, grain; then bytes. */
  function develop(random: RandomStream, pixels: Uint8Array, start: number): void {
    const exposure = 0.85 + 0.3 * random.uniform();
    const cast = [0, 1, 2].map(() => exposure * (1 + 0.05 * random.bell()));
    const grain = 1 + 5 * random.uniform();
    let state = random.integer(0x1000000) * 2 + 1;
    for (let i = 0; i < pixelCount * 3; i++) {
      // A linear congruential step (Numerical Recipes' constants): cheap, and good enough for grain.
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      const noise = ((state >>> 8) / 0x1000000 - 0.5) * 2 * grain;
      const value = picture[i]! * cast[i % 3]! * 255 + noise + 0.5;
      pixels[start + i] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }

  return {
    draw(labels, random, pixels, start, objects, objectsStart = 0) {
      const count = labels.length;
      seen.fill(1);
      drawBackdrop(picture, sidePx, random);
      clutter(random, random.integer(4), 0.05, 0.16, false);
      raster.clear();
      const pitch = turnOfHalfTangent(0.05 + 0.22 * random.uniform());
      const light = randomLight(random);
      const solids = randomPlaces(count, random).map((place, k) => randomSolid(labels[k]!, random, pitch, place));
      for (const solid of solids) raster.drawShadow(solid, light, pitch.cosine, pitch.sine);
      for (const [k, solid] of solids.entries()) raster.draw(solid, light, k + 1);
      blendRaster(0.35 + 0.35 * random.uniform());
      hideParts(count, random);
      develop(random, pixels, start);

      const boxes = labels.map(() => ({ left: sidePx, top: sidePx, right: -1, bottom: -1 }));
      for (let row = 0; row < sidePx; row++) {
        for (let column = 0; column < sidePx; column++) {
          const object = shownAt(row, column);
          if (objects) objects[objectsStart + row * sidePx + column] = object;
          const box = boxes[object - 1];
          if (box === undefined) continue;
          box.left = Math.min(box.left, column);
          box.right = Math.max(box.right, column);
          box.top = Math.min(box.top, row);
          box.bottom = Math.max(box.bottom, row);
        }
      }
      return labels.map((label, k) => {
        const { left, top, right, bottom } = boxes[k]!;
        const isSeen = right >= left;
        return {
          label,
          left: isSeen ? left : 0,
          top: isSeen ? top : 0,
          width: isSeen ? right - left + 1 : 0,
          height: isSeen ? bottom - top + 1 : 0,
          visible: visiblePart(k + 1),
        };
      });
    },
  };
}
