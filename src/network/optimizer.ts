/**
 * The optimizers: from the gradient of every trained slot to its next value, appended to a training graph as ordinary nodes.
 *
 * Picture: each gradient passes three stations. It is clipped, together with all others; penalties are added, where it belongs to
 * weights; then the optimizer's rule makes a step of it. What a rule remembers between steps are moments, slots of the same
 * store named `<slot>@velocity`, `<slot>@mean`, `<slot>@meanSquare`, `<slot>@sumOfSquares`, `<slot>@meanSquareStep`. All
 * coefficients are scalar slots, so that changing one between steps compiles nothing; those that are 0 change nothing.
 *
 * Weights are slots of two axes or more: kernels and matrices. Biases, and scales and shifts of normalization, are vectors,
 * and neither penalties nor decay concern them. The clipped gradient is that of the loss alone, as in PyTorch: penalties come after.
 * The loss that is reported never includes penalties.
 */

import type { NodeId, Update } from '../graph/graph';
import type { GraphBuilder } from '../graph/opDefinition';
import type { Shape } from '../tensor/shape';
import type { SlotSpec } from './slotSpec';
import type { OptimizerName } from './spec';

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
  const factor = appendClipFactor(builder, trained);
  for (const slot of trained) {
    const clipped = builder.apply('scaleBy', `${slot.slot}#clipped`, [slot.gradient, factor], {});
    const penalized = isWeight(slot)
      ? builder.apply(
          'penalize',
          `${slot.slot}#penalized`,
          [clipped, slot.value, builder.scalar('l1'), builder.scalar('l2')],
          {},
        )
      : clipped;
    appendUpdate(builder, optimizer, { ...slot, gradient: penalized }, moments, updates);
  }
  return { updates, moments };
}

function isWeight({ shape }: TrainedSlot): boolean {
  return shape.length >= 2;
}

/** By what every gradient is multiplied, so that the norm of all of them together is at most `clipNorm`. */
function appendClipFactor(builder: GraphBuilder, trained: readonly TrainedSlot[]): NodeId {
  const squares = trained.map(({ slot, gradient }) =>
    builder.apply('squaredNorm', `${slot}#squaredNorm`, [gradient], {}),
  );
  const [first, ...others] = squares;
  if (first === undefined) throw new Error('internal: an optimizer with nothing to train');
  const total = others.reduce(
    (sum, square, index) => builder.apply('add', `clipFactor.sum${index + 1}`, [sum, square], {}),
    first,
  );
  return builder.apply('clipFactor', 'clipFactor', [total, builder.scalar('clipNorm')], {});
}

/** Appends the nodes of one slot's update and notes its moments. */
function appendUpdate(
  builder: GraphBuilder,
  optimizer: OptimizerName,
  trained: TrainedSlot,
  moments: SlotSpec[],
  updates: Update[],
): void {
  const { slot: name, shape, gradient: g } = trained;
  const rate = builder.scalar('learningRate');
  const p = isWeight(trained)
    ? builder.apply('decayWeights', `${name}#decayed`, [trained.value, rate, builder.scalar('weightDecay')], {})
    : trained.value;
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
    // Nesterov 1983, written so that the slot holds the point looked ahead to, where the gradient is taken: Bengio,
    // Boulanger-Lewandowski & Pascanu, ICASSP 2013, section 3.5. PyTorch's form too.
    case 'nesterov': {
      const velocity = moment('velocity');
      const decay = builder.scalar('momentum');
      const v = builder.apply('momentum', next(velocity.slot), [velocity.node, g, decay], {});
      const ahead = builder.apply('momentum', `${name}#ahead`, [v, g, decay], {});
      update(velocity.slot, v);
      update(name, builder.apply('sgdUpdate', next(name), [p, ahead, rate], {}));
      return;
    }
    case 'adagrad': {
      const squares = moment('sumOfSquares');
      const s = builder.apply('accumulateSquares', next(squares.slot), [squares.node, g], {});
      update(squares.slot, s);
      update(name, builder.apply('adaptiveUpdate', next(name), [p, g, s, rate, builder.scalar('epsilon')], {}));
      return;
    }
    case 'rmsprop': {
      const squares = moment('meanSquare');
      const s = builder.apply(
        'movingAverageOfSquares',
        next(squares.slot),
        [squares.node, g, builder.scalar('rho')],
        {},
      );
      update(squares.slot, s);
      update(name, builder.apply('adaptiveUpdate', next(name), [p, g, s, rate, builder.scalar('epsilon')], {}));
      return;
    }
    case 'adadelta': {
      const squares = moment('meanSquare');
      const steps = moment('meanSquareStep');
      const rho = builder.scalar('rho');
      const v = builder.apply('movingAverageOfSquares', next(squares.slot), [squares.node, g, rho], {});
      const inputs = [g, v, steps.node, builder.scalar('epsilon')];
      const direction = builder.apply('adadeltaDirection', `${name}#direction`, inputs, {});
      const u = builder.apply('movingAverageOfSquares', next(steps.slot), [steps.node, direction, rho], {});
      update(squares.slot, v);
      update(steps.slot, u);
      update(name, builder.apply('sgdUpdate', next(name), [p, direction, rate], {}));
      return;
    }
    // They differ in the usual weight decay alone.
    case 'adam':
    case 'adamw': {
      const mean = moment('mean');
      const meanSquare = moment('meanSquare');
      const [step, decay1, decay2] = [builder.scalar('step'), builder.scalar('beta1'), builder.scalar('beta2')];
      const m = builder.apply('movingAverage', next(mean.slot), [mean.node, g, decay1], {});
      const v = builder.apply('movingAverageOfSquares', next(meanSquare.slot), [meanSquare.node, g, decay2], {});
      const inputs = [p, m, v, rate, step, decay1, decay2, builder.scalar('epsilon')];
      update(mean.slot, m);
      update(meanSquare.slot, v);
      update(name, builder.apply('adamUpdate', next(name), inputs, {}));
      return;
    }
    default:
      optimizer satisfies never;
  }
}
