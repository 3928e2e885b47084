/** Surface patterns: a number between 0 and 1 at a place, which mixes two colours. The same patterns serve solids (x, y, z) and walls (x, y). */

import type { RandomStream } from '../../tensor/random';

export type Colour = readonly [red: number, green: number, blue: number];

export interface Texture {
  readonly kind: (typeof kinds)[number];
  /** Periods per unit of length, and where the pattern starts. */
  readonly frequency: number;
  readonly shiftX: number;
  readonly shiftY: number;
  /** Direction in which stripes follow each other. */
  readonly directionX: number;
  readonly directionY: number;
  readonly directionZ: number;
  readonly lattice: Float64Array;
}

const kinds = ['plain', 'plain', 'stripes', 'checks', 'spots', 'clouds', 'clouds'] as const;
/** Values per side of the lattice of clouds; a power of two, so that it repeats by masking. */
const LATTICE = 8;

export function randomTexture(random: RandomStream, frequency: number): Texture {
  const kind = kinds[random.integer(kinds.length)]!;
  const [x, y, z] = [random.bell(), random.bell(), random.bell()];
  const length = Math.sqrt(x * x + y * y + z * z) + 1e-9;
  const lattice = new Float64Array(kind === 'clouds' ? LATTICE * LATTICE : 0);
  for (let i = 0; i < lattice.length; i++) lattice[i] = random.uniform();
  return {
    kind,
    frequency: frequency * (0.6 + 0.8 * random.uniform()),
    shiftX: random.uniform(),
    shiftY: random.uniform(),
    directionX: x / length,
    directionY: y / length,
    directionZ: z / length,
    lattice,
  };
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

export function textureAt(texture: Texture, x: number, y: number, z: number): number {
  const { kind, frequency, shiftX, shiftY } = texture;
  switch (kind) {
    case 'plain':
      return 0;
    case 'stripes': {
      const along = x * texture.directionX + y * texture.directionY + z * texture.directionZ;
      return fraction(along * frequency + shiftX) < 0.5 ? 0 : 1;
    }
    case 'checks': {
      const cells = Math.floor(x * frequency + shiftX) + Math.floor(y * frequency + shiftY) + Math.floor(z * frequency);
      return cells & 1;
    }
    case 'spots': {
      const u = fraction(x * frequency + shiftX) - 0.5;
      const v = fraction(y * frequency + shiftY) - 0.5;
      const w = fraction(z * frequency) - 0.5;
      return u * u + v * v + (z === 0 ? 0 : w * w) < 0.1 ? 1 : 0;
    }
    case 'clouds': {
      const u = (x + 0.3 * z) * frequency + shiftX;
      const v = (y + 0.3 * z) * frequency + shiftY;
      const column = Math.floor(u);
      const row = Math.floor(v);
      const s = u - column;
      const t = v - row;
      const { lattice } = texture;
      const upper = (row & (LATTICE - 1)) * LATTICE;
      const lower = ((row + 1) & (LATTICE - 1)) * LATTICE;
      const left = column & (LATTICE - 1);
      const right = (column + 1) & (LATTICE - 1);
      const top = lattice[upper + left]! + s * (lattice[upper + right]! - lattice[upper + left]!);
      const bottom = lattice[lower + left]! + s * (lattice[lower + right]! - lattice[lower + left]!);
      return top + t * (bottom - top);
    }
    default:
      return kind satisfies never;
  }
}

/** A colour of any hue: saturation and brightness within the bounds given, each 0 … 1. */
export function randomColour(random: RandomStream, darkest: number, brightest: number): Colour {
  const sector = random.uniform() * 6;
  const saturation = 0.15 + 0.75 * random.uniform();
  const brightness = darkest + (brightest - darkest) * random.uniform();
  // How far a channel's place on the hue circle is from the hue: 0 full, 1 none.
  const channel = (offset: number): number => {
    const place = (sector + offset) % 6;
    const share = Math.max(0, Math.min(1, Math.abs(place - 3) - 1));
    return brightness * (1 - saturation * (1 - share));
  };
  return [channel(0), channel(4), channel(2)];
}
