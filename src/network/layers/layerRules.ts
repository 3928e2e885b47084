/** What several layer kinds share: checks of their input's axes, and the limits of the uniform initializers. */

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

/** One number per output, zero at the start. */
export function biasOf(outputs: number): ParameterDefinition {
  return { suffix: 'bias', shape: [outputs], initialLimit: startAtCentre, mask: null };
}
