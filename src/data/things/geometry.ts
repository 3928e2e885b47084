/**
 * Vectors, turns and triangle meshes: the little geometry that *Things* are made of.
 *
 * x points right, y up, z towards the eye. Angles never appear: a turn is given by the tangent of half its angle, because sines and
 * cosines are not specified to the last bit and these images must be the same everywhere.
 */

/** Corners with a normal each, and triangles of three corners, counter-clockwise seen from outside. */
export interface Mesh {
  /** x, y, z of each corner, in units of the object's radius. */
  readonly positions: Float64Array;
  /** Unit length. */
  readonly normals: Float64Array;
  readonly triangles: Uint16Array;
}

/** Rows of a 3 × 3 rotation. */
export type Rotation = Float64Array;

export interface Turn {
  readonly cosine: number;
  readonly sine: number;
}

/** The turn whose half has this tangent: 1 is a quarter turn. */
export function turnOfHalfTangent(t: number): Turn {
  return { cosine: (1 - t * t) / (1 + t * t), sine: (2 * t) / (1 + t * t) };
}

/** Points of a full circle from (1, 0), counter-clockwise; `count` is 4, 8, 16 or 32. By halving angles: cos(a/2) = √((1 + cos a)/2). */
export function circle(count: 4 | 8 | 16 | 32): readonly Turn[] {
  let step: Turn = { cosine: 0, sine: 1 };
  for (let n = 4; n < count; n *= 2) {
    step = { cosine: Math.sqrt((1 + step.cosine) / 2), sine: Math.sqrt((1 - step.cosine) / 2) };
  }
  const points: Turn[] = [{ cosine: 1, sine: 0 }];
  for (let k = 1; k < count; k++) {
    const { cosine, sine } = points[k - 1]!;
    points.push({ cosine: cosine * step.cosine - sine * step.sine, sine: sine * step.cosine + cosine * step.sine });
  }
  return points;
}

/** First roll (about z), then tilt (about x), then yaw (about y), then the camera's pitch (about x). */
export function rotationOf(roll: Turn, tilt: Turn, yaw: Turn, pitch: Turn, out: Rotation): void {
  // R = X(pitch) · Y(yaw) · X(tilt) · Z(roll), multiplied out.
  const { cosine: cr, sine: sr } = roll;
  const { cosine: ct, sine: st } = tilt;
  const { cosine: cy, sine: sy } = yaw;
  const { cosine: cp, sine: sp } = pitch;
  const tiltRoll = [cr, -sr, 0, ct * sr, ct * cr, -st, st * sr, st * cr, ct] as const;
  for (let column = 0; column < 3; column++) {
    const [a, b, c] = [tiltRoll[column]!, tiltRoll[3 + column]!, tiltRoll[6 + column]!];
    const x = cy * a + sy * c;
    const z = -sy * a + cy * c;
    out[column] = x;
    out[3 + column] = cp * b - sp * z;
    out[6 + column] = sp * b + cp * z;
  }
}

/** Collects corners and triangles. */
export interface MeshBuilder {
  /** Returns the corner's number. The normal need not have unit length. */
  corner(x: number, y: number, z: number, nx: number, ny: number, nz: number): number;
  triangle(a: number, b: number, c: number): void;
  /** Two triangles; corners in order around. */
  quad(a: number, b: number, c: number, d: number): void;
  finish(): Mesh;
}

export function meshBuilder(): MeshBuilder {
  const positions: number[] = [];
  const normals: number[] = [];
  const triangles: number[] = [];
  return {
    corner(x, y, z, nx, ny, nz) {
      const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
      positions.push(x, y, z);
      normals.push(nx / length, ny / length, nz / length);
      return positions.length / 3 - 1;
    },
    triangle: (a, b, c) => void triangles.push(a, b, c),
    quad: (a, b, c, d) => void triangles.push(a, b, c, a, c, d),
    finish: () => ({
      positions: Float64Array.from(positions),
      normals: Float64Array.from(normals),
      triangles: Uint16Array.from(triangles),
    }),
  };
}
