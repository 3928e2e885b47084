/** The class that a multi-class hinge loss compares the right one with. */

import { indices, type Grid } from './grid';

/** The first largest of row n's scores, the label's left out. */
export function strongestRival(scores: Grid, n: number, label: number): number {
  let rival = label === 0 ? 1 : 0;
  for (const [k] of indices(scores.shape[1]!)) {
    if (k !== label && scores.get(n, k) > scores.get(n, rival)) rival = k;
  }
  return rival;
}
