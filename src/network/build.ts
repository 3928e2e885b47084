/**
 * From a network description to computation graphs: one to train, one to evaluate, one to look inside. All three name the same
 * parameter slots, so they run over one store. Training is one mode; evaluation and looking inside are the other, in which batch
 * normalization reads its running statistics and dropout drops nothing.
 *
 * Names: a layer's output is the node named like the layer; what leads up to it is `<layer>.<what>`; slots are
 * `<layer>.weight`, `<layer>.bias`, `<layer>.coefficient`, state such as `<layer>.runningMean`, and an optimizer's moments
 * `<slot>@velocity`, `<slot>@mean`, `<slot>@meanSquare`.
 */

import { createBuilder } from '../graph/builder';
import { gradient } from '../graph/gradient';
import type { Graph, NodeId, Update } from '../graph/graph';
import { isLeaf, type GraphBuilder } from '../graph/opDefinition';
import type { Shape } from '../tensor/shape';
import { feedImages, feedLabels, type Feeding } from './feeding';
import type { Mode } from './layers/layerDefinition';
import { definitionOf } from './layers/layers';
import { appendOptimizer } from './optimizer';
import { resolveNetwork, type ResolvedLayer, type ResolvedNetwork } from './resolve';
import type { SlotSpec } from './slotSpec';
import type { LossSpec, NetworkSpec, OptimizerName } from './spec';
import { LayerProblem, SpecError } from './specError';

export interface BuiltGraph {
  readonly graph: Graph;
  /** Every slot of the network and of the optimizer: what is trained first, then the layers' state, then moments. */
  readonly slots: readonly SlotSpec[];
  /** Names of the slots that are trained. */
  readonly trainable: readonly string[];
  /** Scalar slots of layers (a dropout's rate) and of augmentation, with what they hold unless somebody writes another number. */
  readonly scalars: Readonly<Record<string, number>>;
}

/**
 * One training step. Inputs: `image` [N,H,W,C], `labels` int32 [N], or, with `data`, `indices` int32 [N] (see `feeding.ts`). Scalars:
 * the optimizer's (`hyperparameters.ts`); for adam and adamw `step` (1 for the first); with dropout `seed` (a whole number below 2²⁴),
 * `step` and the rates, which `scalars` lists.
 * Outputs: `loss` (mean over the batch, before the update) and `predicted` int32 [N].
 */
export function buildTraining(spec: NetworkSpec, options: TrainingOptions): BuiltGraph {
  const { forward, updates, moments, loss } = appendTraining(spec, options, []);
  const { builder, predicted } = forward;
  return { graph: builder.finish({ outputs: { loss, predicted }, updates }), ...slotsOf(forward, moments) };
}

export interface FullView extends BuiltGraph {
  /** The node of the loss's gradient with respect to each trained slot, and to the network's input, by name. */
  readonly gradients: ReadonlyMap<string, NodeId>;
  /** The network's input as its first layer sees it, and the loss. */
  readonly input: NodeId;
  readonly loss: NodeId;
}

/**
 * A training step to look at: as in training, with the gradient of the loss with respect to the input besides, and every node that is
 * computed an output under its own name.
 */
export function buildInFullView(spec: NetworkSpec, options: TrainingOptions): FullView {
  const { name } = resolveNetwork(spec).input;
  const { forward, updates, moments, loss, gradients } = appendTraining(spec, options, [name]);
  const { builder } = forward;
  const outputs = Object.fromEntries(builder.nodes.flatMap((node) => (isLeaf(node) ? [] : [[node.name, node.id]])));
  const input = forward.layers.get(name);
  if (input === undefined) throw new Error(`internal: the input ${name} was not built`);
  return { graph: builder.finish({ outputs, updates }), ...slotsOf(forward, moments), gradients, input, loss };
}

type TrainingOptions = Feeding & { readonly optimizer: OptimizerName };

