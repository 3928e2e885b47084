import { describe, expect, test } from 'vitest';
import { randomStream } from '../tensor/random';
import { eightNumbers } from './eightNumbers';
import { eraseRectangles } from './eraseRectangles';
import { Grid } from './grid';
import { jitterColours } from './jitterColours';
import { image, rowsOf, scalar, valuesOf } from './literals';
import { warpImages } from './warpImages';

/** A step whose numbers for image 0 of the stream satisfy the condition. */
function stepWhere(stream: string, condition: (u: readonly number[]) => boolean): number {
  for (let step = 1; step < 10_000; step++) if (condition(eightNumbers(1, 1, stream, step)[0]!)) return step;
  throw new Error('no such step below 10,000');
}

const warp = (x: Grid, { flip = 0, shift = 0, crop = 0, rotate = 0 }, step = 1, background = [0]): Grid =>
  warpImages(
    { stream: 'warp', background },
    x,
    ...([flip, shift, crop, rotate, 1, step].map(scalar) as [Grid, Grid, Grid, Grid, Grid, Grid]),
  );

// prettier-ignore
const nine = image(
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
);

describe('warpImages x=[1,3,3,1]', () => {
  test('flip=1: left and right exchanged; twice it is x again', () => {
    // prettier-ignore
    expect(rowsOf(warp(nine, { flip: 1 }))).toEqual([
      [3, 2, 1],
      [6, 5, 4],
      [9, 8, 7],
    ]);
    expect(rowsOf(warp(warp(nine, { flip: 1 }), { flip: 1 }))).toEqual(rowsOf(nine));
  });

  test('shift=1, drawn one down and one left: background comes in above and on the right', () => {
    const step = stepWhere('warp', (u) => u[1]! > 2 / 3 && u[2]! < 1 / 3);
    // prettier-ignore
    expect(rowsOf(warp(nine, { shift: 1 }, step, [-1]))).toEqual([
      [-1, -1, -1],
      [ 2,  3, -1],
      [ 5,  6, -1],
    ]);
  });

  test('rotate=180, drawn at half of it: a quarter of a turn, clockwise', () => {
    // 2u − 1 near ½: 90° within a thousandth of a turn.
    const step = stepWhere('warp', (u) => Math.abs(u[6]! - 0.75) < 0.0005);
    const rows = rowsOf(warp(nine, { rotate: 180 }, step));
    // prettier-ignore
    const turned = [
      [7, 4, 1],
      [8, 5, 2],
      [9, 6, 3],
    ];
    // Corners touch the background by a hair.
    rows.forEach((row, i) => row.forEach((value, j) => expect(Math.abs(value - turned[i]![j]!)).toBeLessThan(0.1)));
  });

  test('crop=0.9, drawn small: the image is enlarged, values stay between the smallest and the largest', () => {
    const step = stepWhere('warp', (u) => u[3]! > 0.9 && Math.abs(u[4]! - 0.5) < 0.1 && Math.abs(u[5]! - 0.5) < 0.1);
    const values = valuesOf(warp(nine, { crop: 0.9 }, step));
    expect(Math.max(...values) - Math.min(...values)).toBeLessThan(3);
    expect(Math.abs(values[4]! - 5)).toBeLessThan(1.2);
  });

  test('strengths of 0 give x itself; so does any step', () => {
    for (const step of [1, 2, 77]) expect(valuesOf(warp(nine, {}, step))).toEqual(valuesOf(nine));
  });

  test('flip=0.5 mirrors half of the images; each image draws for itself', () => {
    const many = new Grid(
      [400, 1, 2, 1],
      Array.from({ length: 800 }, (_, i) => i % 2),
    );
    const y = valuesOf(warp(many, { flip: 0.5 }));
    const mirrored = y.filter((value, i) => i % 2 === 0 && value === 1).length;
    // Five standard errors of a half in 400.
    expect(Math.abs(mirrored - 200)).toBeLessThan(50);
  });
});

const jitter = (x: Grid, { contrast = 0, brightness = 0, saturation = 0, hue = 0 }, step = 1): Grid =>
  jitterColours(
    { stream: 'jitter' },
    x,
    ...([contrast, brightness, saturation, hue, 1, step].map(scalar) as [Grid, Grid, Grid, Grid, Grid, Grid]),
  );
