/**
 * Sine and cosine of an angle in degrees, from additions and multiplications alone, so that every JavaScript engine and every
 * executor gives the same bits (`Math.sin` is not specified to the last one). Exact at multiples of 90°, elsewhere within 2e-16; checked by a test.
 * The kernels compute the same in `augmentation.as.ts`.
 */

export interface Direction {
  readonly sine: number;
  readonly cosine: number;
}

/** The angle is brought to ±45° of the nearest multiple of 90°, where the Taylor series are short. */
export function directionOf(degrees: number): Direction {
  const quarter = Math.floor(degrees / 90 + 0.5);
  const x = (degrees - 90 * quarter) * 0.017453292519943295;
  const z = x * x;
  let s = -1 / 1307674368000;
  s = s * z + 1 / 6227020800;
  s = s * z - 1 / 39916800;
  s = s * z + 1 / 362880;
  s = s * z - 1 / 5040;
  s = s * z + 1 / 120;
  s = s * z - 1 / 6;
  s = x + x * z * s;
  let c = 1 / 20922789888000;
  c = c * z - 1 / 87178291200;
  c = c * z + 1 / 479001600;
  c = c * z - 1 / 3628800;
  c = c * z + 1 / 40320;
  c = c * z - 1 / 720;
  c = c * z + 1 / 24;
  c = c * z - 1 / 2;
  c = 1 + z * c;
  switch (quarter & 3) {
    case 0:
      return { sine: s, cosine: c };
    case 1:
      return { sine: c, cosine: -s };
    case 2:
      return { sine: -s, cosine: -c };
    default:
      return { sine: -c, cosine: s };
  }
}
