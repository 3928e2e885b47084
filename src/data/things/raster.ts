/**
 * Draws triangle meshes into a small picture with a depth buffer.
 *
 * Picture: a square of samples, two by two for each pixel of the final image. A solid's corners are turned, lit and projected; each
 * triangle then visits the samples under it and keeps those that are nearer to the eye than what was there. A sample remembers colour and which object it
 * belongs to; a shadow is the same mesh pressed flat onto the ground along the light.
 *
 * Deliberately not here: backgrounds, what stands in front, and the choice of anything at random (`scene.ts`).
 */

import type { Mesh, Rotation } from './geometry';
import { textureAt, type Colour, type Texture } from './textures';

/** Samples per pixel in each direction. */
export const SAMPLES = 2;
const MOST_CORNERS = 2048;
/** Weak perspective: how much larger things get per radius that they are nearer. */
const PERSPECTIVE = 0.1;

export interface Solid {
  readonly mesh: Mesh;
  readonly rotation: Rotation;
  /** Where its centre lies, and its radius, in pixels of the final image (y down). */
  readonly centreX: number;
  readonly centreY: number;
  readonly radius: number;
  readonly colour: Colour;
  readonly secondColour: Colour;
  readonly texture: Texture;
  /** 0 dull … 1 glossy. */
  readonly gloss: number;
}

export interface Light {
  /** Unit vector towards the light. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** What reaches every side, 0 … 1; the rest depends on the angle. */
  readonly ambient: number;
}

export interface Raster {
  /** Samples per side. */
  readonly side: number;
  /** Red, green, blue of each sample, 0 … 1 and beyond. */
  readonly colours: Float32Array;
  /** 0: nothing; k: the k-th object drawn since `clear`. */
  readonly objects: Uint8Array;
  /** 1 where a shadow falls. */
  readonly shadows: Uint8Array;
  clear(): void;
  /** Draws object `number` (1, 2, …). */
  draw(solid: Solid, light: Light, number: number): void;
  /** The shadow of a solid that stands on the ground seen by a camera with this pitch (cosine, sine). */
  drawShadow(solid: Solid, light: Light, pitchCosine: number, pitchSine: number): void;
}

