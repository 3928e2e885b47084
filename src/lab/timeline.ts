/**
 * The timeline of a run: its branches, and the checkpoints that were kept on the way.
 *
 * Picture: a forest over the axis of steps. A course of training is a branch; a fork starts another from a checkpoint, and starting over
 * plants a new tree beside the ones that are there. Every branch owns the checkpoints of its own stretch and sees those of its ancestors
 * up to the fork. All of it is plain data, so that figures can draw it and storage can keep it.
 *
 * Deliberately not here: the engine and the actions (`runs.ts`).
 */

import type { RunDescription, Snapshot, TestPoint, TrainPoint } from '../engine/protocol';

/** Something that was changed on the way: in force from the step after this one. */
export interface RunChange {
  readonly step: number;
  readonly change: Partial<RunDescription>;
}

export interface Branch {
  readonly id: string;
  /** Where it left its parent; null: it began at step 0. */
  readonly parent: { readonly id: string; readonly step: number } | null;
  /** At step 0 of the tree's root. */
  readonly origin: RunDescription;
  /** Now, or when it was left. */
  readonly description: RunDescription;
  /** The ancestors' changes too, in order of steps. */
  readonly history: readonly RunChange[];
  /** Steps of its own checkpoints, ascending. */
  readonly checkpoints: readonly number[];
  /** Of the current branch, that of its newest checkpoint. */
  readonly lastStep: number;
  /** From step 0 on, ancestors' points included, as they were when the branch was left; those of the current one stand in the run's state. */
  readonly trainPoints: readonly TrainPoint[];
  readonly testPoints: readonly TestPoint[];
}

export interface Timeline {
  readonly branches: readonly Branch[];
  /** Of all checkpoints of the run. */
  readonly bytes: number;
  readonly limitBytes: number;
}

/** 89 checkpoints of LeNet-5 with Adam's moments. */
export const usualLimitBytes = 64 * 2 ** 20;

/** The branch, its parent, and so on to the root, each with the last of its steps that the branch sees. */
function lineage({ branches }: Timeline, id: string): readonly { readonly branch: Branch; readonly upTo: number }[] {
  const line: { readonly branch: Branch; readonly upTo: number }[] = [];
  let next: { readonly id: string; readonly step: number } | null = { id, step: Infinity };
  while (next !== null) {
    const wanted: { readonly id: string; readonly step: number } = next;
    const branch = branches.find((candidate) => candidate.id === wanted.id);
    if (branch === undefined) break;
    line.push({ branch, upTo: Math.min(wanted.step, line[line.length - 1]?.upTo ?? Infinity) });
    next = branch.parent;
  }
  return line;
}

/** Steps that one can look at on this branch, ascending: its own checkpoints, and its ancestors' up to the forks. */
export function reachable(timeline: Timeline, id: string): readonly number[] {
  const steps = lineage(timeline, id).flatMap(({ branch, upTo }) => branch.checkpoints.filter((step) => step <= upTo));
  return [...new Set(steps)].sort((one, other) => one - other);
}

/** The checkpoint at this step, or the last before it, and the branch that owns it; null where there is none. */
export function nearest(
  timeline: Timeline,
  id: string,
  step: number,
): { readonly branch: Branch; readonly step: number } | null {
  for (const { branch, upTo } of lineage(timeline, id)) {
    const found = branch.checkpoints.filter((kept) => kept <= Math.min(step, upTo)).at(-1);
    if (found !== undefined) return { branch, step: found };
  }
  return null;
}

/** What of `wanted` is not so in `now`. */
export function changeBetween(now: RunDescription, wanted: RunDescription): Partial<RunDescription> {
  const names = [...new Set([...Object.keys(now), ...Object.keys(wanted)])] as (keyof RunDescription)[];
  const differing = names.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(wanted[name]));
  return Object.fromEntries(differing.map((name) => [name, wanted[name]]));
}

/** The description after the changes before this step. */
export function describedAt(origin: RunDescription, history: readonly RunChange[], step: number): RunDescription {
  return history
    .filter((entry) => entry.step < step)
    .reduce<RunDescription>((description, { change }) => ({ ...description, ...change }), origin);
}

