/**
 * The optimizers: from the gradient of every trained slot to its next value, appended to a training graph as ordinary nodes.
 *
 * Picture: one slot at a time goes through the rule of the optimizer; what the rule remembers between steps are moments, slots
 * of the same store named `<slot>@velocity`, `<slot>@mean`, `<slot>@meanSquare`. Coefficients are scalar slots, so that changing one
 * between steps compiles nothing.
 */

import type { NodeId, Update } from '../graph/graph';
import type { GraphBuilder } from '../graph/opDefinition';
import type { Shape } from '../tensor/shape';
import type { SlotSpec } from './slotSpec';
import type { OptimizerName } from './spec';

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

/** A slot that is trained: its present value and the gradient of the loss with respect to it. */
export interface TrainedSlot {
  readonly slot: string;
  readonly shape: Shape;
  readonly value: NodeId;
  readonly gradient: NodeId;
}

/** Appends the update of every slot. Returns the updates, moments' too, and the slots that the moments need. */
export function appendOptimizer(
  builder: GraphBuilder,
  optimizer: OptimizerName,
  trained: readonly TrainedSlot[],
): { readonly updates: readonly Update[]; readonly moments: readonly SlotSpec[] } {
  const moments: SlotSpec[] = [];
  const updates: Update[] = [];
  for (const slot of trained) appendUpdate(builder, optimizer, slot, moments, updates);
  return { updates, moments };
}

/** Appends the nodes of one slot's update and notes its moments. */
function appendUpdate(
  builder: GraphBuilder,
  optimizer: OptimizerName,
  { slot: name, shape, value: p, gradient: g }: TrainedSlot,
  moments: SlotSpec[],
  updates: Update[],
): void {
  const rate = builder.scalar('learningRate');
  const moment = (kind: string): { slot: string; node: NodeId } => {
    const momentSlot = { name: `${name}@${kind}`, shape };
    moments.push(momentSlot);
    return { slot: momentSlot.name, node: builder.parameter(momentSlot.name, momentSlot.shape) };
  };
  const update = (target: string, value: NodeId): void => void updates.push({ slot: target, value });
  const next = (slot: string): string => `${slot}#next`;

  switch (optimizer) {
    case 'sgd':
      update(name, builder.apply('sgdUpdate', next(name), [p, g, rate], {}));
      return;
    case 'momentum': {
      const velocity = moment('velocity');
      const inputs = [velocity.node, g, builder.scalar('momentum')];
      const v = builder.apply('momentum', next(velocity.slot), inputs, {});
      update(velocity.slot, v);
      update(name, builder.apply('sgdUpdate', next(name), [p, v, rate], {}));
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
      update(name, builder.apply('adamUpdate', next(name), inputs, { epsilon: adamEpsilon }));
      return;
    }
    default:
      optimizer satisfies never;
  }
}
