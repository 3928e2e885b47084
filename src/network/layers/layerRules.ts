/** What several layer kinds share: checks of their input's axes, and the limits of the uniform initializers. */

import type { Padding } from '../../graph/graph';
import { formatShape, type Shape } from '../../tensor/shape';
import type { InitializerName } from '../spec';
import { refuseLayer } from '../specError';
import type { ParameterDefinition } from './layerDefinition';

/** Height, width and channels of a grid. */
export function requireGrid(shape: Shape): readonly [height: number, width: number, channels: number] {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    return refuseLayer({
      expected: 'a grid [H,W,C] as input',
      found: `the vector ${formatShape(shape)}`,
      next: 'Put this layer before the one that flattens.',
    });
  }
  return [height, width, channels];
}

/** The length of the last axis, of a grid or a vector. */
export function channelsOf(shape: Shape): number {
  return shape.at(-1) ?? 0;
}

/** The length of a vector. */
export function requireVector(shape: Shape): number {
  const [length] = shape;
  if (shape.length !== 1 || length === undefined) {
    return refuseLayer({
      expected: 'a vector [C] as input',
      found: `the grid ${formatShape(shape)}`,
      next: 'Put a flatten layer in front.',
    });
  }
  return length;
}

export function requireCount(what: string, count: number): void {
  if (Number.isInteger(count) && count >= 1) return;
  refuseLayer({
    expected: `${what} as a whole number, 1 or more`,
    found: String(count),
    next: `The nearest that works is ${Math.max(1, Math.round(count) || 1)}.`,
  });
}

/**
 * Half the width of the uniform distribution that a weight starts from.
 *
 * Sources: he: He, Zhang, Ren & Sun, ICCV 2015, equation 10 (variance 2 / fan-in, here uniform: √(6 / fan-in)). glorot: Glorot & Bengio,
 * AISTATS 2010, equation 16. lecun1998: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), appendix A.
 */
export function initialLimit(initializer: InitializerName, fanIn: number, fanOut: number): number {
  switch (initializer) {
    case 'he':
      return Math.sqrt(6 / fanIn);
    case 'glorot':
      return Math.sqrt(6 / (fanIn + fanOut));
    case 'lecun1998':
      return 2.4 / fanIn;
    default:
      return initializer satisfies never;
  }
}

/** Every element starts at the centre. */
export const startAtCentre = (): number => 0;

/** What stands behind a normalization: one deviation per channel, 1 at the start, and one mean, 0 at the start. */
export function normalizationParameters(channels: number): readonly ParameterDefinition[] {
  return [
    { suffix: 'scale', shape: [channels], initialLimit: startAtCentre, centre: 1, mask: null },
    { suffix: 'shift', shape: [channels], initialLimit: startAtCentre, mask: null },
  ];
}

export function requireEpsilon(epsilon: number): void {
  if (epsilon > 0 && Number.isFinite(epsilon)) return;
  refuseLayer({
    expected: 'an epsilon above 0, which is added to the variance',
    found: String(epsilon),
    next: 'Choose 0.00001 if in doubt.',
  });
}

/** Sides in whole cells, 0 or more. */
export function requireSides(what: string, { top, bottom, left, right }: Padding): void {
  if ([top, bottom, left, right].every((cells) => Number.isInteger(cells) && cells >= 0)) return;
  refuseLayer({
    expected: `${what} in whole cells, 0 or more on each side`,
    found: `top ${top}, bottom ${bottom}, left ${left}, right ${right}`,
    next: 'Choose 0 for a side that stays as it is.',
  });
}

/** The divisors of a number that lie next to another one, as a sentence names them: `2 and 4`, `1`. */
export function nearestDivisors(length: number, wanted: number): string {
  const divisors = Array.from({ length }, (_, i) => i + 1).filter((divisor) => length % divisor === 0);
  const below = divisors.filter((divisor) => divisor < wanted).at(-1);
  const above = divisors.find((divisor) => divisor > wanted);
  return [below, above].filter((divisor) => divisor !== undefined).join(' and ');
}

/** One number per output, zero at the start. */
export function biasOf(outputs: number): ParameterDefinition {
  return { suffix: 'bias', shape: [outputs], initialLimit: startAtCentre, mask: null };
}
