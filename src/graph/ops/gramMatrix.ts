import type { OpDefinition } from '../opDefinition';
import { float32, requireImages } from '../shapeRules';

/**
 * gramMatrix(x[N,H,W,C]) → y[N,C,C]: how strongly each two channels appear together, wherever that may be, normalized by the number
 * of values: y[n,c,d] = Σ_h Σ_w x[n,h,w,c] · x[n,h,w,d] / (H W C).
 *
 * Gradient: ∂L/∂x[n,h,w,c] = Σ_d (dy[n,c,d] + dy[n,d,c]) · x[n,h,w,d] / (H W C), because each channel stands in a row and a column.
 *
 * Source: Gatys, Ecker & Bethge, "Image Style Transfer Using Convolutional Neural Networks" (CVPR 2016), equation 3; normalized as in
 * Johnson, Alahi & Fei-Fei, "Perceptual Losses" (ECCV 2016), section 3.2.
 */
export const gramMatrix: OpDefinition<'gramMatrix'> = {
  inputs: ['x'],
  shape(_, x) {
    const [batch, , , channels] = requireImages('x', x);
    return float32([batch, channels, channels]);
  },
  gradient: [({ builder, dy, name }, x) => builder.apply('gramMatrixGradient', name, [x, dy], {})],
  multiplyAdds(_, _y, x) {
    const [batch, height, width, channels] = requireImages('x', x);
    return batch * height * width * channels * channels;
  },
};