/** Loss, backward pass and optimizer; `alsoOf`: layers or inputs whose gradient is wanted besides. */
function appendTraining(
  spec: NetworkSpec,
  { optimizer, ...feeding }: TrainingOptions,
  alsoOf: readonly string[],
): {
  readonly forward: ReturnType<typeof buildWithLabels>;
  readonly updates: readonly Update[];
  readonly moments: readonly SlotSpec[];
  readonly loss: NodeId;
  readonly gradients: ReadonlyMap<string, NodeId>;
} {
  const forward = buildWithLabels(spec, feeding, 'training');
  const { builder, losses } = forward;
  const loss = builder.apply('mean', 'loss', [losses], {});
  const parameters = forward.trained.map((slot) => builder.parameter(slot.name, slot.shape));
  const others = alsoOf.flatMap((name) => forward.layers.get(name) ?? []);
  const gradients = gradient(builder, loss, [...parameters, ...others]);

  const trained = forward.trained.map(({ name, shape }, index) => {
    const value = parameters[index];
    const slope = value === undefined ? undefined : gradients.get(value);
    if (value === undefined || slope === undefined) throw new Error(`internal: no gradient for ${name}`);
    return { slot: name, shape, value, gradient: slope };
  });
  const { updates, moments } = appendOptimizer(builder, optimizer, trained);
  return {
    forward,
    updates: [...forward.updates, ...updates],
    moments,
    loss,
    gradients: new Map([...gradients].map(([id, slope]) => [builder.node(id).name, slope])),
  };
}

/** Inputs as in training. Outputs: `losses` [N], `predicted` int32 [N], `probabilities` [N,K]. Changes nothing. */
export function buildEvaluation(spec: NetworkSpec, feeding: Feeding): BuiltGraph {
  const forward = buildWithLabels(spec, feeding, 'evaluation');
  const { builder, logits, losses, predicted } = forward;
  const probabilities = builder.apply('softmax', 'probabilities', [logits], {});
  return { graph: builder.finish({ outputs: { losses, predicted, probabilities } }), ...slotsOf(forward) };
}

/**
 * One image, no labels. Outputs: every layer by its name, [1,H,W,C] or [1,C], `probabilities` [1,K], and the input itself under its
 * name (`image`).
 */
export function buildInspection(spec: NetworkSpec): BuiltGraph {
  const forward = buildForward(spec, { batchSize: 1 }, 'evaluation');
  const { builder, layers, logits } = forward;
  const probabilities = builder.apply('softmax', 'probabilities', [logits], {});
  return {
    graph: builder.finish({ outputs: { ...Object.fromEntries(layers), probabilities } }),
    ...slotsOf(forward),
  };
}

interface Forward {
  readonly builder: GraphBuilder;
  readonly network: ResolvedNetwork;
  readonly trained: readonly SlotSpec[];
  /** The layers' state. */
  readonly state: readonly SlotSpec[];
  readonly updates: readonly Update[];
  readonly scalars: Readonly<Record<string, number>>;
  /** The input and every layer, by name. */
  readonly layers: ReadonlyMap<string, NodeId>;
  readonly logits: NodeId;
}

function slotsOf(
  { trained, state, scalars }: Forward,
  moments: readonly SlotSpec[] = [],
): Pick<BuiltGraph, 'slots' | 'trainable' | 'scalars'> {
  return { slots: [...trained, ...state, ...moments], trainable: trained.map((slot) => slot.name), scalars };
}

