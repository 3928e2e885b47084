import type { OpDefinition } from '../opDefinition';
import { float32, requireImages, requireScalars } from '../shapeRules';

/**
 * eraseRectangles(x[N,H,W,C], probability[], size[], seed[], step[]): in some images a rectangle becomes 0, which is the mean of normalized data. With the uniform
 * numbers u₀ … u₄ of image n (elements 8n … 8n + 7 of the random stream (seed, `stream`, step)):
 *
 *   erased where u₀ < probability: ⌊u₁ (size · H + 1)⌋ rows by ⌊u₂ (size · W + 1)⌋ columns about row ⌊u₃ H⌋ and column ⌊u₄ W⌋, as far as they lie inside.
 *
 * `size` is a share of the image's side. A probability or a size of 0 gives x itself. Both may change from step to step.
 *
 * Source: DeVries & Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017 (centre anywhere, cut off at the border, filled with
 * the mean), and Zhong, Zheng, Kang, Li & Yang, "Random Erasing Data Augmentation", 2017 (a probability, sides drawn apart).
 */
export const eraseRectangles: OpDefinition<'eraseRectangles'> = {
  inputs: ['x', 'probability', 'size', 'seed', 'step'],
  shape(_, x, ...scalars) {
    requireImages('x', x);
    requireScalars(eraseRectangles.inputs, scalars);
    return float32(x);
  },
  gradient: {
    notDifferentiable: 'augmentation stands between the data and the network, and neither is trained through it',
  },
  multiplyAdds: () => 0,
};
