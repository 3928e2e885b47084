/** What of a run's timeline is drawn faintly behind its curve: the other branches of the same tree, each from where it left its parent. */

import type { TestPoint, TrainPoint } from '../../../engine/protocol';
import type { Timeline } from '../../../lab/timeline';

export interface OtherCurve {
  readonly id: string;
  readonly trainPoints: readonly TrainPoint[];
  readonly testPoints: readonly TestPoint[];
}

/** Trees that were planted by starting over are left out: the ledger of runs lays them over each other. */
export function otherCurves({ branches }: Pick<Timeline, 'branches'>, current: string): readonly OtherCurve[] {
  const rootOf = (id: string): string => {
    let root = id;
    for (let depth = 0; depth < branches.length; depth++) {
      const parent = branches.find((branch) => branch.id === root)?.parent;
      if (parent === null || parent === undefined) break;
      root = parent.id;
    }
    return root;
  };
  const tree = rootOf(current);
  return branches
    .filter(({ id }) => id !== current && rootOf(id) === tree)
    .map(({ id, parent, trainPoints, testPoints }) => ({
      id,
      trainPoints: since(trainPoints, parent?.step ?? 0),
      testPoints: since(testPoints, parent?.step ?? 0),
    }));
}

/** From the last point before this step on, so that the line leaves its parent's where the branch does. */
function since<P extends { readonly step: number }>(points: readonly P[], step: number): readonly P[] {
  const first = points.findIndex((point) => point.step > step);
  return first === -1 ? [] : points.slice(Math.max(0, first - 1));
}
