/**
 * From a network description to its layers in an order in which they can be computed, each with its inputs, shapes and parameters. All
 * errors of meaning (a size that does not fit, an unknown name, a cycle) are found here; errors of form in `checkSpec.ts`.
 */

import type { Shape } from '../tensor/shape';
import { coefficientNames } from './hyperparameters';
import type { ParameterDefinition, StateDefinition } from './layers/layerDefinition';
import { definitionOf } from './layers/layers';
import type { InputSpec, LayerSpec, LossSpec, NetworkSpec } from './spec';
import { LayerProblem, nearestName, SpecError } from './specError';

export interface ResolvedParameter extends ParameterDefinition {
  /** `conv1.weight`: the name in the parameter store. */
  readonly slot: string;
}

export interface ResolvedState extends StateDefinition {
  /** `norm1.runningMean`: the name in the parameter store. */
  readonly slot: string;
}

export interface ResolvedLayer {
  readonly layer: LayerSpec;
  /** The layers or inputs that feed this one; several where it joins. */
  readonly from: readonly string[];
  /** One for each of `from`, without the batch axis: [H,W,C] or [C]. */
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  readonly parameters: readonly ResolvedParameter[];
  readonly state: readonly ResolvedState[];
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
  'indices',
  'labels',
  'loss',
  'losses',
  'predicted',
  'probabilities',
  'learningRate',
  'step',
  ...coefficientNames,
  'clipFactor',
  'seed',
] as const;

const namePattern = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** @throws SpecError naming the layer, what was expected, what was found and the nearest valid setting. */
export function resolveNetwork(spec: NetworkSpec): ResolvedNetwork {
  const [input, ...otherInputs] = spec.inputs;
  const [loss, ...otherLosses] = spec.losses;
  if (input === undefined || otherInputs.length > 0) {
    throw new SpecError(
      `${spec.name}: expected one input, found ${spec.inputs.length}. Data sets have one image for each example; keep one.`,
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
    const from = sources.get(layer.name) ?? [];
    const resolved = resolveLayer(
      layer,
      from,
      from.map((name) => shapes.get(name) ?? []),
    );
    shapes.set(layer.name, resolved.shape);
    layers.push(resolved);
  }
  return { input, layers, loss, classes: checkLoss(spec, loss, sources, shapes) };
}

function resolveLayer(layer: LayerSpec, from: readonly string[], inputShapes: readonly Shape[]): ResolvedLayer {
  try {
    const definition = definitionOf(layer);
    const withSlot = <Definition extends { readonly suffix: string }>(array: Definition) => ({
      ...array,
      slot: `${layer.name}.${array.suffix}`,
    });
    return {
      layer,
      from,
      inputShapes,
      shape: definition.shape(layer, ...inputShapes),
      parameters: definition.parameters(layer, ...inputShapes).map(withSlot),
      state: (definition.state?.(layer, ...inputShapes) ?? []).map(withSlot),
    };
  } catch (error) {
    if (!(error instanceof LayerProblem)) throw error;
    throw new SpecError(`layer ${layer.name} (${layer.kind}, after ${from.join(' and ')}): ${error.message}`, {
      cause: error,
    });
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

/** For each layer the names of what feeds it. */
type Sources = ReadonlyMap<string, readonly string[]>;

function sourcesOf(spec: NetworkSpec, input: string): Sources {
  const known = [input, ...spec.layers.map((layer) => layer.name)];
  const sources = new Map<string, readonly string[]>();
  let before = input;
  for (const layer of spec.layers) {
    const from = layer.from ?? [before];
    checkCount(layer, from, before);
    const unknown = from.find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new SpecError(
        `layer ${layer.name} (${layer.kind}): expected from to name a layer or an input, found “${unknown}”. The nearest name is ${nearestName(unknown, known) ?? input}.`,
      );
    }
    sources.set(layer.name, from);
    before = layer.name;
  }
  return sources;
}

/** As many in `from` as the kind of layer takes. */
function checkCount(layer: LayerSpec, from: readonly string[], before: string): void {
  const { joins } = definitionOf(layer);
  const [expected, fits, next] =
    joins === undefined
      ? ['one layer', from.length === 1, `Name one, or leave from out for the layer before, ${before}.`]
      : joins === 'two'
        ? ['two layers', from.length === 2, 'Name both that it joins.']
        : ['two or more layers', from.length >= 2, 'Name all that it joins.'];
  if (fits) return;
  throw new SpecError(
    `layer ${layer.name} (${layer.kind}): expected ${expected} in from, found ${layer.from?.length ?? 'none'}. ${next}`,
  );
}

/** Every layer after those that feed it; otherwise in the order in which they are written. */
function inOrder(spec: NetworkSpec, sources: Sources): readonly LayerSpec[] {
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
    for (const source of sources.get(name) ?? []) place(source, [...path, name]);
    placed.add(name);
    order.push(layer);
  };
  for (const layer of spec.layers) place(layer.name, []);
  return order;
}

/** Returns the number of classes. */
function checkLoss(spec: NetworkSpec, loss: LossSpec, sources: Sources, shapes: ReadonlyMap<string, Shape>): number {
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
  if (loss.kind === 'hinge' && classes < 2) {
    throw new SpecError(
      `loss (hinge): expected scores of at least 2 classes, found ${classes} of ${loss.from}. The nearest that works is 2: a single class has no rival.`,
    );
  }
  if (loss.kind === 'softmaxCrossEntropy') {
    const { labelSmoothing = 0 } = loss;
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new SpecError(
        `loss (softmaxCrossEntropy): expected a labelSmoothing of at least 0 and below 1, found ${labelSmoothing}. The nearest that works is ${labelSmoothing >= 1 ? 0.9 : 0}; 0.1 is usual.`,
      );
    }
  }
  const used = new Set<string>();
  const pending = [loss.from];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    pending.push(...(sources.get(name) ?? []));
  }
  const loose = spec.layers.find((layer) => !used.has(layer.name));
  if (loose !== undefined) {
    throw new SpecError(
      `layer ${loose.name} (${loose.kind}): expected every layer to lead to the loss at ${loss.from}, found that nothing uses this one. Remove it, or let a later layer come from it.`,
    );
  }
  return classes;
}
