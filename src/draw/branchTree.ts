/**
 * Branches of a training run as a small tree over the axis of steps: one lane for each, in which a line goes from the step where the
 * branch left its parent to its last step, and an elbow that comes down from the parent's lane.
 *
 * Plain data in, plain numbers out; children stand below their parent, in the order in which they were made.
 */

export interface TreeBranch {
  readonly id: string;
  /** Null: it began at step 0. */
  readonly parent: { readonly id: string; readonly step: number } | null;
  readonly lastStep: number;
}

export interface BranchLane {
  readonly id: string;
  /** From 0, from the top. */
  readonly lane: number;
  readonly fromStep: number;
  readonly toStep: number;
  /** The lane that it comes down from; null at step 0. */
  readonly parentLane: number | null;
}

/** A branch whose parent is not there any more begins a tree of its own. */
export function branchLanes(branches: readonly TreeBranch[]): readonly BranchLane[] {
  const isKnown = (id: string): boolean => branches.some((branch) => branch.id === id);
  const lanes: BranchLane[] = [];
  const place = (branch: TreeBranch, parentLane: number | null): void => {
    const lane = lanes.length;
    const fromStep = branch.parent?.step ?? 0;
    const toStep = Math.max(fromStep, branch.lastStep);
    lanes.push({ id: branch.id, lane, fromStep, toStep, parentLane });
    for (const child of branches) if (child.parent?.id === branch.id) place(child, lane);
  };
  for (const branch of branches) if (branch.parent === null || !isKnown(branch.parent.id)) place(branch, null);
  return lanes;
}

/** The line of a lane as an SVG path: down from the parent, then along the lane. `toY` gives the middle of a lane. */
export function lanePath(
  { lane, fromStep, toStep, parentLane }: BranchLane,
  toX: (step: number) => number,
  toY: (lane: number) => number,
): string {
  const start = parentLane === null ? '' : `M${text(toX(fromStep))} ${text(toY(parentLane))}V${text(toY(lane))}`;
  const from = parentLane === null ? `M${text(toX(fromStep))} ${text(toY(lane))}` : '';
  return `${start}${from}H${text(toX(toStep))}`;
}

function text(coordinate: number): string {
  return String(Number(coordinate.toFixed(1)));
}