/** The history with a change at this step; a later change at the same step is the one that counts. What changes nothing is left out. */
export function withChange(
  origin: RunDescription,
  history: readonly RunChange[],
  step: number,
  wanted: RunDescription,
): readonly RunChange[] {
  const before = history.filter((entry) => entry.step < step);
  const change = changeBetween(describedAt(origin, before, step), wanted);
  return Object.keys(change).length === 0 ? before : [...before, { step, change }];
}

export interface Checkpoint {
  readonly branch: string;
  /** The engine knows it by this number while it is looked at. */
  readonly look: number;
  readonly snapshot: Snapshot;
  readonly bytes: number;
}

/** The weights behind the timeline, within a limit of memory. */
export interface Checkpoints {
  /** In place of one at the same step. */
  add(branch: string, snapshot: Snapshot): void;
  at(branch: string, step: number): Checkpoint | null;
  last(branch: string): Checkpoint | null;
  /** Ascending; the same list until it changes. */
  steps(branch: string): readonly number[];
  drop(branch: string, fromStep?: number): void;
  setLimit(bytes: number): void;
  readonly bytes: number;
  readonly limitBytes: number;
}

export function createCheckpoints(limit: number): Checkpoints {
  const kept = new Map<string, Checkpoint[]>();
  const stepLists = new WeakMap<readonly Checkpoint[], readonly number[]>();
  let nextLook = 1;
  let bytes = 0;
  let limitBytes = limit;

  function put(branch: string, list: Checkpoint[]): void {
    if (list.length === 0) kept.delete(branch);
    else kept.set(branch, list);
  }

  /**
   * Lets go of the checkpoint that is missed least, again and again: the one whose neighbours are closest together for how far along it
   * is, so that what is left stays dense at first and ever rarer. The first and the last of a branch stay: from them one can go on.
   */
  function thin(): void {
    while (bytes > limitBytes) {
      let least: { readonly branch: string; readonly index: number; readonly gap: number } | null = null;
      for (const [branch, list] of kept) {
        for (let index = 1; index < list.length - 1; index++) {
          const [before, here, after] = [stepOf(list[index - 1]), stepOf(list[index]), stepOf(list[index + 1])];
          const gap = (after - before) / (here + 1);
          if (least === null || gap < least.gap) least = { branch, index, gap };
        }
      }
      if (least === null) return;
      const { branch, index } = least;
      const list = kept.get(branch) ?? [];
      bytes -= list[index]?.bytes ?? 0;
      put(
        branch,
        list.filter((_, other) => other !== index),
      );
    }
  }

  return {
    add(branch, snapshot) {
      const size = Object.values(snapshot.slots).reduce((sum, values) => sum + values.byteLength, 0);
      const list = kept.get(branch) ?? [];
      const same = list.find((one) => one.snapshot.step === snapshot.step);
      const others = list.filter((one) => one !== same);
      const added = { branch, look: nextLook++, snapshot, bytes: size };
      put(
        branch,
        [...others, added].sort((one, other) => one.snapshot.step - other.snapshot.step),
      );
      bytes += size - (same?.bytes ?? 0);
      thin();
    },
    at: (branch, step) => kept.get(branch)?.find((one) => one.snapshot.step === step) ?? null,
    last: (branch) => kept.get(branch)?.at(-1) ?? null,
    steps(branch) {
      const list = kept.get(branch);
      if (list === undefined) return noSteps;
      const steps = stepLists.get(list) ?? list.map(({ snapshot }) => snapshot.step);
      stepLists.set(list, steps);
      return steps;
    },
    drop(branch, fromStep = 0) {
      const list = kept.get(branch) ?? [];
      for (const one of list) if (one.snapshot.step >= fromStep) bytes -= one.bytes;
      put(
        branch,
        list.filter((one) => one.snapshot.step < fromStep),
      );
    },
    setLimit(wanted) {
      limitBytes = wanted;
      thin();
    },
    get bytes() {
      return bytes;
    },
    get limitBytes() {
      return limitBytes;
    },
  };
}

const noSteps: readonly number[] = [];

function stepOf(checkpoint: Checkpoint | undefined): number {
  return checkpoint?.snapshot.step ?? NaN;
}
