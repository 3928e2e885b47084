import { formatShape } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * pad(x): x inside a border of zeros, up to four axes: `before` cells in front of each axis and `after` cells behind it. On the
 * channel axis it widens a shortcut, as in the residual networks for CIFAR-10.
 *
 * Gradient: the inside of dy; the zeros were nobody's.
 */
export const pad: OpDefinition<'pad'> = {
  inputs: ['x'],
  shape({ before, after }, x) {
    const isCount = (cells: number): boolean => Number.isInteger(cells) && cells >= 0;
    if (before.length !== x.length || after.length !== x.length || ![...before, ...after].every(isCount)) {
      refuse({
        expected: `a number of cells, 0 or more, before and after each axis of x ${formatShape(x)}`,
        found: `before ${formatShape(before)} and after ${formatShape(after)}`,
        next: 'Give 0 for an axis that keeps its length.',
      });
    }
    return float32(x.map((length, axis) => (before[axis] ?? 0) + length + (after[axis] ?? 0)));
  },
  gradient: [
    ({ builder, node, dy, name }, x) =>
      builder.apply('slice', name, [dy], { start: node.attributes.before, size: builder.node(x).shape }),
  ],
  multiplyAdds: () => 0,
};
