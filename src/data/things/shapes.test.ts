import { describe, expect, test } from 'vitest';
import { circle, rotationOf, turnOfHalfTangent } from './geometry';
import { meshOf, thingNames } from './shapes';

describe.each(thingNames)('%s', (name) => {
  const { positions, normals, triangles } = meshOf(name);
  const corner = (array: Float64Array, i: number): number[] => [...array.subarray(3 * i, 3 * i + 3)];

  test('is about as large as a ball of radius 1', () => {
    let farthest = 0;
    for (let i = 0; i < positions.length / 3; i++) farthest = Math.max(farthest, Math.hypot(...corner(positions, i)));
    expect(farthest).toBeGreaterThan(0.9);
    expect(farthest).toBeLessThan(1.4);
  });

  test('has normals of unit length that point out of its triangles', () => {
    for (let t = 0; t < triangles.length; t += 3) {
      const [a, b, c] = [...triangles.subarray(t, t + 3)].map((i) => corner(positions, i)) as [
        number[],
        number[],
        number[],
      ];
      const [u, v] = [b.map((value, k) => value - a[k]!), c.map((value, k) => value - a[k]!)];
      const across = [u[1]! * v[2]! - u[2]! * v[1]!, u[2]! * v[0]! - u[0]! * v[2]!, u[0]! * v[1]! - u[1]! * v[0]!];
      // A triangle without area shows nothing and has no side.
      if (Math.hypot(...across) < 1e-9) continue;
      for (const i of triangles.subarray(t, t + 3)) {
        const normal = corner(normals, i);
        expect(Math.hypot(...normal)).toBeCloseTo(1, 12);
        expect(across[0]! * normal[0]! + across[1]! * normal[1]! + across[2]! * normal[2]!).toBeGreaterThan(0);
      }
    }
  });
});

test('a circle of 32 points lies on the circle, evenly', () => {
  for (const [k, { cosine, sine }] of circle(32).entries()) {
    expect(cosine).toBeCloseTo(Math.cos((k / 16) * Math.PI), 12);
    expect(sine).toBeCloseTo(Math.sin((k / 16) * Math.PI), 12);
  }
});

test('a rotation keeps lengths and angles; a quarter roll takes x to y', () => {
  const rotation = new Float64Array(9);
  const none = turnOfHalfTangent(0);
  rotationOf(turnOfHalfTangent(1), none, none, none, rotation);
  expect([rotation[0]!, rotation[3]!, rotation[6]!].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0, 1, 0]);
  rotationOf(turnOfHalfTangent(0.3), turnOfHalfTangent(-0.2), turnOfHalfTangent(0.7), turnOfHalfTangent(0.1), rotation);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let product = 0;
      for (let k = 0; k < 3; k++) product += rotation[3 * i + k]! * rotation[3 * j + k]!;
      expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
    }
  }
});
