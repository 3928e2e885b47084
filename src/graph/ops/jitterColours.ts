import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireImages, requireScalars } from '../shapeRules';

/**
 * jitterColours(x[N,H,W,C], contrast[], brightness[], saturation[], hue[], seed[], step[]): light and colour of each image changed at random. With the uniform
 * numbers u₀ … u₃ of image n (elements 8n … 8n + 3 of the random stream (seed, `stream`, step)) and v = 2u − 1:
 *
 *   light    t = x + contrast · v₀ · (x − m) + brightness · v₁        with m the mean of the image
 *   colour   y = g + (1 + saturation · v₂) · R d                      with g the mean of a cell's channels, d = t − g
 *
 * R turns d about the grey axis (1,1,1) by hue · v₃ degrees; only images of three channels have hues, others keep d. Brightness is in the unit of x: 1 is one
 * deviation of the data. Nothing is cut off at black and white. Strengths of 0 give x itself. They may change from step to step.
 *
 * These are simple forms: grey is the plain mean of the channels as the network sees them, not the eye's luminance.
 *
 * Source: Howard, "Some Improvements on Deep Convolutional Neural Network Based Image Classification", 2013, section 2.1, for contrast, brightness and
 * colour; Rodrigues' formula for the turn.
 */
export const jitterColours: OpDefinition<'jitterColours'> = {
  inputs: ['x', 'contrast', 'brightness', 'saturation', 'hue', 'seed', 'step'],
  shape(_, x, ...scalars) {
    requireImages('x', x);
    requireScalars(jitterColours.inputs, scalars);
    return float32(x);
  },
  gradient: {
    notDifferentiable: 'augmentation stands between the data and the network, and neither is trained through it',
  },
  multiplyAdds: (_, y) => 4 * sizeOf(y),
};
