import { zip } from './grid';
import type { ReferenceOp } from './referenceOp';

export const adadeltaDirection: ReferenceOp<'adadeltaDirection'> = (_, g, v, u, epsilon) => {
  const ratio = zip(v, u, (square, step) => Math.sqrt((step + epsilon.get()) / (square + epsilon.get())));
  return zip(g, ratio, (slope, scale) => slope * scale);
};
