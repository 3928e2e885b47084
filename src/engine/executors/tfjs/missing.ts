/**
 * What the tfjs executors cannot compute, and why: read where executors are chosen, which must not load tfjs to know it. The test of
 * `ops.ts` holds both against each other.
 */

import type { OpName } from '../../../graph/graph';

const noRandomSource = 'tfjs has no rotation of 32-bit words, of which the random source is made';

export const missingInTfjs = {
  dropout: noRandomSource,
  warpImages: noRandomSource,
  jitterColours: noRandomSource,
  eraseRectangles: noRandomSource,
} as const satisfies Partial<Record<OpName, string>>;