export function createRaster(sidePx: number): Raster {
  const side = sidePx * SAMPLES;
  const colours = new Float32Array(side * side * 3);
  const depths = new Float32Array(side * side);
  const objects = new Uint8Array(side * side);
  const shadows = new Uint8Array(side * side);
  // Per corner: place on the sample grid, depth, brightness.
  const xs = new Float64Array(MOST_CORNERS);
  const ys = new Float64Array(MOST_CORNERS);
  const zs = new Float64Array(MOST_CORNERS);
  const lights = new Float64Array(MOST_CORNERS);

  /**
   * Visits each sample whose centre lies in the triangle of corners a, b, c: as a piece of `solid`, or as shadow where that is null.
   * One loop for both, written out without callbacks: this is where the time goes.
   */
  function fill(a: number, b: number, c: number, area: number, solid: Solid | null, number: number): void {
    const xa = xs[a]!;
    const ya = ys[a]!;
    const xb = xs[b]!;
    const yb = ys[b]!;
    const xc = xs[c]!;
    const yc = ys[c]!;
    const left = Math.max(0, Math.ceil(Math.min(xa, xb, xc) - 0.5));
    const right = Math.min(side - 1, Math.floor(Math.max(xa, xb, xc) - 0.5));
    const top = Math.max(0, Math.ceil(Math.min(ya, yb, yc) - 0.5));
    const bottom = Math.min(side - 1, Math.floor(Math.max(ya, yb, yc) - 0.5));
    const inverse = 1 / area;
    for (let row = top; row <= bottom; row++) {
      const y = row + 0.5;
      for (let column = left; column <= right; column++) {
        const x = column + 0.5;
        const wa = ((xb - x) * (yc - y) - (yb - y) * (xc - x)) * inverse;
        const wb = ((xc - x) * (ya - y) - (yc - y) * (xa - x)) * inverse;
        const wc = 1 - wa - wb;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const sample = row * side + column;
        if (solid === null) {
          shadows[sample] = 1;
          continue;
        }
        const z = wa * zs[a]! + wb * zs[b]! + wc * zs[c]!;
        if (z <= depths[sample]!) continue;
        depths[sample] = z;
        objects[sample] = number;
        const { colour, secondColour, texture } = solid;
        let mix = 0;
        if (texture.kind !== 'plain') {
          const { positions } = solid.mesh;
          mix = textureAt(
            texture,
            wa * positions[3 * a]! + wb * positions[3 * b]! + wc * positions[3 * c]!,
            wa * positions[3 * a + 1]! + wb * positions[3 * b + 1]! + wc * positions[3 * c + 1]!,
            wa * positions[3 * a + 2]! + wb * positions[3 * b + 2]! + wc * positions[3 * c + 2]!,
          );
        }
        const bright = wa * lights[a]! + wb * lights[b]! + wc * lights[c]!;
        colours[3 * sample] = (colour[0] + mix * (secondColour[0] - colour[0])) * bright;
        colours[3 * sample + 1] = (colour[1] + mix * (secondColour[1] - colour[1])) * bright;
        colours[3 * sample + 2] = (colour[2] + mix * (secondColour[2] - colour[2])) * bright;
      }
    }
  }

  function signedArea(a: number, b: number, c: number): number {
    return (xs[b]! - xs[a]!) * (ys[c]! - ys[a]!) - (ys[b]! - ys[a]!) * (xs[c]! - xs[a]!);
  }

  return {
    side,
    colours,
    objects,
    shadows,
    clear() {
      depths.fill(-Infinity);
      objects.fill(0);
      shadows.fill(0);
    },
    draw(solid, light, number) {
      const { mesh, rotation: r, centreX, centreY, radius, gloss } = solid;
      const { positions, normals, triangles } = mesh;
      const corners = positions.length / 3;
      for (let i = 0; i < corners; i++) {
        const px = positions[3 * i]!;
        const py = positions[3 * i + 1]!;
        const pz = positions[3 * i + 2]!;
        const qx = normals[3 * i]!;
        const qy = normals[3 * i + 1]!;
        const qz = normals[3 * i + 2]!;
        const x = r[0]! * px + r[1]! * py + r[2]! * pz;
        const y = r[3]! * px + r[4]! * py + r[5]! * pz;
        const z = r[6]! * px + r[7]! * py + r[8]! * pz;
        const nearer = radius * (1 + PERSPECTIVE * z);
        xs[i] = (centreX + x * nearer) * SAMPLES;
        ys[i] = (centreY - y * nearer) * SAMPLES;
        zs[i] = z * radius;
        const nx = r[0]! * qx + r[1]! * qy + r[2]! * qz;
        const ny = r[3]! * qx + r[4]! * qy + r[5]! * qz;
        const nz = r[6]! * qx + r[7]! * qy + r[8]! * qz;
        const towards = nx * light.x + ny * light.y + nz * light.z;
        // Mirrored light as the eye, far in front, sees it.
        const mirrored = Math.max(0, 2 * towards * nz - light.z);
        const shine = mirrored * mirrored * mirrored * mirrored;
        lights[i] = light.ambient + (1 - light.ambient) * Math.max(0, towards) + gloss * shine * shine;
      }
      for (let t = 0; t < triangles.length; t += 3) {
        const a = triangles[t]!;
        const b = triangles[t + 1]!;
        const c = triangles[t + 2]!;
        const area = signedArea(a, b, c);
        // Counter-clockwise is clockwise here, where y points down; the others show their back.
        if (area >= 0) continue;
        fill(a, b, c, area, solid, number);
      }
    },
    drawShadow({ mesh, rotation: r, centreX, centreY, radius }, light, pitchCosine, pitchSine) {
      const { positions, triangles } = mesh;
      const corners = positions.length / 3;
      // The camera looks down by the pitch: the ground's upward direction, as the camera sees it, and what lies lowest along it.
      const [ux, uy, uz] = [0, pitchCosine, pitchSine];
      const rise = light.x * ux + light.y * uy + light.z * uz;
      if (rise < 0.2) return;
      let lowest = Infinity;
      for (let i = 0; i < corners; i++) {
        const px = positions[3 * i]!;
        const py = positions[3 * i + 1]!;
        const pz = positions[3 * i + 2]!;
        xs[i] = r[0]! * px + r[1]! * py + r[2]! * pz;
        ys[i] = r[3]! * px + r[4]! * py + r[5]! * pz;
        zs[i] = r[6]! * px + r[7]! * py + r[8]! * pz;
        lowest = Math.min(lowest, ys[i]! * uy + zs[i]! * uz);
      }
      for (let i = 0; i < corners; i++) {
        const height = ys[i]! * uy + zs[i]! * uz - lowest;
        const slide = height / rise;
        const [x, y, z] = [xs[i]! - slide * light.x, ys[i]! - slide * light.y, zs[i]! - slide * light.z];
        const nearer = radius * (1 + PERSPECTIVE * z);
        xs[i] = (centreX + x * nearer) * SAMPLES;
        ys[i] = (centreY - y * nearer) * SAMPLES;
      }
      for (let t = 0; t < triangles.length; t += 3) {
        const a = triangles[t]!;
        const b = triangles[t + 1]!;
        const c = triangles[t + 2]!;
        const area = signedArea(a, b, c);
        if (area !== 0) fill(a, b, c, area, null, 0);
      }
    },
  };
}
