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
import type { Graph, NodeId, Update } from '../graph/graph';
import type { GraphBuilder } from '../graph/opDefinition';
import type { Shape } from '../tensor/shape';
import { definitionOf } from './layers/layers';
import { resolveNetwork, type ResolvedLayer, type ResolvedNetwork } from './resolve';
import type { NetworkSpec, OptimizerName } from './spec';

/** A named array of the parameter store, as `ParameterStore` wants it. */
export interface SlotSpec {
  readonly name: string;
  readonly shape: Shape;
}

export interface BuiltGraph {
  readonly graph: Graph;
  /** Every slot that the graph reads or writes: what is trained first, then moments. */
  readonly slots: readonly SlotSpec[];
  /** Names of the slots that are trained. */
  readonly trainable: readonly string[];
}

/** The usual values of the scalar slots that an optimizer needs besides `learningRate` and `step`. */
export const defaultScalars: {
  readonly [K in OptimizerName]: Readonly<Record<string, number>>;
} = {
  sgd: {},
  momentum: { momentum: 0.9 },
  adam: { beta1: 0.9, beta2: 0.999 },
};

/** Added to Adam's denominator, outside the root (Kingma & Ba 2015). */
const adamEpsilon = 1e-8;

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

  const moments: SlotSpec[] = [];
  const updates: Update[] = [];
  for (const [index, slot] of slots.entries()) {
    const p = parameters[index];
    const g = p === undefined ? undefined : gradients.get(p);
    if (p === undefined || g === undefined) throw new Error(`internal: no gradient for ${slot.name}`);
    appendUpdate(builder, optimizer, slot, p, g, moments, updates);
  }
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

/** Appends the nodes of one slot's update and notes its moments. */
function appendUpdate(
  builder: GraphBuilder,
  optimizer: OptimizerName,
  slot: SlotSpec,
  p: NodeId,
  g: NodeId,
  moments: SlotSpec[],
  updates: Update[],
): void {
  const rate = builder.scalar('learningRate');
  const moment = (name: string): { slot: string; node: NodeId } => {
    const momentSlot = { name: `${slot.name}@${name}`, shape: slot.shape };
    moments.push(momentSlot);
    return { slot: momentSlot.name, node: builder.parameter(momentSlot.name, momentSlot.shape) };
  };
  const update = (target: string, value: NodeId): void => void updates.push({ slot: target, value });
  const next = (name: string): string => `${name}#next`;

  switch (optimizer) {
    case 'sgd':
      update(slot.name, builder.apply('sgdUpdate', next(slot.name), [p, g, rate], {}));
      return;
    case 'momentum': {
      const velocity = moment('velocity');
      const inputs = [velocity.node, g, builder.scalar('momentum')];
      const v = builder.apply('momentum', next(velocity.slot), inputs, {});
      update(velocity.slot, v);
      update(slot.name, builder.apply('sgdUpdate', next(slot.name), [p, v, rate], {}));
      return;
    }
    case 'adam': {
      const mean = moment('mean');
      const meanSquare = moment('meanSquare');
      const [step, decay1, decay2] = [builder.scalar('step'), builder.scalar('beta1'), builder.scalar('beta2')];
      const m = builder.apply('movingAverage', next(mean.slot), [mean.node, g, decay1], {});
      const v = builder.apply('movingAverageOfSquares', next(meanSquare.slot), [meanSquare.node, g, decay2], {});
      const inputs = [p, m, v, rate, step, decay1, decay2];
      update(mean.slot, m);
      update(meanSquare.slot, v);
      update(slot.name, builder.apply('adamUpdate', next(slot.name), inputs, { epsilon: adamEpsilon }));
      return;
    }
    default:
      optimizer satisfies never;
  }
}
