import { formatShape } from '../../tensor/shape';
import { refuse, type OpDefinition } from '../opDefinition';
import { float32, requireMatrix } from '../shapeRules';

/**
 * matmul(a[M,K], b[K,N]) → y[M,N]: y[m,n] = Σ_k a[m,k] · b[k,n]. `transposeA` says that a is stored as [K,M], `transposeB` that
 * b is stored as [N,K].
 *
 * Gradient: ∂L/∂a = dy · bᵀ and ∂L/∂b = aᵀ · dy, again matrix products; for a transposed operand the transpose of that. Each is one
 * matmul with other flags, so no matrix is ever turned around in memory.
 */
export const matmul: OpDefinition<'matmul'> = {
  inputs: ['a', 'b'],
  shape({ transposeA, transposeB }, a, b) {
    const [rowsOfA, columnsOfA] = requireMatrix('a', transposeA ? '[K,M]' : '[M,K]', a);
    const [rowsOfB, columnsOfB] = requireMatrix('b', transposeB ? '[N,K]' : '[K,N]', b);
    const innerOfA = transposeA ? rowsOfA : columnsOfA;
    const innerOfB = transposeB ? columnsOfB : rowsOfB;
    if (innerOfA !== innerOfB) {
      refuse({
        expected: `b with K = ${innerOfA}, as a ${formatShape(a)}${transposeA ? ' (transposed)' : ''} has`,
        found: `${formatShape(b)}${transposeB ? ' (transposed)' : ''} with K = ${innerOfB}`,
        next: 'Check the flags transposeA and transposeB, and the number of inputs of the layer.',
      });
    }
    return float32([transposeA ? columnsOfA : rowsOfA, transposeB ? rowsOfB : columnsOfB]);
  },
  gradient: [
    ({ builder, node, dy, name }, _a, b) => {
      const { transposeA, transposeB } = node.attributes;
      return transposeA
        ? builder.apply('matmul', name, [b, dy], { transposeA: transposeB, transposeB: true })
        : builder.apply('matmul', name, [dy, b], { transposeA: false, transposeB: !transposeB });
    },
    ({ builder, node, dy, name }, a) => {
      const { transposeA, transposeB } = node.attributes;
      return transposeB
        ? builder.apply('matmul', name, [dy, a], { transposeA: true, transposeB: transposeA })
        : builder.apply('matmul', name, [a, dy], { transposeA: !transposeA, transposeB: false });
    },
  ],
  multiplyAdds({ transposeA }, y, a) {
    const [m = 0, n = 0] = y;
    const [rowsOfA = 0, columnsOfA = 0] = a;
    return m * n * (transposeA ? rowsOfA : columnsOfA);
  },
};
