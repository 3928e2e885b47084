import { convolutionSizes } from '../convolution';
import type { OpDefinition } from '../opDefinition';
import { float32 } from '../shapeRules';

/**
 * conv2d(x[N,H,W,I], w[KH,KW,I/groups,O]) → y[N,OH,OW,O]: what deep learning calls a convolution (the kernel is not mirrored).
 *
 *   y[n,i,j,o] = Σ_u Σ_v Σ_c x[n, i·stride − top + u, j·stride − left + v, c] · w[u,v,c,o]
 *
 * Cells of x outside its borders count as zero. With a dilation d the window's cells lie d apart: row i·stride − top + u·d. With groups
 * the sum runs over the channels c of the output's own group, and w numbers them from 0 in each; as many groups as channels
 * is the depthwise convolution. Gradient: ∂L/∂x and ∂L/∂w are sums over the same products, taken by the
 * ops conv2dInputGradient and conv2dFilterGradient.
 *
 * Source: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), section II; Goodfellow, Bengio & Courville,
 * "Deep Learning" (2016), equation 9.6. Dilation: Yu & Koltun, ICLR 2016. Groups: Krizhevsky, Sutskever & Hinton, NIPS 2012, section
 * 3.2. Depthwise: Howard et al., "MobileNets" (arXiv:1704.04861), equation 3.
 */
export const conv2d: OpDefinition<'conv2d'> = {
  inputs: ['x', 'w'],
  shape: (attributes, x, w) => float32(convolutionSizes(x, w, attributes).outputShape),
  gradient: [
    ({ builder, node, dy, name }, x, w) =>
      builder.apply('conv2dInputGradient', name, [w, dy], {
        ...node.attributes,
        inputShape: builder.node(x).shape,
      }),
    ({ builder, node, dy, name }, x, w) =>
      builder.apply('conv2dFilterGradient', name, [x, dy], {
        ...node.attributes,
        filterShape: builder.node(w).shape,
      }),
  ],
  multiplyAdds: (attributes, _y, x, w) => convolutionSizes(x, w, attributes).multiplyAdds,
};
