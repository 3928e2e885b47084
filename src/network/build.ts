/**
 * From a network description to computation graphs: one to train, one to evaluate, one to look inside. All three name the same
 * parameter slots, so they run over one store.
 *
 * Names: a layer's output is the node named like the layer; what leads up to it is `<layer>.<what>`; slots are
 * `<layer>.weight`, `<layer>.bias`, `<layer>.coefficient`, and an optimizer's moments `<slot>@velocity`, `<slot>@mean`,
 * `<slot>@meanSquare`.
 */

import { createBuilder } from '../graph/builder';
import { gradient } from '../graph/gradient';
import type { Graph, NodeId } from '../graph/graph';
import type { GraphBuilder } from '../graph/opDefinition';
import { definitionOf } from './layers/layers';
import { appendOptimizer } from './optimizer';
import { resolveNetwork, type ResolvedLayer, type ResolvedNetwork } from './resolve';
import type { SlotSpec } from './slotSpec';
import type { NetworkSpec, OptimizerName } from './spec';

export interface BuiltGraph {
  readonly graph: Graph;
  /** Every slot that the graph reads or writes: what is trained first, then moments. */
  readonly slots: readonly SlotSpec[];
  /** Names of the slots that are trained. */
  readonly trainable: readonly string[];
}

/**
 * One training step. Inputs: `image` [N,H,W,C], `labels` int32 [N]. Scalars: `learningRate`; for momentum `momentum`; for adam `step`
 * (1 for the first), `beta1`, `beta2`. Outputs: `loss` (mean over the batch, before the update) and `predicted` int32 [N].
 */
export function buildTraining(
  spec: NetworkSpec,
  { batchSize, optimizer }: { batchSize: number; optimizer: OptimizerName },
): BuiltGraph {
  const { builder, slots, losses, predicted } = buildWithLabels(spec, batchSize);
  const loss = builder.apply('mean', 'loss', [losses], {});
  const parameters = slots.map((slot) => builder.parameter(slot.name, slot.shape));
  const gradients = gradient(builder, loss, parameters);

  const trained = slots.map(({ name, shape }, index) => {
    const value = parameters[index];
    const slope = value === undefined ? undefined : gradients.get(value);
    if (value === undefined || slope === undefined) throw new Error(`internal: no gradient for ${name}`);
    return { slot: name, shape, value, gradient: slope };
  });
  const { updates, moments } = appendOptimizer(builder, optimizer, trained);
  return {
    graph: builder.finish({ outputs: { loss, predicted }, updates }),
    slots: [...slots, ...moments],
    trainable: slots.map((slot) => slot.name),
  };
}

/** Inputs as in training. Outputs: `losses` [N], `predicted` int32 [N], `probabilities` [N,K]. Changes nothing. */
export function buildEvaluation(spec: NetworkSpec, { batchSize }: { batchSize: number }): BuiltGraph {
  const { builder, slots, logits, losses, predicted } = buildWithLabels(spec, batchSize);
  const probabilities = builder.apply('softmax', 'probabilities', [logits], {});
  return {
    graph: builder.finish({ outputs: { losses, predicted, probabilities } }),
    slots,
    trainable: slots.map((slot) => slot.name),
  };
}

/**
 * One image, no labels. Outputs: every layer by its name, [1,H,W,C] or [1,C], `probabilities` [1,K], and the input itself under its
 * name (`image`).
 */
export function buildInspection(spec: NetworkSpec): BuiltGraph {
  const { builder, slots, layers, logits } = buildForward(spec, 1);
  const probabilities = builder.apply('softmax', 'probabilities', [logits], {});
  return {
    graph: builder.finish({ outputs: { ...Object.fromEntries(layers), probabilities } }),
    slots,
    trainable: slots.map((slot) => slot.name),
  };
}

interface Forward {
  readonly builder: GraphBuilder;
  readonly network: ResolvedNetwork;
  readonly slots: readonly SlotSpec[];
  /** The input and every layer, by name. */
  readonly layers: ReadonlyMap<string, NodeId>;
  readonly logits: NodeId;
}

function buildForward(spec: NetworkSpec, batchSize: number): Forward {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new Error(
      `${spec.name}: expected a batch size that is a whole number, 1 or more, found ${batchSize}. Choose 32 if in doubt.`,
    );
  }
  const network = resolveNetwork(spec);
  const builder = createBuilder();
  const { input } = network;
  const layers = new Map<string, NodeId>([
    [input.name, builder.input(input.name, [batchSize, ...input.shape], 'float32')],
  ]);
  const nodeNamed = (name: string): NodeId => {
    const id = layers.get(name);
    if (id === undefined) throw new Error(`internal: layer ${name} is used before it is built`);
    return id;
  };
  for (const resolved of network.layers) {
    layers.set(resolved.layer.name, buildLayer(builder, resolved, nodeNamed(resolved.from)));
  }
  const slots = network.layers.flatMap(({ parameters }) =>
    parameters.map(({ slot, shape }) => ({ name: slot, shape })),
  );
  return { builder, network, slots, layers, logits: nodeNamed(network.loss.from) };
}

function buildWithLabels(spec: NetworkSpec, batchSize: number): Forward & { losses: NodeId; predicted: NodeId } {
  const forward = buildForward(spec, batchSize);
  const { builder, network, logits } = forward;
  const labels = builder.input('labels', [batchSize], 'int32');
  const losses = builder.apply('softmaxCrossEntropy', 'losses', [logits, labels], {
    rejectLogit: network.loss.rejectLogit ?? null,
  });
  const predicted = builder.apply('argMax', 'predicted', [logits], {});
  return { ...forward, losses, predicted };
}

function buildLayer(builder: GraphBuilder, { layer, parameters }: ResolvedLayer, x: NodeId): NodeId {
  const parameter = (suffix: string): NodeId => {
    const found = parameters.find((candidate) => candidate.suffix === suffix);
    if (found === undefined) throw new Error(`internal: layer ${layer.name} has no parameter ${suffix}`);
    return builder.parameter(found.slot, found.shape);
  };
  return definitionOf(layer).build({ builder, layer, x, parameter });
}