function buildForward(spec: NetworkSpec, feeding: Feeding, mode: Mode): Forward {
  const { batchSize } = feeding;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new Error(
      `${spec.name}: expected a batch size that is a whole number, 1 or more, found ${batchSize}. Choose 32 if in doubt.`,
    );
  }
  const network = resolveNetwork(spec);
  const builder = createBuilder();
  const { input } = network;
  const scalars: Record<string, number> = {};
  const layers = new Map<string, NodeId>([
    [input.name, feedImages(builder, input.name, input.shape, feeding, scalars)],
  ]);
  const nodeNamed = (name: string): NodeId => {
    const id = layers.get(name);
    if (id === undefined) throw new Error(`internal: layer ${name} is used before it is built`);
    return id;
  };
  const updates: Update[] = [];
  for (const resolved of network.layers) {
    const inputs = resolved.from.map(nodeNamed);
    layers.set(resolved.layer.name, buildLayer(builder, resolved, mode, inputs, updates, scalars));
  }
  const slotSpecs = (arrays: readonly { readonly slot: string; readonly shape: Shape }[]): SlotSpec[] =>
    arrays.map(({ slot, shape }) => ({ name: slot, shape }));
  return {
    builder,
    network,
    trained: network.layers.flatMap(({ parameters }) => slotSpecs(parameters)),
    state: network.layers.flatMap(({ state }) => slotSpecs(state)),
    updates,
    scalars,
    layers,
    logits: nodeNamed(network.loss.from),
  };
}

function buildWithLabels(
  spec: NetworkSpec,
  feeding: Feeding,
  mode: Mode,
): Forward & { losses: NodeId; predicted: NodeId } {
  const forward = buildForward(spec, feeding, mode);
  const { builder, network, logits } = forward;
  const labels = feedLabels(builder, feeding);
  const losses = buildLosses(builder, network.loss, logits, labels);
  const predicted = builder.apply('argMax', 'predicted', [logits], {});
  return { ...forward, losses, predicted };
}

/** One number per example. */
function buildLosses(builder: GraphBuilder, loss: LossSpec, logits: NodeId, labels: NodeId): NodeId {
  switch (loss.kind) {
    case 'softmaxCrossEntropy':
      return builder.apply('softmaxCrossEntropy', 'losses', [logits, labels], {
        rejectLogit: loss.rejectLogit ?? null,
        ...(loss.labelSmoothing !== undefined && { labelSmoothing: loss.labelSmoothing }),
      });
    case 'hinge':
      return builder.apply('hinge', 'losses', [logits, labels], {});
    default:
      return loss satisfies never;
  }
}

/** Appends the layer's nodes; notes the updates of its state and the values of its scalars. */
function buildLayer(
  builder: GraphBuilder,
  { layer, parameters, state }: ResolvedLayer,
  mode: Mode,
  inputs: readonly NodeId[],
  updates: Update[],
  scalars: Record<string, number>,
): NodeId {
  const arrayOf = (
    arrays: readonly { readonly suffix: string; readonly slot: string; readonly shape: Shape }[],
    suffix: string,
  ): { readonly slot: string; readonly node: NodeId } => {
    const found = arrays.find((candidate) => candidate.suffix === suffix);
    if (found === undefined) throw new Error(`internal: layer ${layer.name} has no ${suffix}`);
    return { slot: found.slot, node: builder.parameter(found.slot, found.shape) };
  };
  const [x] = inputs;
  if (x === undefined) throw new Error(`internal: layer ${layer.name} has no input`);
  try {
    return definitionOf(layer).build({
      builder,
      layer,
      mode,
      x,
      inputs,
      parameter: (suffix) => arrayOf(parameters, suffix).node,
      state: (suffix) => arrayOf(state, suffix).node,
      updateState(suffix, value) {
        if (mode !== 'training') throw new Error(`internal: layer ${layer.name} changes ${suffix} outside of training`);
        updates.push({ slot: arrayOf(state, suffix).slot, value });
      },
      scalar(suffix, value) {
        const slot = `${layer.name}.${suffix}`;
        scalars[slot] = value;
        return builder.scalar(slot);
      },
    });
  } catch (error) {
    if (!(error instanceof LayerProblem)) throw error;
    throw new SpecError(`layer ${layer.name} (${layer.kind}): ${error.message}`, { cause: error });
  }
}
