/**
 * From a network description to its layers in an order in which they can be computed, each with its input, shapes and parameters. All
 * errors of meaning (a size that does not fit, an unknown name, a cycle) are found here; errors of form in `checkSpec.ts`.
 */

import type { Shape } from '../tensor/shape';
import type { ParameterDefinition } from './layers/layerDefinition';
import { definitionOf } from './layers/layers';
import type { InputSpec, LayerSpec, LossSpec, NetworkSpec } from './spec';
import { LayerProblem, nearestName, SpecError } from './specError';

export interface ResolvedParameter extends ParameterDefinition {
  /** `conv1.weight`: the name in the parameter store. */
  readonly slot: string;
}

export interface ResolvedLayer {
  readonly layer: LayerSpec;
  /** The layer or input that feeds this one. */
  readonly from: string;
  /** Without the batch axis: [H,W,C] or [C]. */
  readonly inputShape: Shape;
  readonly shape: Shape;
  readonly parameters: readonly ResolvedParameter[];
}

export interface ResolvedNetwork {
  readonly input: InputSpec;
  readonly layers: readonly ResolvedLayer[];
  readonly loss: LossSpec;
  /** Length of the logits. */
  readonly classes: number;
}

/** Names that the graphs of `build.ts` use for themselves. */
export const reservedNames = [
  'labels',
  'loss',
  'losses',
  'predicted',
  'probabilities',
  'learningRate',
  'step',
  'momentum',
  'beta1',
  'beta2',
] as const;

const namePattern = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** @throws SpecError naming the layer, what was expected, what was found and the nearest valid setting. */
export function resolveNetwork(spec: NetworkSpec): ResolvedNetwork {
  const [input, ...otherInputs] = spec.inputs;
  const [loss, ...otherLosses] = spec.losses;
  if (input === undefined || otherInputs.length > 0) {
    throw new SpecError(
      `${spec.name}: expected one input, found ${spec.inputs.length}. No layer kind joins several yet; keep one.`,
    );
  }
  if (loss === undefined || otherLosses.length > 0) {
    throw new SpecError(
      `${spec.name}: expected one loss, found ${spec.losses.length}. Training adds no losses up yet; keep one.`,
    );
  }
  checkNames(spec);
  const sources = sourcesOf(spec, input.name);
  const shapes = new Map<string, Shape>([[input.name, input.shape]]);
  const layers: ResolvedLayer[] = [];
  for (const layer of inOrder(spec, sources)) {
    const from = sources.get(layer.name) ?? input.name;
    const inputShape = shapes.get(from) ?? [];
    const resolved = resolveLayer(layer, from, inputShape);
    shapes.set(layer.name, resolved.shape);
    layers.push(resolved);
  }
  return { input, layers, loss, classes: checkLoss(spec, loss, sources, shapes) };
}

function resolveLayer(layer: LayerSpec, from: string, inputShape: Shape): ResolvedLayer {
  try {
    const definition = definitionOf(layer);
    const shape = definition.shape(layer, inputShape);
    const parameters = definition.parameters(layer, inputShape).map((parameter) => ({
      ...parameter,
      slot: `${layer.name}.${parameter.suffix}`,
    }));
    return { layer, from, inputShape, shape, parameters };
  } catch (error) {
    if (!(error instanceof LayerProblem)) throw error;
    throw new SpecError(`layer ${layer.name} (${layer.kind}, after ${from}): ${error.message}`, { cause: error });
  }
}

function checkNames(spec: NetworkSpec): void {
  const seen = new Set<string>();
  for (const { name } of [...spec.inputs, ...spec.layers]) {
    if (!namePattern.test(name)) {
      throw new SpecError(
        `layer ${name}: expected a name of letters, digits, - and _ that starts with a letter, found “${name}”. Rename it.`,
      );
    }
    if (reservedNames.some((reserved) => reserved === name)) {
      throw new SpecError(
        `layer ${name}: expected a name of its own, found one that every graph uses itself. Rename it.`,
      );
    }
    if (seen.has(name)) {
      throw new SpecError(`layer ${name}: expected a name of its own, found it twice. Rename one of the two.`);
    }
    seen.add(name);
  }
}

/** For each layer the one name that feeds it. */
function sourcesOf(spec: NetworkSpec, input: string): ReadonlyMap<string, string> {
  const known = [input, ...spec.layers.map((layer) => layer.name)];
  const sources = new Map<string, string>();
  let before = input;
  for (const layer of spec.layers) {
    const [from, ...others] = layer.from ?? [before];
    if (from === undefined || others.length > 0) {
      throw new SpecError(
        `layer ${layer.name} (${layer.kind}): expected one layer in from, found ${layer.from?.length ?? 0}. Name one, or leave from out for the layer before, ${before}.`,
      );
    }
    if (!known.includes(from)) {
      throw new SpecError(
        `layer ${layer.name} (${layer.kind}): expected from to name a layer or an input, found “${from}”. The nearest name is ${nearestName(from, known) ?? input}.`,
      );
    }
    sources.set(layer.name, from);
    before = layer.name;
  }
  return sources;
}

/** Every layer after the one that feeds it; otherwise in the order in which they are written. */
function inOrder(spec: NetworkSpec, sources: ReadonlyMap<string, string>): readonly LayerSpec[] {
  const byName = new Map(spec.layers.map((layer) => [layer.name, layer]));
  const placed = new Set<string>();
  const order: LayerSpec[] = [];
  const place = (name: string, path: readonly string[]): void => {
    const layer = byName.get(name);
    if (layer === undefined || placed.has(name)) return;
    if (path.includes(name)) {
      const cycle = [...path.slice(path.indexOf(name)), name].reverse().join(' → ');
      throw new SpecError(
        `layer ${name} (${layer.kind}): expected layers that lead from the input to the loss, found the cycle ${cycle}. Let one of them come from an earlier layer.`,
      );
    }
    place(sources.get(name) ?? '', [...path, name]);
    placed.add(name);
    order.push(layer);
  };
  for (const layer of spec.layers) place(layer.name, []);
  return order;
}

/** Returns the number of classes. */
function checkLoss(
  spec: NetworkSpec,
  loss: LossSpec,
  sources: ReadonlyMap<string, string>,
  shapes: ReadonlyMap<string, Shape>,
): number {
  const logits = sources.has(loss.from) ? shapes.get(loss.from) : undefined;
  if (logits === undefined) {
    throw new SpecError(
      `loss (${loss.kind}): expected from to name a layer, found “${loss.from}”. The nearest name is ${nearestName(loss.from, sources.keys()) ?? '– there are no layers'}.`,
    );
  }
  const [classes] = logits;
  if (logits.length !== 1 || classes === undefined) {
    throw new SpecError(
      `loss (${loss.kind}): expected a vector of logits, one per class, found the grid [${logits.join(',')}] of ${loss.from}. End with a dense layer.`,
    );
  }
  const used = new Set<string>();
  for (let name: string | undefined = loss.from; name !== undefined; name = sources.get(name)) used.add(name);
  const loose = spec.layers.find((layer) => !used.has(layer.name));
  if (loose !== undefined) {
    throw new SpecError(
      `layer ${loose.name} (${loose.kind}): expected every layer to lead to the loss at ${loss.from}, found that nothing uses this one. Remove it, or let a later layer come from it.`,
    );
  }
  return classes;
}
