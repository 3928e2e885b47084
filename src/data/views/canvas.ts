/** A picture while it is painted: red, green and blue of each pixel, 0 … 1, and the few small functions that all painters share. */

import type { RandomStream } from '../../tensor/random';
import type { Colour } from '../things/textures';

export interface Canvas {
  readonly height: number;
  readonly width: number;
  /** [height, width, 3] */
  readonly colours: Float32Array;
}

export function createCanvas(height: number, width: number): Canvas {
  return { height, width, colours: new Float32Array(height * width * 3) };
}

export function between(random: RandomStream, from: number, to: number): number {
  return from + (to - from) * random.uniform();
}

export function clamp(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

/** 0 up to `from`, 1 from `to` on, and a smooth way in between. */
export function rise(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

export function fraction(value: number): number {
  return value - Math.floor(value);
}

export function mixed(first: Colour, second: Colour, share: number): Colour {
  return [
    first[0] + share * (second[0] - first[0]),
    first[1] + share * (second[1] - first[1]),
    first[2] + share * (second[2] - first[2]),
  ];
}

export function shaded([red, green, blue]: Colour, bright: number): Colour {
  return [red * bright, green * bright, blue * bright];
}

/** From bytes, as colours are usually written. */
export function rgb(red: number, green: number, blue: number): Colour {
  return [red / 255, green / 255, blue / 255];
}

export function choose<T>(random: RandomStream, list: readonly T[]): T {
  return list[random.integer(list.length)]!;
}

/** Lays a colour over a pixel; nothing happens outside. */
export function blend(canvas: Canvas, column: number, row: number, colour: Colour, share: number): void {
  if (column < 0 || row < 0 || column >= canvas.width || row >= canvas.height) return;
  const at = 3 * (row * canvas.width + column);
  for (let c = 0; c < 3; c++) canvas.colours[at + c]! += share * (colour[c]! - canvas.colours[at + c]!);
}

/** Half the size: each pixel the mean of four. */
export function halved(canvas: Canvas): Canvas {
  const half = createCanvas(canvas.height >> 1, canvas.width >> 1);
  const rowStep = 3 * canvas.width;
  for (let row = 0; row < half.height; row++) {
    for (let i = 0; i < 3 * half.width; i++) {
      const at = 2 * row * rowStep + 6 * Math.floor(i / 3) + (i % 3);
      const { colours } = canvas;
      half.colours[row * 3 * half.width + i] =
        (colours[at]! + colours[at + 3]! + colours[at + rowStep]! + colours[at + rowStep + 3]!) / 4;
    }
  }
  return half;
}
