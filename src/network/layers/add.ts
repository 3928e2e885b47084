/** The sum of two or more layers of one shape: the end of a residual block. Nothing is trained. */

import { formatShape, sameShape, sizeOf, type Shape } from '../../tensor/shape';
import { refuseLayer } from '../specError';
import type { LayerDefinition } from './layerDefinition';
import { channelsOf } from './layerRules';

export const add: LayerDefinition<'add'> = {
  joins: 'two or more',
  shape(layer, first = [], ...others) {
    others.forEach((other, index) => {
      if (sameShape(first, other)) return;
      const a = { name: layer.from?.[0] ?? '', shape: first };
      const b = { name: layer.from?.[index + 1] ?? '', shape: other };
      refuseLayer({
        expected: `layers of one shape, ${formatShape(first)} as ${a.name} has it`,
        found: `${formatShape(other)} of ${b.name}`,
        next: wayToFit(a, b),
      });
    });
    return first;
  },
  parameters: () => [],
  build({ builder, layer: { name }, x, inputs }) {
    const others = inputs.slice(1);
    return others.reduce(
      (sum, other, index) =>
        builder.apply('add', index === others.length - 1 ? name : `${name}.${index + 1}`, [sum, other], {}),
      x,
    );
  },
  // A sum multiplies nothing.
  cost: (_layer, output, ...inputs) => ({ connections: inputs.length * sizeOf(output), multiplyAdds: 0 }),
  view: () => ({ kind: 'pointwise' }),
};

interface Branch {
  readonly name: string;
  readonly shape: Shape;
}

/** Which of the two to change, and into what. */
function wayToFit(a: Branch, b: Branch): string {
  if (a.shape.length !== b.shape.length) return 'Pool the grid with globalAveragePool, or flatten it.';
  if (a.shape.length !== 3) return `Give ${b.name} ${channelsOf(a.shape)} units.`;
  const [larger, smaller] = (a.shape[0] ?? 0) >= (b.shape[0] ?? 0) ? [a, b] : [b, a];
  const stride = [0, 1].map((axis) => Math.max(1, Math.round((larger.shape[axis] ?? 1) / (smaller.shape[axis] ?? 1))));
  if (stride.every((cells) => cells === 1)) {
    const [narrow, wide] = channelsOf(a.shape) < channelsOf(b.shape) ? [a, b] : [b, a];
    return `Widen ${narrow.name} to ${channelsOf(wide.shape)} channels with a shortcut or with that many filters.`;
  }
  const target = `stride ${stride.join('×')} and ${channelsOf(smaller.shape)}`;
  return channelsOf(larger.shape) <= channelsOf(smaller.shape)
    ? `Lead ${larger.name} through a shortcut with ${target} channels.`
    : `Lead ${larger.name} through a convolution with ${target} filters.`;
}
