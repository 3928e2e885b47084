/** Small networks for tests: valid, and easy to make invalid in one place. */

import { inception, mlp, resnet, smallAlexnet, smallVgg } from './families';
import type { LayerSpec, NetworkSpec } from './spec';

/** A 6×6 image, a 3×3 convolution, a pooling, ten classes; `layers` replaces the layers. */
export function smallNetwork(
  layers: readonly LayerSpec[] = [
    { kind: 'convolution', name: 'conv', filters: 2, kernel: [3, 3] },
    { kind: 'maxPool', name: 'pool', window: [2, 2] },
    { kind: 'flatten', name: 'flat' },
    { kind: 'dense', name: 'last', units: 10 },
  ],
): NetworkSpec {
  return {
    version: 1,
    name: 'small',
    title: 'Small',
    inputs: [{ name: 'image', shape: [6, 6, 1] }],
    layers,
    losses: [{ kind: 'softmaxCrossEntropy', from: layers.at(-1)?.name ?? '' }],
  };
}

/** One network of each family, few cells and channels: small enough for plain loops and for GPUs made of software. */
export function smallFamilies(): readonly NetworkSpec[] {
  const input = [16, 16, 3] as const;
  return [
    mlp({ input: [6, 6, 1], hidden: [12, 8] }),
    smallAlexnet({ input, width: 4, dropout: 0 }),
    smallVgg({ input, width: 4 }),
    inception({ input, width: 4 }),
    resnet({ input, width: 4, blocks: 1 }),
  ];
}
