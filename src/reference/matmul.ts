import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** Row times column; a transposed operand is read with its two indices exchanged. */
export const matmul: ReferenceOp<'matmul'> = ({ transposeA, transposeB }, a, b) => {
  const [rows, inner] = transposeA ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
  const columns = transposeB ? b.shape[0]! : b.shape[1]!;
  const y = new Grid([rows, columns]);
  for (const [m, n, k] of indices(rows, columns, inner)) {
    const left = transposeA ? a.get(k, m) : a.get(m, k);
    const right = transposeB ? b.get(n, k) : b.get(k, n);
    y.add(left * right, m, n);
  }
  return y;
};
