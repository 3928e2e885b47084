/** The numbers that a network starts from. */

import { randomStream } from '../tensor/random';
import { sizeOf } from '../tensor/shape';
import { resolveNetwork } from './resolve';
import type { NetworkSpec } from './spec';

/**
 * Initial values of every trained slot and of every slot of state, by slot name, in row-major order of the slot's shape.
 *
 * Each slot has its own random stream, keyed by the seed and its name, so a layer added elsewhere changes nothing here. Only uniform
 * numbers and exactly rounded arithmetic are used, so a seed gives the same bits everywhere.
 */
export function initialParameters(spec: NetworkSpec, seed: number): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  for (const { parameters, state } of resolveNetwork(spec).layers) {
    for (const { slot, shape, initialLimit, centre = 0, mask } of parameters) {
      const stream = randomStream(seed, slot);
      const outputs = shape.at(-1) ?? 1;
      const limits = Array.from({ length: outputs }, (_, output) => initialLimit(output));
      const slotValues = new Float32Array(sizeOf(shape));
      for (let element = 0; element < slotValues.length; element++) {
        const limit = limits[element % outputs] ?? 0;
        // Drawn even where it is masked, so that a mask moves no other weight.
        const drawn = (2 * stream.uniform() - 1) * limit;
        slotValues[element] = mask?.[element] === 0 ? 0 : limit === 0 ? centre : centre + drawn;
      }
      values.set(slot, slotValues);
    }
    for (const { slot, shape, initialValue } of state) {
      values.set(slot, new Float32Array(sizeOf(shape)).fill(initialValue));
    }
  }
  return values;
}
