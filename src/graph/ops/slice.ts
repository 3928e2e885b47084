import { formatShape } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * slice(x): the block of the given size that begins at `start`, up to four axes: y[i,j,…] = x[start₀ + i, start₁ + j, …]. With the
 * first and last axis taken whole it crops images.
 *
 * Gradient: dy padded with zeros to the shape of x: what was cut off influenced nothing.
 */
export const slice: OpDefinition<'slice'> = {
  inputs: ['x'],
  shape({ start, size }, x) {
    const fits =
      start.length === x.length &&
      size.length === x.length &&
      [...start, ...size].every(Number.isInteger) &&
      x.every((length, axis) => (start[axis] ?? -1) >= 0 && (size[axis] ?? 0) >= 1 && end(axis) <= length);
    function end(axis: number): number {
      return (start[axis] ?? 0) + (size[axis] ?? 0);
    }
    if (!fits) {
      refuse({
        expected: `a block inside of x ${formatShape(x)}, with a start and a size of at least 1 for each axis`,
        found: `start ${formatShape(start)} and size ${formatShape(size)}`,
        next: 'Take an axis whole with start 0 and its length.',
      });
    }
    return float32(size);
  },
  gradient: [
    ({ builder, node, dy, name }, x) => {
      const { start, size } = node.attributes;
      const after = builder.node(x).shape.map((length, axis) => length - (start[axis] ?? 0) - (size[axis] ?? 0));
      return builder.apply('pad', name, [dy], { before: start, after });
    },
  ],
  multiplyAdds: () => 0,
};
