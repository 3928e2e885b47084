import { reducedCount } from '../graph/reduction';
import type { ReferenceOp } from './referenceOp';
import { sum } from './sum';

export const meanOver: ReferenceOp<'meanOver'> = (attributes, x) => {
  const count = reducedCount(x.shape, attributes.axes);
  return sum(attributes, x).map((total) => total / count);
};
