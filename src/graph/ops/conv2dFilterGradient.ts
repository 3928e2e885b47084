import { convolutionAttributes, convolutionSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32, requireSameShape } from '../shapeRules';

/**
 * conv2dFilterGradient(x[N,H,W,I], dy[N,OH,OW,O]) → dw[KH,KW,I,O]: one weight is used at every output position, so its
 * gradient is a sum over all of them.
 *
 *   dw[u,v,c,o] = Σ_n Σ_i Σ_j x[n, i·stride − top + u, j·stride − left + v, c] · dy[n,i,j,o]
 *
 * Gradient: linear in both inputs; a gradient g at dw gives ∂L/∂x = conv2dInputGradient(g, dy) and ∂L/∂dy = conv2d(x, g).
 */
export const conv2dFilterGradient: OpDefinition<'conv2dFilterGradient'> = {
  inputs: ['x', 'dy'],
  shape(attributes, x, dy) {
    const sizes = convolutionSizes(x, attributes.filterShape, attributes);
    requireSameShape('the convolution’s output', sizes.outputShape, 'dy', dy);
    return float32(sizes.filterShape);
  },
  gradient: [
    ({ builder, node, dy: g, name }, x, dy) => {
      const inputShape = builder.node(x).shape;
      return builder.apply('conv2dInputGradient', name, [g, dy], {
        ...convolutionAttributes(node.attributes),
        inputShape,
      });
    },
    ({ builder, node, dy: g, name }, x) => {
      return builder.apply('conv2d', name, [x, g], convolutionAttributes(node.attributes));
    },
  ],
  multiplyAdds: (attributes, _dw, x) => convolutionSizes(x, attributes.filterShape, attributes).multiplyAdds,
};
