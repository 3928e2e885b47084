/**
 * The tree of one run as its state changes: plants a tree when a course begins, grows a branch where one forks, and notes how a branch
 * was left. Each function gives the part of the run's record that changes.
 *
 * Deliberately not here: the engine; who calls has already put its weights in place.
 */

import type { StoreApi } from 'zustand/vanilla';
import type { RunDescription } from '../engine/protocol';
import { upTo } from './curve';
import type { RunState } from './runState';
import { withChange, type Branch, type Checkpoints } from './timeline';

/** More are hard to tell apart in a picture; the curves of those that go stay in the ledger. */
export const MOST_BRANCHES = 12;

type TimelinePart = Pick<RunState, 'timeline'>;
type CoursePart = Pick<RunState, 'timeline' | 'id'>;

export interface Branches {
  /** With the checkpoints as they are. */
  now(): TimelinePart;
  /** The run is at step 0 of a new course. What was trained before stays as a tree of its own. */
  plant(): CoursePart;
  /** A branch from a checkpoint of this one; not yet part of the tree. */
  grow(from: Branch, step: number, description: RunDescription): Branch;
  /** The run is this branch from now on, be it new or left before. */
  take(branch: Branch): CoursePart;
  /** Without this branch; with it, where it is the run's own or another has left from it. */
  forget(id: string): TimelinePart;
}

export interface BranchesOptions {
  readonly store: Pick<StoreApi<RunState>, 'getState'>;
  readonly checkpoints: Checkpoints;
  readonly newId: () => string;
}

export function rootBranch(id: string, description: RunDescription): Branch {
  const curves = { trainPoints: [], testPoints: [] };
  return { id, parent: null, origin: description, description, history: [], checkpoints: [], lastStep: 0, ...curves };
}

export function createBranches({ store, checkpoints, newId }: BranchesOptions): Branches {
  /** A branch as it is now, to be gone back to. */
  function left(branch: Branch, state: RunState): Branch {
    const { origin, history, trainPoints, testPoints, status } = state;
    const description = status?.description ?? state.description;
    const lastStep = status?.step ?? branch.lastStep;
    return { ...branch, origin, history, trainPoints, testPoints, description, lastStep };
  }

  function withCheckpoints(branches: readonly Branch[], present: string): TimelinePart {
    const { bytes, limitBytes } = checkpoints;
    const current = branches.map((branch) => {
      const steps = checkpoints.steps(branch.id);
      const lastStep = branch.id === present ? (steps.at(-1) ?? branch.parent?.step ?? 0) : branch.lastStep;
      const isSame = branch.checkpoints === steps && branch.lastStep === lastStep;
      return isSame ? branch : { ...branch, checkpoints: steps, lastStep };
    });
    return { timeline: { branches: current, bytes, limitBytes } };
  }

  /** Without the oldest ones that none has left from, where there are too many. */
  function pruned(branches: readonly Branch[], present: string): readonly Branch[] {
    if (branches.length <= MOST_BRANCHES) return branches;
    const oldest = branches.find(({ id }) => id !== present && !branches.some(({ parent }) => parent?.id === id));
    if (oldest === undefined) return branches;
    checkpoints.drop(oldest.id);
    return pruned(
      branches.filter((branch) => branch !== oldest),
      present,
    );
  }

  function now(): TimelinePart {
    const { timeline, id } = store.getState();
    return withCheckpoints(timeline.branches, id);
  }

  return {
    now,
    plant() {
      const before = store.getState();
      const branch = rootBranch(newId(), before.description);
      const { branches } = before.timeline;
      // What was never trained is not missed.
      const isKept =
        checkpoints.steps(before.id).some((step) => step > 0) ||
        branches.some(({ parent }) => parent?.id === before.id);
      if (!isKept) checkpoints.drop(before.id);
      const others = branches.flatMap((one) => (one.id !== before.id ? [one] : isKept ? [left(one, before)] : []));
      return { id: branch.id, ...withCheckpoints(pruned([...others, branch], branch.id), branch.id) };
    },
    grow(from, step, description) {
      const state = store.getState();
      const owner = from.id === state.id ? left(from, state) : from;
      return {
        id: newId(),
        parent: { id: owner.id, step },
        origin: owner.origin,
        description,
        history: withChange(owner.origin, owner.history, step, description),
        checkpoints: [],
        lastStep: step,
        trainPoints: upTo(owner.trainPoints, step),
        testPoints: upTo(owner.testPoints, step),
      };
    },
    take(branch) {
      const before = store.getState();
      const others = before.timeline.branches.map((one) => (one.id === before.id ? left(one, before) : one));
      const all = others.some(({ id }) => id === branch.id) ? others : [...others, branch];
      return { id: branch.id, ...withCheckpoints(pruned(all, branch.id), branch.id) };
    },
    forget(id) {
      const { id: present, timeline } = store.getState();
      const isNeeded = id === present || timeline.branches.some(({ parent }) => parent?.id === id);
      if (isNeeded) return now();
      checkpoints.drop(id);
      return withCheckpoints(
        timeline.branches.filter((branch) => branch.id !== id),
        present,
      );
    },
  };
}
