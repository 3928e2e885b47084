/**
 * A network's numbers under PyTorch's names and in PyTorch's layouts, and back.
 *
 * | here | there |
 * | --- | --- |
 * | convolution `weight` [H, W, I, O] | `weight` [O, I, H, W] |
 * | dense `weight` [in, out] | `weight` [out, in] |
 * | batch normalization `scale`, `shift`, `runningMean`, `runningVariance` | `weight`, `bias`, `running_mean`, `running_var` |
 * | anything else | the same name and shape |
 *
 * A grid is flattened H, W, C here and C, H, W there, so what follows a flattening has its features in another order as well.
 *
 * Deliberately not here: files (`data/safetensors.ts`).
 */

import type { Shape } from '../tensor/shape';
import { sizeOf } from '../tensor/shape';
import { resolveNetwork, type ResolvedLayer, type ResolvedNetwork } from './resolve';
import type { NetworkSpec } from './spec';
import { nearestName, SpecError } from './specError';

export interface WeightArray {
  readonly shape: Shape;
  /** Row-major. */
  readonly values: Float32Array;
}

/** One slot: what it is called there, its shape there, and where each of its numbers comes from. */
interface Translation {
  readonly slot: string;
  readonly name: string;
  readonly shape: Shape;
  /** `here[k]` is the place here of number k there. */
  readonly here: Uint32Array;
}

const normalizationNames: Readonly<Record<string, string>> = {
  scale: 'weight',
  shift: 'bias',
  runningMean: 'running_mean',
  runningVariance: 'running_var',
};

/** The grid [H, W, C] whose cells are the features that a layer reads, where a flattening stands between; else null. */
function flattenedGrid(network: ResolvedNetwork, { from }: ResolvedLayer): Shape | null {
  const source = network.layers.find(({ layer }) => layer.name === from[0]);
  if (source === undefined) return null;
  const [input = []] = source.inputShapes;
  if (source.layer.kind === 'flatten') return input.length === 3 ? input : flattenedGrid(network, source);
  // Layers that treat each feature on its own keep the order.
  const keepsOrder = ['activation', 'dropout', 'batchNormalization'].includes(source.layer.kind);
  return keepsOrder && source.shape.length === 1 ? flattenedGrid(network, source) : null;
}

/** For each feature in the order C, H, W its place in the order H, W, C; without a grid, itself. */
function featureOrder(features: number, grid: Shape | null): Uint32Array {
  const [height = 1, width = 1, channels = features] = grid ?? [];
  return Uint32Array.from({ length: features }, (_, k) => {
    const channel = Math.floor(k / (height * width));
    return (k % (height * width)) * channels + channel;
  });
}

function translationsOf(spec: NetworkSpec): readonly Translation[] {
  const network = resolveNetwork(spec);
  return network.layers.flatMap((resolved) => {
    const { layer, parameters, state } = resolved;
    return [...parameters, ...state].map(({ slot, suffix, shape }): Translation => {
      if (layer.kind === 'convolution' && suffix === 'weight') {
        const [height = 1, width = 1, inputs = 1, outputs = 1] = shape;
        const cells = height * width;
        const here = Uint32Array.from({ length: sizeOf(shape) }, (_, k) => {
          const [output, input, cell] = [Math.floor(k / (inputs * cells)), Math.floor(k / cells) % inputs, k % cells];
          return (cell * inputs + input) * outputs + output;
        });
        return { slot, name: slot, shape: [outputs, inputs, height, width], here };
      }
      if (layer.kind === 'dense' && suffix === 'weight') {
        const [inputs = 1, outputs = 1] = shape;
        const order = featureOrder(inputs, flattenedGrid(network, resolved));
        const here = Uint32Array.from(
          { length: inputs * outputs },
          (_, k) => (order[k % inputs] ?? 0) * outputs + Math.floor(k / inputs),
        );
        return { slot, name: slot, shape: [outputs, inputs], here };
      }
      if (layer.kind === 'batchNormalization') {
        const isVector = resolved.shape.length === 1;
        const here = featureOrder(sizeOf(shape), isVector ? flattenedGrid(network, resolved) : null);
        return { slot, name: `${layer.name}.${normalizationNames[suffix] ?? suffix}`, shape, here };
      }
      return { slot, name: slot, shape, here: featureOrder(sizeOf(shape), null) };
    });
  });
}

/**
 * @param slots every parameter and state of the network by slot name, as `initialParameters` makes them; other slots are passed over.
 * @returns arrays by PyTorch's names, in the order of the layers.
 */
export function toPytorch(spec: NetworkSpec, slots: ReadonlyMap<string, Float32Array>): Map<string, WeightArray> {
  return new Map(
    translationsOf(spec).map(({ slot, name, shape, here }) => {
      const values = slots.get(slot);
      if (values?.length !== here.length) {
        throw new Error(`internal: toPytorch: ${slot} wants ${here.length} numbers, found ${values?.length ?? 'none'}`);
      }
      return [name, { shape, values: Float32Array.from(here, (from) => values[from] ?? NaN) }] as const;
    }),
  );
}

/** Numbers that the file must not have, because nobody would notice them at work before all is lost. */
function firstNotFinite(values: Float32Array): number {
  return values.findIndex((value) => !Number.isFinite(value));
}

/**
 * @returns every parameter and state by slot name. Arrays named `….num_batches_tracked` are passed over.
 * @throws SpecError naming the array that is missing, too many, of another shape or not finite, and what to do
 */
export function fromPytorch(spec: NetworkSpec, arrays: ReadonlyMap<string, WeightArray>): Map<string, Float32Array> {
  const translations = translationsOf(spec);
  const names = translations.map(({ name }) => name);
  const who = `weights for ${spec.title}`;
  for (const name of arrays.keys()) {
    if (names.includes(name) || name.endsWith('.num_batches_tracked')) continue;
    throw new SpecError(
      `${who}: expected the arrays ${names.join(', ')}, found “${name}” as well. The nearest name is ${nearestName(name, names) ?? 'none'}; choose a file of this network.`,
    );
  }
  return new Map(
    translations.map(({ slot, name, shape, here }) => {
      const found = arrays.get(name);
      if (found === undefined) {
        throw new SpecError(
          `${who}: expected an array ${name} of shape [${shape.join(',')}], found none. Choose a file of this network.`,
        );
      }
      if (found.shape.length !== shape.length || found.shape.some((length, axis) => length !== shape[axis])) {
        throw new SpecError(
          `${who}: expected ${name} of shape [${shape.join(',')}], found [${found.shape.join(',')}]. Choose a file of this network, in PyTorch's layout.`,
        );
      }
      const bad = firstNotFinite(found.values);
      if (bad >= 0) {
        throw new SpecError(
          `${who}: expected finite numbers in ${name}, found ${found.values[bad]} at place ${bad}. The training that made the file has diverged; choose another file.`,
        );
      }
      const values = new Float32Array(here.length);
      here.forEach((to, k) => (values[to] = found.values[k] ?? NaN));
      return [slot, values] as const;
    }),
  );
}
