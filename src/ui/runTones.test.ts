/** Twelve runs in one chart can be told apart: by every eye, in both themes, and by dashes where colours repeat. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runTones } from './lineChartModel';

const css = readFileSync(new URL('./LineChart.module.css', import.meta.url), 'utf8');

type Rgb = readonly [number, number, number];
const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
function linearOf(hex: string): Rgb {
  const part = (at: number): number => linear(parseInt(hex.slice(at, at + 2), 16) / 255);
  return [part(1), part(3), part(5)];
}
const times = (matrix: readonly Rgb[], [r, g, b]: Rgb): Rgb => {
  const row = (index: number): number => {
    const [x = 0, y = 0, z = 0] = matrix[index] ?? [];
    return x * r + y * g + z * b;
  };
  return [row(0), row(1), row(2)];
};

/** Simulation in linear RGB: Machado, Oliveira & Fernandes (2009), severity 1.0. */
const eyes: Readonly<Record<string, readonly Rgb[]>> = {
  'an eye that sees all colours': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
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

/** Oklab, in which equal distances look about equally far (Ottosson, 2020). */
function oklab(rgb: Rgb): Rgb {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  ).map((value) => Math.cbrt(Math.max(0, value))) as unknown as Rgb;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}
const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const colours = [1, 2, 3, 4, 5, 6].map((number) => {
  const rule = new RegExp(`\\.run${number},\\s*\\.run${number + 6} \\{\\s*color: light-dark\\((#\\w{6}), (#\\w{6})\\)`);
  const [, light = '', dark = ''] = rule.exec(css) ?? [];
  return { light, dark };
});

test('there are twelve hands, the second six in the colours of the first and dashed', () => {
  expect(runTones).toHaveLength(12);
  expect(colours.every(({ light, dark }) => light !== '' && dark !== '')).toBe(true);
  const dashed = /((?:\.run\d+ \.line,?\s*)+)\{[^}]*stroke-dasharray/.exec(css)?.[1] ?? '';
  expect([...dashed.matchAll(/\.(run\d+) /g)].map(([, name]) => name)).toEqual(runTones.slice(6));
});

describe.each([
  ['light', ['#fbf9f4', '#f4f0e7']],
  ['dark', ['#161310', '#1f1b17']],
] as const)('%s theme', (theme, papers) => {
  const own = colours.map((colour) => linearOf(colour[theme]));

  test('letters in these colours can be read on the paper', () => {
    for (const paper of papers) {
      for (const colour of own) expect(contrast(colour, linearOf(paper))).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(Object.keys(eyes))('no two look alike with %s', (eye) => {
    const seen = own.map((colour) => oklab(times(eyes[eye] ?? [], colour)));
    for (const [index, one] of seen.entries()) {
      for (const other of seen.slice(index + 1)) {
        expect(Math.hypot(...one.map((value, axis) => value - (other[axis] ?? 0)))).toBeGreaterThan(0.13);
      }
    }
  });
});
