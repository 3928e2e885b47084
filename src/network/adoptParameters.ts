/**
 * Takes over what a network learned on one data set for the same network on another.
 *
 * Picture: layer by layer, the trained numbers move over where the arrays have the same shapes. The layer that makes the logits says which
 * class is which: where the classes are others it is left out, and starts anew (Yosinski et al., "How transferable are features in deep neural
 * networks?", NeurIPS 2014, transfer in this way). Any other layer that does not fit is a reason to refuse.
 */

import type { Shape } from '../tensor/shape';
import { makerOfLogits } from './adapt';
import { resolveNetwork, type ResolvedLayer } from './resolve';
import type { NetworkSpec } from './spec';
import { SpecError } from './specError';

export interface AdoptedParameters {
  /** Parameters and state by slot name; those of `fresh` layers are left out. */
  readonly slots: ReadonlyMap<string, Float32Array>;
  /** The layers that start anew. */
  readonly fresh: readonly string[];
}

/**
 * @param trained the description that `values` belong to, by slot name.
 * @param isSameClasses whether class 0, 1, … of the new data mean what they meant in the old.
 * @throws SpecError naming the first layer that does not fit, what was expected and what was found
 */
export function adoptParameters(
  trained: NetworkSpec,
  wanted: NetworkSpec,
  values: ReadonlyMap<string, Float32Array>,
  isSameClasses: boolean,
): AdoptedParameters {
  const before = new Map(resolveNetwork(trained).layers.map((resolved) => [resolved.layer.name, resolved]));
  const { layers, loss } = resolveNetwork(wanted);
  const last = makerOfLogits(layers, loss.from)?.name;
  const slots = new Map<string, Float32Array>();
  const fresh: string[] = [];
  for (const resolved of layers) {
    const arrays = arraysOf(resolved);
    const { name, kind } = resolved.layer;
    if (arrays.length === 0) continue;
    const trainedShapes = new Map(arraysOf(before.get(name)).map(({ slot, shape }) => [slot, shape]));
    const misfit = arrays.find(({ slot, shape }) => !isSameShape(trainedShapes.get(slot), shape));
    if (name === last && (misfit !== undefined || !isSameClasses)) {
      fresh.push(name);
      continue;
    }
    if (misfit !== undefined) {
      const found = trainedShapes.get(misfit.slot);
      throw new SpecError(
        `trained weights for ${wanted.title}: layer ${name} (${kind}): expected ${misfit.slot} of shape [${misfit.shape.join(',')}], as this data ` +
          `set needs it, found ${found === undefined ? 'none' : `[${found.join(',')}]`}: they were trained on images of ` +
          `${sizeWords(trained)}. Choose a data set of such images, or start from random weights.`,
      );
    }
    for (const { slot } of arrays) {
      const found = values.get(slot);
      if (found === undefined) throw new Error(`internal: adoptParameters: no values for ${slot}`);
      slots.set(slot, found);
    }
  }
  return { slots, fresh };
}

function arraysOf(resolved: ResolvedLayer | undefined): readonly { readonly slot: string; readonly shape: Shape }[] {
  return resolved === undefined ? [] : [...resolved.parameters, ...resolved.state];
}

function isSameShape(one: Shape | undefined, other: Shape): boolean {
  return one?.length === other.length && one.every((length, axis) => length === other[axis]);
}

function sizeWords({ inputs }: NetworkSpec): string {
  const [height = 0, width = 0, channels = 0] = inputs[0]?.shape ?? [];
  return `at most ${height}×${width} with ${channels} ${channels === 1 ? 'channel' : 'channels'}`;
}
