/**
 * A fingerprint of a training curve that grows with it: one whole number after each point, made of the number before and of the point.
 *
 * Picture: footprints in a row, each pressed by all the steps before it. Two runs with the same number at a step have had the same points
 * up to there, to the last bit, but for one chance in four thousand million; from the first point that differs on, all numbers differ. A curve may be
 * thinned afterwards, and every point that is left still vouches for those that are gone.
 *
 * Deliberately not here: secrecy. Whoever wants to can make up points with any number.
 */

import type { TrainPoint } from './protocol';

/** Before the first point. */
export const TRAIL_START = 0x811c9dc5;

const bits = new DataView(new ArrayBuffer(8));

/** An unsigned 32-bit integer: FNV-1a over the 32-bit words of step, loss and accuracy, each stirred as in MurmurHash3. */
export function extendTrail(trail: number, { step, loss, accuracy }: TrainPoint): number {
  let hash = trail;
  for (const value of [step, loss, accuracy]) {
    bits.setFloat64(0, value);
    hash = stirred(hash, bits.getUint32(0));
    hash = stirred(hash, bits.getUint32(4));
  }
  return hash;
}

function stirred(hash: number, word: number): number {
  let mixed = Math.imul(hash ^ word, 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
