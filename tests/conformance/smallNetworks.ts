/**
 * One network of each family, small enough that the reference and GPUs in software train it for twenty steps: 16×16 pictures, few
 * filters. Everything that makes the family is there: its depth, its kernels, where ways part and meet.
 */
import { inception, resnet, smallAlexnet, smallVgg } from '../../src/network/families';
import type { NetworkSpec } from '../../src/network/spec';
import { networkNamed } from '../../src/network/zoo';

const input = [16, 16, 3] as const;

const lenet5 = networkNamed('lenet5');

export const smallNetworks: readonly NetworkSpec[] = [
  { ...lenet5, inputs: lenet5.inputs.map(({ name }) => ({ name, shape: [16, 16, 1] as const })) },
  smallAlexnet({ input, width: 4 }),
  { ...smallAlexnet({ input, width: 4, dropout: 0 }), title: 'Small AlexNet without dropout' },
  // Eight filters are enough for the wasm executor’s faster 3×3 convolutions.
  smallVgg({ input, width: 8 }),
  inception({ input, width: 4 }),
  resnet({ input, width: 4, blocks: 1 }),
];

/** Twenty steps with a rate at which every one of these networks learns. */
export const twentySteps = { optimizer: 'momentum', learningRate: 0.01, batchSize: 2, steps: 20 } as const;

/**
 * Largest allowed difference of a loss from the reference's, relative to the loss, over twenty steps; ten times that on tfjs. Rounding in
 * float32 moves weights by about 1e-7 of their size in each step; twenty steps let that grow.
 *
 * Under momentum, not Adam: Adam divides a gradient by its own size. Where units are dead a gradient is exactly zero, and where a
 * faster method (Winograd's) sums in another order, rounding leaves 1e-10 there, which Adam then takes for a direction as good as any
 * other. Small VGG differs by 8e-3 under it.
 */
export const lossTolerance = 1e-5;
