import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireImages, requireSameShape } from '../shapeRules';

/**
 * gramMatrixGradient(x[N,H,W,C], dy[N,C,C]) → dx[N,H,W,C]: dx[n,h,w,c] = Σ_d (dy[n,c,d] + dy[n,d,c]) · x[n,h,w,d] / (H W C).
 */
export const gramMatrixGradient: OpDefinition<'gramMatrixGradient'> = {
  inputs: ['x', 'dy'],
  shape(_, x, dy) {
    const [batch, , , channels] = requireImages('x', x);
    requireSameShape('the Gram matrices', [batch, channels, channels], 'dy', dy);
    return float32(x);
  },
  gradient: { notDifferentiable: 'the second derivative of a style loss is not needed by anything in the book' },
  multiplyAdds: (_, dx) => sizeOf(dx) * (dx[3] ?? 0),
};
