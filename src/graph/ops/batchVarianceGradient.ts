import { sizeOf } from '../../tensor/shape';
import type { OpDefinition } from '../opDefinition';
import { float32, requireOnePerChannel } from '../shapeRules';

/** batchVarianceGradient(x[…,C], dv[C]) → dx[…,C]: dx[…,c] = 2/M · (x[…,c] − m[c]) · dv[c], with m the batch mean of x. */
export const batchVarianceGradient: OpDefinition<'batchVarianceGradient'> = {
  inputs: ['x', 'dv'],
  shape(_, x, dv) {
    requireOnePerChannel('dv', dv, 'x', x);
    return float32(x);
  },
  gradient: { notDifferentiable: 'second derivatives through a batch’s statistics are not needed by anything yet' },
  multiplyAdds: (_, dx) => sizeOf(dx),
};
