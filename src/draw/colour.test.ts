import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  divergingColour,
  divergingTable,
  largestMagnitude,
  paintBytes,
  paintPicture,
  paintPrimary,
  paintSigned,
  paintUnsigned,
  sequentialColour,
  sequentialTable,
  textColourOn,
  themes,
} from './colour';
import type { ColourTable } from './colour';

type Rgb = readonly [number, number, number];

function entry(table: ColourTable, step: number): Rgb {
  return [table.rgb[step * 3]!, table.rgb[step * 3 + 1]!, table.rgb[step * 3 + 2]!];
}
const linear = (byte: number): number =>
  byte <= 0.04045 * 255 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
/** Relative luminance of WCAG 2. */
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** Simulation of complete deficiency in linear RGB: Machado, Oliveira & Fernandes (2009), severity 1.0. */
const deficiencies: Record<string, readonly Rgb[]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
function seen(colour: Rgb, matrix: readonly Rgb[]): number[] {
  const [r, g, b] = colour.map(linear);
  return matrix.map((row) => row[0] * r! + row[1] * g! + row[2] * b!);
}

describe.each(themes)('%s theme', (theme) => {
  test('magnitude is lightness: every map is monotone from its neutral colour on', () => {
    const direction = theme === 'light' ? -1 : 1;
    const diverging = divergingTable(theme);
    const sequential = sequentialTable(theme);
    for (let step = 8; step <= 255; step += 8) {
      for (const side of [1, -1]) {
        const change =
          luminance(entry(diverging, 255 + side * step)) - luminance(entry(diverging, 255 + side * (step - 8)));
        expect(Math.sign(change)).toBe(direction);
      }
      const change = luminance(entry(sequential, step)) - luminance(entry(sequential, step - 8));
      expect(Math.sign(change)).toBe(direction);
    }
  });

  test('equal magnitudes of either sign look about equally strong', () => {
    const table = divergingTable(theme);
    for (const step of [85, 170, 255]) {
      const [negative, positive] = [luminance(entry(table, 255 - step)), luminance(entry(table, 255 + step))];
      expect(Math.abs(negative - positive)).toBeLessThan(0.12);
    }
  });

  test.each(Object.keys(deficiencies))('signs stay apart with %s', (name) => {
    const table = divergingTable(theme);
    for (const step of [100, 170, 240]) {
      const negative = seen(entry(table, 255 - step), deficiencies[name]!);
      const positive = seen(entry(table, 255 + step), deficiencies[name]!);
      const distance = Math.hypot(...negative.map((value, channel) => value - positive[channel]!));
      expect(distance).toBeGreaterThan(0.1);
    }
  });

  test('the ends and the neutral colour are those of the page', () => {
    const tokens = readFileSync(new URL('../app/styles/tokens.css', import.meta.url), 'utf8');
    const block = theme === 'light' ? tokens : tokens.slice(tokens.indexOf("[data-theme='dark']"));
    const token = (name: string): Rgb => {
      const hex = new RegExp(`--${name}: #(..)(..)(..);`).exec(block)!;
      return [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)];
    };
    const table = divergingTable(theme);
    expect(entry(table, 0)).toEqual(token('negative'));
    expect(entry(table, 255)).toEqual(token('paper-raised'));
    expect(entry(table, 510)).toEqual(token('positive'));
  });

  test('text reads on every colour: at least 4.5 : 1', () => {
    for (const table of [divergingTable(theme), sequentialTable(theme)]) {
      for (let step = 0; step < table.steps; step++) {
        const here = luminance(entry(table, step)) + 0.05;
        const contrast = textColourOn(table.css[step]!) === '#000' ? here / 0.05 : 1.05 / here;
        expect(contrast).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test('all maps begin at the same neutral colour', () => {
    const out = new Uint8ClampedArray(4);
    paintBytes([0], out, theme);
    expect(Array.from(out.subarray(0, 3))).toEqual([...entry(divergingTable(theme), 255)]);
    expect(entry(sequentialTable(theme), 0)).toEqual(entry(divergingTable(theme), 255));
  });
});

test('zero is neutral whatever the limit, values beyond the limit are clamped, a limit of 0 shows nothing', () => {
  const neutral = divergingColour(0, 1);
  expect(divergingColour(0, 1e-9)).toBe(neutral);
  expect(divergingColour(7, 0)).toBe(neutral);
  expect(divergingColour(Number.NaN, 1)).toBe(neutral);
  expect(divergingColour(5, 2)).toBe(divergingColour(2, 2));
  expect(divergingColour(-5, 2)).toBe(divergingColour(-2, 2));
  expect(sequentialColour(-1, 1)).toBe(sequentialColour(0, 1));
});

test('painters write opaque RGBA, one pixel per value, as the CSS colours', () => {
  const css = (out: Uint8ClampedArray, pixel: number): string =>
    `rgb(${out[pixel * 4]!} ${out[pixel * 4 + 1]!} ${out[pixel * 4 + 2]!})`;
  const signed = new Uint8ClampedArray(12);
  paintSigned(new Float32Array([-2, 0, 1]), 2, signed, 'dark');
  expect([0, 1, 2].map((pixel) => css(signed, pixel))).toEqual(
    [-2, 0, 1].map((value) => divergingColour(value, 2, 'dark')),
  );
  expect([signed[3], signed[7], signed[11]]).toEqual([255, 255, 255]);
  const unsigned = new Uint8ClampedArray(8);
  paintUnsigned([0.5, 3], 3, unsigned);
  expect([css(unsigned, 0), css(unsigned, 1)]).toEqual([sequentialColour(0.5, 3), sequentialColour(3, 3)]);
});

test('the largest magnitude passes over what is not finite', () => {
  expect(largestMagnitude([0.5, -3, Infinity, NaN])).toBe(3);
  expect(largestMagnitude([])).toBe(0);
});

test('a picture: grey is ink, three channels are light, of others the first counts; a channel alone is its primary colour', () => {
  const [grey, inked] = [new Uint8ClampedArray(8), new Uint8ClampedArray(8)];
  for (const theme of themes) {
    paintPicture([0, 200], 1, grey, theme);
    paintBytes([0, 200], inked, theme);
    expect(grey).toEqual(inked);
    paintPicture([0, 7, 200, 7], 2, grey, theme);
    expect(grey).toEqual(inked);
    const colour = new Uint8ClampedArray(8);
    paintPicture([1, 2, 3, 250, 251, 252], 3, colour, theme);
    expect([...colour]).toEqual([1, 2, 3, 255, 250, 251, 252, 255]);
  }
  const green = new Uint8ClampedArray(8).fill(9);
  paintPrimary([40, 255], 1, green);
  expect([...green]).toEqual([0, 40, 0, 255, 0, 255, 0, 255]);
});
