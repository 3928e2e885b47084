/**
 * The ten kinds of *Things* as triangle meshes, each about as large as a ball of radius 1.
 *
 * Picture: three ways of making a solid. A *lathe* turns a profile about the y axis (ball, cone, cylinder, cup); an *extrusion* gives a flat
 * outline a thickness (star, arrow, fish's fins); a *bent sheet* is a leaf. Nothing is copied from a model: all are formulas.
 */

import { circle, meshBuilder, type Mesh, type MeshBuilder } from './geometry';

export const thingNames = ['ball', 'cube', 'cone', 'ring', 'cylinder', 'star', 'leaf', 'cup', 'fish', 'arrow'] as const;
export type ThingName = (typeof thingNames)[number];

type Point = readonly [x: number, y: number];

/** Turns a profile (radius, height; from top to bottom, seen on the right) about the y axis. `smooth`: normals shared along the profile. */
function lathe(mesh: MeshBuilder, profile: readonly Point[], segments: 8 | 16 | 32, smooth = false): void {
  const around = circle(segments);
  const normalOf = (i: number): Point => {
    const [r0, y0] = profile[Math.max(0, i)]!;
    const [r1, y1] = profile[Math.min(profile.length - 1, i + 1)]!;
    return [y0 - y1, r1 - r0];
  };
  const ring = (radius: number, y: number, [nr, ny]: Point): readonly number[] =>
    around.map(({ cosine, sine }) => mesh.corner(radius * cosine, y, radius * sine, nr * cosine, ny, nr * sine));
  for (let i = 0; i + 1 < profile.length; i++) {
    const [top, bottom] = [profile[i]!, profile[i + 1]!];
    const normal = normalOf(i);
    const blend = (other: Point): Point => (smooth ? [normal[0] + other[0], normal[1] + other[1]] : normal);
    const upper = ring(top[0], top[1], i === 0 ? normal : blend(normalOf(i - 1)));
    const lower = ring(bottom[0], bottom[1], i + 2 === profile.length ? normal : blend(normalOf(i + 1)));
    for (let k = 0; k < segments; k++) {
      const next = (k + 1) % segments;
      if (top[0] === 0) mesh.triangle(upper[k]!, lower[next]!, lower[k]!);
      else if (bottom[0] === 0) mesh.triangle(upper[k]!, upper[next]!, lower[k]!);
      else mesh.quad(upper[k]!, upper[next]!, lower[next]!, lower[k]!);
    }
  }
}

/** A flat outline (counter-clockwise) made `thickness` thick along z. Every corner must be visible from `centre`. */
function extrude(mesh: MeshBuilder, outline: readonly Point[], centre: Point, thickness: number): void {
  const h = thickness / 2;
  for (const side of [1, -1] as const) {
    const middle = mesh.corner(centre[0], centre[1], side * h, 0, 0, side);
    const edge = outline.map(([x, y]) => mesh.corner(x, y, side * h, 0, 0, side));
    edge.forEach((corner, i) => {
      const next = edge[(i + 1) % edge.length]!;
      if (side === 1) mesh.triangle(middle, corner, next);
      else mesh.triangle(middle, next, corner);
    });
  }
  outline.forEach(([x0, y0], i) => {
    const [x1, y1] = outline[(i + 1) % outline.length]!;
    const [nx, ny] = [y1 - y0, x0 - x1];
    mesh.quad(
      mesh.corner(x0, y0, h, nx, ny, 0),
      mesh.corner(x0, y0, -h, nx, ny, 0),
      mesh.corner(x1, y1, -h, nx, ny, 0),
      mesh.corner(x1, y1, h, nx, ny, 0),
    );
  });
}

function ball(mesh: MeshBuilder): void {
  const half = circle(16).slice(0, 9);
  const around = circle(16);
  const rows = half.map(({ cosine: y, sine: r }) =>
    around.map(({ cosine, sine }) => mesh.corner(r * cosine, y, r * sine, r * cosine, y, r * sine)),
  );
  for (let i = 0; i + 1 < rows.length; i++) {
    for (let k = 0; k < 16; k++) {
      const next = (k + 1) % 16;
      mesh.quad(rows[i]![k]!, rows[i]![next]!, rows[i + 1]![next]!, rows[i + 1]![k]!);
    }
  }
}

/** Part of a ring of radius R and tube r in the x-y plane, from circle point `from` to `to` of 16 (all of it: 0 to 16). */
function tube(mesh: MeshBuilder, R: number, r: number, from: number, to: number, [x, y]: Point = [0, 0]): void {
  const around = circle(16);
  const section = circle(8);
  const rows: (readonly number[])[] = [];
  for (let i = from; i <= to; i++) {
    const { cosine, sine } = around[((i % 16) + 16) % 16]!;
    rows.push(
      section.map(({ cosine: c, sine: s }) =>
        mesh.corner(x + (R + r * c) * cosine, y + (R + r * c) * sine, r * s, c * cosine, c * sine, s),
      ),
    );
  }
  for (let i = 0; i + 1 < rows.length; i++) {
    for (let k = 0; k < 8; k++) {
      const next = (k + 1) % 8;
      mesh.quad(rows[i]![k]!, rows[i + 1]![k]!, rows[i + 1]![next]!, rows[i]![next]!);
    }
  }
}

function cube(mesh: MeshBuilder): void {
  const s = 0.72;
  const square: readonly Point[] = [
    [-s, -s],
    [s, -s],
    [s, s],
    [-s, s],
  ];
  extrude(mesh, square, [0, 0], 2 * s);
}

