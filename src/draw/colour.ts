/**
 * Colour for numbers: one diverging map for signed values, one sequential map for unsigned values, one map of ink for bytes.
 *
 * Picture: a table of RGB triplets with the neutral colour in the middle (diverging) or at the start (the other two). A value
 * is divided by a limit, clamped, and looked up. Zero looks like paper, large magnitudes like ink: blue for positive, ochre
 * for negative, a pair that stays apart for every common kind of colour vision. Lightness alone gives the magnitude.
 *
 * Deliberately not here: choosing the limit (the caller knows which values are to be compared), canvases.
 */

import { interpolateLab } from 'd3-interpolate';

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** `steps` RGB triplets. `css[i]` is the same colour for SVG and CSS. */
export interface ColourTable {
  readonly steps: number;
  readonly rgb: Uint8Array;
  readonly css: readonly string[];
}

const HALF = 255;

/** Samples a polyline through the given colours, evenly spaced, in CIE L*a*b*, where equal steps look about equal. */
function tableThrough(colours: readonly string[], steps: number): ColourTable {
  const segments = colours.length - 1;
  const rgb = new Uint8Array(steps * 3);
  const css: string[] = [];
  for (let i = 0; i < steps; i++) {
    const along = (i / (steps - 1)) * segments;
    const segment = Math.min(Math.floor(along), segments - 1);
    const colour = interpolateLab(colours[segment]!, colours[segment + 1]!)(along - segment);
    const [red, green, blue] = colour.match(/\d+/g)!.map(Number);
    rgb.set([red!, green!, blue!], i * 3);
    css.push(`rgb(${red} ${green} ${blue})`);
  }
  return { steps, rgb, css };
}

// The neutral colour is --paper-raised of the page's tokens, the ends of the diverging map are --negative and --positive; a test
// compares them.
const divergingTables: Record<Theme, ColourTable> = {
  light: tableThrough(['#8f540b', '#cf9a58', '#f4f0e7', '#79a8d4', '#1d5b9c'], 2 * HALF + 1),
  dark: tableThrough(['#e0a458', '#8f6530', '#1f1b17', '#46719f', '#86b7ee'], 2 * HALF + 1),
};
const sequentialTables: Record<Theme, ColourTable> = {
  light: tableThrough(['#f4f0e7', '#9ecdbf', '#3f9482', '#0c4a3f'], HALF + 1),
  dark: tableThrough(['#1f1b17', '#2a7263', '#62bda8', '#d2f4ea'], HALF + 1),
};
const inkTables: Record<Theme, ColourTable> = {
  light: tableThrough(['#f4f0e7', '#8d867c', '#1e1a16'], HALF + 1),
  dark: tableThrough(['#1f1b17', '#857d72', '#ebe4d7'], HALF + 1),
};

/** The whole map from −limit to +limit, for colour bars. Zero is the middle entry. */
export function divergingTable(theme: Theme): ColourTable {
  return divergingTables[theme];
}
/** The whole map from 0 to limit, for colour bars. */
export function sequentialTable(theme: Theme): ColourTable {
  return sequentialTables[theme];
}

/** Position of `value` in a diverging table: 0 at −limit, 255 at 0, 510 at +limit. NaN looks like zero. */
function signedStep(value: number, limit: number): number {
  const scaled = limit > 0 ? value / limit : 0;
  return HALF + Math.round(HALF * (scaled > 1 ? 1 : scaled < -1 ? -1 : scaled || 0));
}
function unsignedStep(value: number, limit: number): number {
  const scaled = limit > 0 ? value / limit : 0;
  return Math.round(HALF * (scaled > 1 ? 1 : scaled > 0 ? scaled : 0));
}

/** CSS colour of a signed value; `limit` > 0 is the magnitude at which the map ends. */
export function divergingColour(value: number, limit: number, theme: Theme = 'light'): string {
  return divergingTables[theme].css[signedStep(value, limit)]!;
}
/** CSS colour of an unsigned value, 0 … `limit`. */
export function sequentialColour(value: number, limit: number, theme: Theme = 'light'): string {
  return sequentialTables[theme].css[unsignedStep(value, limit)]!;
}
/**
 * Black or white, whichever reads better on a colour of these maps (`rgb(r g b)`): at least 4.5 : 1 on every colour there is,
 * since the two contrasts multiply to 21.
 */
export function textColourOn(colour: string): '#000' | '#fff' {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((byte) => {
    const light = Number(byte) / 255;
    return light <= 0.04045 ? light / 12.92 : ((light + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) ** 2 > 0.05 * 1.05 ? '#000' : '#fff';
}

function putPixel(table: ColourTable, step: number, out: Uint8ClampedArray, pixel: number): void {
  const from = step * 3;
  const to = pixel * 4;
  out[to] = table.rgb[from]!;
  out[to + 1] = table.rgb[from + 1]!;
  out[to + 2] = table.rgb[from + 2]!;
  out[to + 3] = 255;
}

/** Paints one RGBA pixel per value by the diverging map. `out` holds at least 4 × values.length bytes. */
export function paintSigned(
  values: ArrayLike<number>,
  limit: number,
  out: Uint8ClampedArray,
  theme: Theme = 'light',
): void {
  const table = divergingTables[theme];
  for (let i = 0; i < values.length; i++) putPixel(table, signedStep(values[i]!, limit), out, i);
}

/** Paints one RGBA pixel per value by the sequential map, 0 … `limit`. */
export function paintUnsigned(
  values: ArrayLike<number>,
  limit: number,
  out: Uint8ClampedArray,
  theme: Theme = 'light',
): void {
  const table = sequentialTables[theme];
  for (let i = 0; i < values.length; i++) putPixel(table, unsignedStep(values[i]!, limit), out, i);
}

/** Paints grey bytes as ink on paper: 0 is paper, 255 is ink, in both themes. */
export function paintBytes(bytes: ArrayLike<number>, out: Uint8ClampedArray, theme: Theme = 'light'): void {
  const table = inkTables[theme];
  for (let i = 0; i < bytes.length; i++) putPixel(table, bytes[i]!, out, i);
}

/**
 * Paints a picture of bytes [H,W,C]: grey as ink on paper, three channels as red, green and blue, in which a picture looks the same in both
 * themes. Of any other number of channels, the first as ink.
 */
export function paintPicture(
  bytes: ArrayLike<number>,
  channels: number,
  out: Uint8ClampedArray,
  theme: Theme = 'light',
): void {
  const pixels = Math.floor(bytes.length / channels);
  const table = inkTables[theme];
  for (let i = 0; i < pixels; i++) {
    if (channels !== 3) {
      putPixel(table, Math.min(HALF, Math.max(0, Math.round(bytes[i * channels]!))), out, i);
      continue;
    }
    for (let c = 0; c < 3; c++) out[i * 4 + c] = bytes[i * 3 + c]!;
    out[i * 4 + 3] = 255;
  }
}

/** Paints one channel of a colour picture as the light that it is: 0 red, 1 green, 2 blue, on black. */
export function paintPrimary(bytes: ArrayLike<number>, channel: number, out: Uint8ClampedArray): void {
  for (let i = 0; i < bytes.length; i++) {
    out.fill(0, i * 4, i * 4 + 3);
    out[i * 4 + channel] = bytes[i]!;
    out[i * 4 + 3] = 255;
  }
}

/** The largest finite magnitude among the values; 0 for none. The usual limit of a signed picture. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]!);
    if (magnitude > largest && magnitude < Infinity) largest = magnitude;
  }
  return largest;
}
