import { sizeOf } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireImages, requireScalars } from '../shapeRules';

/**
 * warpImages(x[N,H,W,C], flip[], shift[], crop[], rotate[], seed[], step[]): each image mirrored, moved, cut out and turned at random, in one bilinear
 * sampling. With the uniform numbers u₀ … u₇ of image n (elements 8n … 8n + 7 of the random stream (seed, `stream`, step)):
 *
 *   mirrored left to right     where u₀ < flip, a probability
 *   moved by whole cells       down ⌊u₁ (2 shift + 1)⌋ − shift, right the same with u₂: padding by `shift` cells and cutting out at random
 *   cut out and enlarged       a window with sides of z = 1 − crop · u₃ times the image's, anywhere inside (u₄ down, u₅ right)
 *   turned about the centre    by rotate · (2u₆ − 1) degrees, clockwise where positive
 *
 *   y[i,j] = x at row    cᵧ + (u₄ − ½)(1 − z) H − down  + z (cos · (i − cᵧ) − sin · ±(j − cₓ))
 *              column cₓ + (u₅ − ½)(1 − z) W − right + z (sin · (i − cᵧ) + cos · ±(j − cₓ))     with c the centre, ((H − 1)/2, (W − 1)/2)
 *
 * Between cells the four neighbours are mixed; outside there is `background`. Strengths of 0 give x itself. They may change from step to step.
 *
 * Source: for shifts and mirror images Krizhevsky, Sutskever & Hinton 2012, section 4.1; for small affine distortions of digits Simard, Steinkraus &
 * Platt, "Best Practices for Convolutional Neural Networks", ICDAR 2003.
 */
export const warpImages: OpDefinition<'warpImages'> = {
  inputs: ['x', 'flip', 'shift', 'crop', 'rotate', 'seed', 'step'],
  shape({ background }, x, ...scalars) {
    const [, , , channels] = requireImages('x', x);
    requireScalars(warpImages.inputs, scalars);
    if (background.length !== 1 && background.length !== channels) {
      return refuse({
        expected: `one background for all channels or one for each of the ${channels}`,
        found: `${background.length} numbers`,
        next: 'It is what byte 0 becomes.',
      });
    }
    return float32(x);
  },
  gradient: {
    notDifferentiable: 'augmentation stands between the data and the network, and neither is trained through it',
  },
  multiplyAdds: (_, y) => 4 * sizeOf(y),
};
