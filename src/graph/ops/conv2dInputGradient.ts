import { convolutionAttributes, convolutionSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * conv2dInputGradient(w[KH,KW,I,O], dy[N,OH,OW,O]) → dx[N,H,W,I]: each output cell sends its gradient back along the
 * connections that made it.
 *
 * This is the transposed convolution, also as a forward op: as a layer that enlarges, `dy` is its input [N,OH,OW,O] and
 * `inputShape` its output [N,H,W,I]; `transposedConvolutionShape` in convolution.ts gives that shape.
 *
 *   dx[n,h,k,c] = Σ dy[n,i,j,o] · w[u,v,c,o]   over all (i,j,o,u,v) with i·stride − top + u = h and j·stride − left + v = k
 *
 * Gradient: the op is linear in both inputs; a gradient g at dx gives ∂L/∂w = conv2dFilterGradient(g, dy) and ∂L/∂dy = conv2d(g, w).
 */
export const conv2dInputGradient: OpDefinition<'conv2dInputGradient'> = {
  inputs: ['w', 'dy'],
  shape(attributes, w, dy) {
    const sizes = convolutionSizes(attributes.inputShape, w, attributes);
    requireSameShape('the convolution’s output', sizes.outputShape, 'dy', dy);
    return float32(sizes.inputShape);
  },
  gradient: [
    ({ builder, node, dy: g, name }, w, dy) => {
      const filterShape = builder.node(w).shape;
      return builder.apply('conv2dFilterGradient', name, [g, dy], {
        ...convolutionAttributes(node.attributes),
        filterShape,
      });
    },
    ({ builder, node, dy: g, name }, w) => {
      return builder.apply('conv2d', name, [g, w], convolutionAttributes(node.attributes));
    },
  ],
  multiplyAdds: (attributes, _dx, w) => convolutionSizes(attributes.inputShape, w, attributes).multiplyAdds,
};
