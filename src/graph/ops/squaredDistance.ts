import { formatShape } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireMatrix } from '../shapeRules';

/**
 * squaredDistance(points[N,D], prototypes[K,D]) → y[N,K]: y[n,k] = Σ_d (points[n,d] − prototypes[k,d])², how far each point is from
 * each prototype. These are the Euclidean radial basis function units of 1998.
 *
 * Gradient: ∂L/∂points[n,d] = Σ_k 2 · (points[n,d] − prototypes[k,d]) · dy[n,k]; to the prototypes the same with the opposite sign,
 * summed over n.
 *
 * Source: LeCun, Bottou, Bengio & Haffner 1998, Proc. IEEE 86(11), equation 7.
 */
export const squaredDistance: OpDefinition<'squaredDistance'> = {
  inputs: ['points', 'prototypes'],
  shape(_, points, prototypes) {
    const [batch, dimension] = requireMatrix('points', '[N,D]', points);
    const [count, prototypeDimension] = requireMatrix('prototypes', '[K,D]', prototypes);
    if (dimension !== prototypeDimension) {
      refuse({
        expected: `prototypes with D = ${dimension}, as points ${formatShape(points)} have`,
        found: formatShape(prototypes),
        next: `Give the layer before ${prototypeDimension} units.`,
      });
    }
    return float32([batch, count]);
  },
  gradient: [
    ({ builder, dy, name }, points, prototypes) =>
      builder.apply('squaredDistanceGradient', name, [points, prototypes, dy], { of: 'points' }),
    ({ builder, dy, name }, points, prototypes) =>
      builder.apply('squaredDistanceGradient', name, [points, prototypes, dy], { of: 'prototypes' }),
  ],
  multiplyAdds: (_, [n = 0, k = 0], [, d = 0] = []) => n * k * d,
};
