import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

/** The gradient goes to the larger operand; of equals, to the first. */
export const maximumGradient: ReferenceOp<'maximumGradient'> = ({ of }, a, b, dy) => {
  const wins = zip(a, b, (aValue, bValue) => (of === 'a' ? Number(aValue >= bValue) : Number(bValue > aValue)));
  return zip(wins, dy, (won, slope) => (won === 1 ? slope : 0));
};
