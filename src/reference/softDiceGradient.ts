import { Grid, indices } from './grid';
import type { ReferenceOp } from './referenceOp';

/** 2 dy · (p D − t) / U, where U is the overlap's denominator and D the overlap itself. */
export const softDiceGradient: ReferenceOp<'softDiceGradient'> = ({ smoothing }, p, t, dy) => {
  const batch = p.shape[0]!;
  const length = p.values.length / batch;
  const dp = new Grid(p.shape);
  for (const [n] of indices(batch)) {
    let [above, below] = [smoothing, smoothing];
    for (const [i] of indices(length)) {
      const [pValue, tValue] = [p.values[n * length + i]!, t.values[n * length + i]!];
      above += 2 * pValue * tValue;
      below += pValue * pValue + tValue * tValue;
    }
    for (const [i] of indices(length)) {
      const [pValue, tValue] = [p.values[n * length + i]!, t.values[n * length + i]!];
      dp.values[n * length + i] = (2 * dy.get(n) * ((pValue * above) / below - tValue)) / below;
    }
  }
  return dp;
};
