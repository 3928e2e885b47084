/**
 * Smooth randomness over the plane, of which nature's surfaces are made here.
 *
 * Picture: a grid of arrows that point anywhere, repeated after 256 cells. Between four corners the slopes of their arrows are blended
 * (gradient noise). Layers of it, each twice as fine and half as strong, look like clouds, bark or rock. A second kind strews one point into each
 * cell and asks which is nearest: pebbles and paving.
 *
 * Source: Perlin, "Improving Noise" (SIGGRAPH 2002), for the blend; Worley, "A Cellular Texture Basis Function" (SIGGRAPH 1996), for the
 * nearest points. Only + − × ÷ √ and the house's trigonometry: the same everywhere.
 */

import type { RandomStream } from '../../tensor/random';
import { directionOf } from '../../tensor/trigonometry';

const CELLS = 256;
const ARROWS = 32;

/** Which of the strewn points are near. */
export interface Nearest {
  /** Distances to the nearest and to the second nearest point, in cells. */
  first: number;
  second: number;
  /** A number of the nearest one's own, 0 … 1. */
  own: number;
}

export interface Noise {
  /** About −1 … 1; one bump to a unit. */
  at(x: number, y: number): number;
  /** `count` layers, about −1 … 1. */
  layers(x: number, y: number, count: number): number;
  /** A fixed number 0 … 1 for each cell of the whole-number grid. */
  cell(column: number, row: number): number;
  nearest(x: number, y: number, out: Nearest): void;
}

export function createNoise(random: RandomStream): Noise {
  const order = random.permutation(CELLS);
  const numbers = Float64Array.from({ length: CELLS }, () => random.uniform());
  const arrows = Array.from({ length: ARROWS }, (_, k) => directionOf((360 * k) / ARROWS));
  const arrowsX = Float64Array.from(arrows, ({ cosine }) => cosine);
  const arrowsY = Float64Array.from(arrows, ({ sine }) => sine);

  function entry(column: number, row: number): number {
    return order[(order[column & (CELLS - 1)]! + row) & (CELLS - 1)]!;
  }
  function slope(column: number, row: number, u: number, v: number): number {
    const arrow = entry(column, row) & (ARROWS - 1);
    return arrowsX[arrow]! * u + arrowsY[arrow]! * v;
  }
  function at(x: number, y: number): number {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const u = x - column;
    const v = y - row;
    const s = u * u * u * (u * (6 * u - 15) + 10);
    const t = v * v * v * (v * (6 * v - 15) + 10);
    const upper = slope(column, row, u, v);
    const lower = slope(column, row + 1, u, v - 1);
    const top = upper + s * (slope(column + 1, row, u - 1, v) - upper);
    const bottom = lower + s * (slope(column + 1, row + 1, u - 1, v - 1) - lower);
    return 1.5 * (top + t * (bottom - top));
  }
  const cell = (column: number, row: number): number => numbers[entry(column, row)]!;

  return {
    at,
    cell,
    layers(x, y, count) {
      let sum = 0;
      let strength = 0.6;
      let u = x;
      let v = y;
      for (let layer = 0; layer < count; layer++) {
        sum += strength * at(u, v);
        strength *= 0.5;
        // Turned and shifted, so that the layers' grids do not fall together.
        const across = 1.6 * u + 1.2 * v + 17.3;
        v = 1.6 * v - 1.2 * u + 5.1;
        u = across;
      }
      return sum;
    },
    nearest(x, y, out) {
      const column = Math.floor(x);
      const row = Math.floor(y);
      out.first = Infinity;
      out.second = Infinity;
      for (let j = row - 1; j <= row + 1; j++) {
        for (let i = column - 1; i <= column + 1; i++) {
          const dx = i + 0.1 + 0.8 * cell(i, j) - x;
          const dy = j + 0.1 + 0.8 * cell(j + 91, i) - y;
          const distance = Math.sqrt(dx * dx + dy * dy);
          if (distance < out.first) {
            out.second = out.first;
            out.first = distance;
            out.own = cell(i + 7, j + 13);
          } else if (distance < out.second) out.second = distance;
        }
      }
    },
  };
}
