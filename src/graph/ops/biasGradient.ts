import type { OpDefinition } from '../opDefinition';
import { float32, requireChannels } from '../shapeRules';

/** biasGradient(dy[…,C]) → db[C]: db[c] = Σ dy[…,c], the sum over every place where the bias was added. */
export const biasGradient: OpDefinition<'biasGradient'> = {
  inputs: ['dy'],
  shape: (_, dy) => float32([requireChannels('dy', dy)]),
  gradient: { notDifferentiable: 'its gradient repeats a vector along all other axes, and no op does that yet' },
  multiplyAdds: () => 0,
};
