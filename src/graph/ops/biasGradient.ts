import type { OpDefinition } from '../opDefinition';
import { float32, requireChannels } from '../shapeRules';

/**
 * biasGradient(dy[…,C]) → db[C]: db[c] = Σ dy[…,c], the sum over every place where the bias was added.
 *
 * Gradient: the op is linear, and its transpose repeats the vector at every place.
 */
export const biasGradient: OpDefinition<'biasGradient'> = {
  inputs: ['dy'],
  shape: (_, dy) => float32([requireChannels('dy', dy)]),
  gradient: [
    ({ builder, dy: g, name }, dy) => {
      const { shape } = builder.node(dy);
      const axes = [...shape.keys()].slice(0, -1);
      return axes.length === 0 ? g : builder.apply('broadcast', name, [g], { axes, shape });
    },
  ],
  multiplyAdds: () => 0,
};
