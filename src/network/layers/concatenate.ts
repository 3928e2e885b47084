/** The channels of two or more layers one behind the other: the end of an inception block. Nothing is trained. */

import { formatShape } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';

export const concatenate: LayerDefinition<'concatenate'> = {
  joins: 'two or more',
  shape(layer, first = [], ...others) {
    others.forEach((other, index) => {
      const fits = other.length === first.length && other.slice(0, -1).every((length, axis) => length === first[axis]);
      if (fits) return;
      const [name, otherName] = [layer.from?.[0] ?? '', layer.from?.[index + 1] ?? ''];
      const isGrid = first.length === 3 && other.length === 3;
      refuseLayer({
        expected: isGrid
          ? `grids of ${first.slice(0, 2).join('×')} cells, as ${name} has them`
          : `grids or vectors, not both: ${name} has ${formatShape(first)}`,
        found: `${isGrid ? other.slice(0, 2).join('×') : formatShape(other)} of ${otherName}`,
        next: isGrid
          ? 'Only the channels may differ: padding same at stride 1 keeps the size of a branch.'
          : 'Put a flatten layer behind the grid.',
      });
    });
    const channels = [first, ...others].reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0);
    return [...first.slice(0, -1), channels];
  },
  parameters: () => [],
  build({ builder, layer: { name }, x, inputs }) {
    const axis = builder.node(x).shape.length - 1;
    const others = inputs.slice(1);
    return others.reduce(
      (joined, other, index) =>
        builder.apply('concatenate', index === others.length - 1 ? name : `${name}.${index + 1}`, [joined, other], {
          axis,
        }),
      x,
    );
  },
  cost: () => ({ connections: 0, multiplyAdds: 0 }),
  view: () => ({ kind: 'pointwise' }),
};