const drawn = (step: number): readonly number[] => eightNumbers(1, 1, 'jitter', step)[0]!.map((u) => 2 * u - 1);

describe('jitterColours', () => {
  const colours = new Grid([1, 1, 2, 3], [6, 0, 0, 1, 2, 3]);

  test('strengths of 0 give x itself', () => {
    expect(valuesOf(jitter(colours, {}))).toEqual(valuesOf(colours));
    expect(valuesOf(jitter(nine, {}))).toEqual(valuesOf(nine));
  });
  test('brightness=1 moves every value by the number drawn', () => {
    const [, v] = drawn(3);
    expect(valuesOf(jitter(nine, { brightness: 1 }, 3))).toEqual(valuesOf(nine).map((value) => value + v!));
  });
  test('contrast=1 stretches about the mean 5, which stays', () => {
    const [v] = drawn(4);
    valuesOf(jitter(nine, { contrast: 1 }, 4)).forEach((value, i) =>
      expect(value).toBeCloseTo(5 + (1 + v!) * (i + 1 - 5), 12),
    );
  });
  test('saturation=1, drawn at its end: the cells are nearly grey, each of its own mean', () => {
    const step = stepWhere('jitter', (u) => u[2]! < 0.001);
    valuesOf(jitter(colours, { saturation: 1 }, step)).forEach((value) =>
      expect(Math.abs(value - 2)).toBeLessThan(0.02),
    );
  });
  test('hue=180, drawn at a third of a turn: red becomes green; grey, and one channel, stay', () => {
    const step = stepWhere('jitter', (u) => Math.abs(180 * (2 * u[3]! - 1) - 120) < 0.1);
    const found = valuesOf(jitter(new Grid([1, 1, 1, 3], [6, 0, 0]), { hue: 180 }, step));
    [0, 6, 0].forEach((value, c) => expect(Math.abs(found[c]! - value)).toBeLessThan(0.05));
    valuesOf(jitter(new Grid([1, 1, 1, 3], [4, 4, 4]), { hue: 180 }, step)).forEach((v) =>
      expect(v).toBeCloseTo(4, 12),
    );
    expect(valuesOf(jitter(nine, { hue: 180, saturation: 1 }, step))).toEqual(valuesOf(nine));
  });
});

const erase = (x: Grid, probability: number, size: number, step: number): Grid =>
  eraseRectangles({ stream: 'erase' }, x, ...([probability, size, 1, step].map(scalar) as [Grid, Grid, Grid, Grid]));

describe('eraseRectangles x=[1,3,3,1]', () => {
  test('size=0.7, drawn two by two about the middle: its upper left is at row 0, column 0', () => {
    // ⌊u (0.7 · 3 + 1)⌋ = 2 for u ≥ 0.646; the middle is row and column 1.
    const isMiddle = (u: number): boolean => u > 1 / 3 && u < 2 / 3;
    const step = stepWhere(
      'erase',
      (u) => u[1]! > 0.65 && u[1]! < 0.96 && u[2]! > 0.65 && u[2]! < 0.96 && isMiddle(u[3]!) && isMiddle(u[4]!),
    );
    // prettier-ignore
    expect(rowsOf(erase(nine, 1, 0.7, step))).toEqual([
      [0, 0, 3],
      [0, 0, 6],
      [7, 8, 9],
    ]);
  });
  test('a rectangle over the border is cut off there', () => {
    const step = stepWhere('erase', (u) => u[1]! > 0.76 && u[2]! > 0.76 && u[3]! > 2 / 3 && u[4]! > 2 / 3);
    // prettier-ignore
    expect(rowsOf(erase(nine, 1, 1, step))).toEqual([
      [1, 2, 3],
      [4, 0, 0],
      [7, 0, 0],
    ]);
  });
  test('a probability or a size of 0 gives x itself', () => {
    for (let step = 1; step < 20; step++) {
      expect(valuesOf(erase(nine, 0, 1, step))).toEqual(valuesOf(nine));
      expect(valuesOf(erase(nine, 1, 0, step))).toEqual(valuesOf(nine));
    }
  });
});

test('the eight numbers of an image are the stream’s, in order', () => {
  const stream = randomStream(1, 'warp', 5);
  expect(eightNumbers(3, 1, 'warp', 5).flat()).toEqual(Array.from({ length: 24 }, () => stream.uniform()));
});
