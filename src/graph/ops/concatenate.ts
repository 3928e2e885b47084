import { formatShape, type Shape } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * concatenate(a, b): b behind a along one axis, up to four axes. Along the axis 3 of [N,H,W,C] it stacks channels, as an inception
 * block does; more than two are joined one after the other.
 *
 * Gradient: each operand gets its own part of dy.
 */
export const concatenate: OpDefinition<'concatenate'> = {
  inputs: ['a', 'b'],
  shape({ axis }, a, b) {
    if (!Number.isInteger(axis) || axis < 0 || axis >= a.length) {
      refuse({
        expected: `an axis of a ${formatShape(a)}, numbered from 0`,
        found: String(axis),
        next: 'Channels are the last axis.',
      });
    }
    if (a.length !== b.length || a.some((length, other) => other !== axis && length !== b[other])) {
      refuse({
        expected: `b of the same shape as a, ${formatShape(a)}, but for the axis ${axis}`,
        found: formatShape(b),
        next: 'Only the joined axis may differ in length.',
      });
    }
    return float32(a.map((length, other) => length + (other === axis ? (b[other] ?? 0) : 0)));
  },
  gradient: [
    ({ builder, dy, name }, a) => {
      const { shape } = builder.node(a);
      return builder.apply('slice', name, [dy], { start: shape.map(() => 0), size: shape });
    },
    ({ builder, node, dy, name }, a, b) =>
      builder.apply('slice', name, [dy], {
        start: startOfSecond(builder.node(a).shape, node.attributes.axis),
        size: builder.node(b).shape,
      }),
  ],
  multiplyAdds: () => 0,
};

function startOfSecond(first: Shape, axis: number): Shape {
  return first.map((length, other) => (other === axis ? length : 0));
}