/** Five points; cos 72° = (√5 − 1)/4 and cos 36° = (√5 + 1)/4. */
function star(mesh: MeshBuilder): void {
  const c72 = (Math.sqrt(5) - 1) / 4;
  const c36 = (Math.sqrt(5) + 1) / 4;
  const s72 = Math.sqrt(1 - c72 * c72);
  const s36 = Math.sqrt(1 - c36 * c36);
  const inner = 0.45;
  const directions: readonly Point[] = [
    [0, 1],
    [-s36, c36],
    [-s72, c72],
    [-s72, -c72],
    [-s36, -c36],
    [0, -1],
    [s36, -c36],
    [s72, -c72],
    [s72, c72],
    [s36, c36],
  ];
  const outline = directions.map(([x, y], i): Point => (i % 2 === 0 ? [x * 1.1, y * 1.1] : [x * inner, y * inner]));
  extrude(mesh, outline, [0, 0], 0.4);
}

function arrow(mesh: MeshBuilder): void {
  const outline: readonly Point[] = [
    [-1.1, -0.22],
    [0.15, -0.22],
    [0.15, -0.68],
    [1.15, 0],
    [0.15, 0.68],
    [0.15, 0.22],
    [-1.1, 0.22],
  ];
  extrude(mesh, outline, [0.25, 0], 0.4);
}

/** A blade folded along its midrib and bent along its length, with a stalk. */
function leaf(mesh: MeshBuilder): void {
  const steps = 10;
  for (const side of [1, -1] as const) {
    for (const half of [1, -1] as const) {
      const rows = Array.from({ length: steps + 1 }, (_, i) => {
        const t = i / steps;
        // Widest at a third from the stalk, pointed at the tip.
        const width = 2.9 * t * (1 - t) * (1.25 - 0.8 * t);
        const x = -0.75 + 1.9 * t;
        const bend = 0.25 * (t - 0.5) * (t - 0.5);
        const normal = [0.3 * (t - 0.5) * side, -0.35 * half * side, side] as const;
        return [
          mesh.corner(x, 0, -bend + 0.02 * side, ...normal),
          mesh.corner(x, half * width * 0.62, -bend + 0.22 * width + 0.02 * side, ...normal),
        ] as const;
      });
      for (let i = 0; i + 1 < rows.length; i++) {
        const [a, b] = rows[i]!;
        const [d, c] = rows[i + 1]!;
        if (half * side === 1) mesh.quad(a, d, c, b);
        else mesh.quad(a, b, c, d);
      }
    }
  }
  extrude(
    mesh,
    [
      [-1.25, -0.07],
      [-0.6, -0.05],
      [-0.6, 0.05],
      [-1.25, 0.07],
    ],
    [-0.9, 0],
    0.1,
  );
}

function cup(mesh: MeshBuilder): void {
  lathe(
    mesh,
    [
      [0, -0.62],
      [0.52, -0.62],
      [0.62, 0.85],
      [0.74, 0.85],
      [0.62, -0.8],
      [0, -0.8],
    ],
    16,
  );
  tube(mesh, 0.42, 0.11, -5, 5, [0.68, 0.05]);
}

/** A flattened spindle with a tail and a fin on its back. */
function fish(mesh: MeshBuilder): void {
  const profile: readonly Point[] = [
    [0, 1.1],
    [0.26, 0.92],
    [0.44, 0.6],
    [0.5, 0.25],
    [0.44, -0.1],
    [0.3, -0.45],
    [0.13, -0.72],
    [0, -0.78],
  ];
  const body = meshBuilder();
  lathe(body, profile, 16, true);
  const { positions, normals, triangles } = body.finish();
  // Lay the spindle along x (head to the right) and flatten it along z.
  const corners = Array.from({ length: positions.length / 3 }, (_, i) => {
    const [x, y, z] = [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
    const [nx, ny, nz] = [normals[3 * i]!, normals[3 * i + 1]!, normals[3 * i + 2]!];
    return mesh.corner(y, -x, 0.55 * z, ny, -nx, nz / 0.55);
  });
  for (let t = 0; t < triangles.length; t += 3) {
    mesh.triangle(corners[triangles[t]!]!, corners[triangles[t + 1]!]!, corners[triangles[t + 2]!]!);
  }
  extrude(
    mesh,
    [
      [-0.6, 0],
      [-1.2, -0.52],
      [-1.02, 0],
      [-1.2, 0.52],
    ].reverse() as unknown as Point[],
    [-0.85, 0],
    0.12,
  );
  extrude(
    mesh,
    [
      [-0.3, 0.3],
      [0.42, 0.38],
      [-0.1, 0.78],
    ],
    [0, 0.5],
    0.1,
  );
}

const makers: { readonly [K in ThingName]: (mesh: MeshBuilder) => void } = {
  ball,
  cube,
  cone: (mesh) =>
    lathe(
      mesh,
      [
        [0, 1.05],
        [0.8, -0.8],
        [0, -0.8],
      ],
      32,
    ),
  ring: (mesh) => tube(mesh, 0.78, 0.27, 0, 16),
  cylinder: (mesh) =>
    lathe(
      mesh,
      [
        [0, 0.95],
        [0.58, 0.95],
        [0.58, -0.95],
        [0, -0.95],
      ],
      32,
    ),
  star,
  leaf,
  cup,
  fish,
  arrow,
};

export function meshOf(name: ThingName): Mesh {
  const mesh = meshBuilder();
  makers[name](mesh);
  return mesh.finish();
}
