/**
 * Writes a run into its memory: while it trains, its curve and the newest weights with every snapshot that the engine sends anyway; when
 * it stands still, the weights as they are and the checkpoints too. Where nothing has been trained, nothing is kept.
 *
 * Deliberately not here: putting a kept run back in place (`openedRun.ts`).
 */

import type { StoreApi } from 'zustand/vanilla';
import type { Snapshot } from '../../engine/protocol';
import type { RunState } from '../runState';
import type { Checkpoints } from '../timeline';
import type { KeptCheckpoint, KeptRun, RunMemory } from './keptRun';

/** A reader who presses Step again and again is written when done. */
const STILL_MS = 150;
/** While a run trains, its weights are written at most so fast: LeNet-5's with every snapshot, those of a large network more rarely. */
const BYTES_PER_MS = 2 ** 21 / 1000;

export interface SaverOptions {
  readonly name: string;
  readonly store: Pick<StoreApi<RunState>, 'getState' | 'subscribe'>;
  readonly checkpoints: Pick<Checkpoints, 'at'>;
  readonly memory: Pick<RunMemory, 'save' | 'forget'>;
  /** The newest weights as they are. */
  readonly snapshot: () => Promise<Snapshot>;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
}

export interface Saver {
  /** The engine has sent the newest weights by itself. */
  hear(snapshot: Snapshot): void;
  /** The page may be left: writes at once what waits. */
  hide(): void;
  stop(): void;
}

export function createSaver({ name, store, checkpoints, memory, snapshot, now }: SaverOptions): Saver {
  /** The newest weights that are known, and whose they are. */
  let newest: { readonly id: string; readonly snapshot: Snapshot } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isSaving = false;
  let isAskedAgain = false;
  let isStopped = false;
  let isKept = false;
  let restUntilMs = -Infinity;

  function keptRun(state: RunState, newestSnapshot: Snapshot | null): KeptRun {
    const { id, description, origin, history, trainPoints, testPoints, timeline, status } = state;
    return {
      id,
      description: status?.description ?? description,
      origin,
      history,
      trainPoints,
      testPoints,
      branches: timeline.branches,
      limitBytes: timeline.limitBytes,
      newest: newestSnapshot,
      checkpoints: timeline.branches.flatMap((branch) =>
        branch.checkpoints.flatMap((step): readonly KeptCheckpoint[] => {
          const kept = checkpoints.at(branch.id, step);
          return kept === null ? [] : [{ branch: branch.id, snapshot: kept.snapshot }];
        }),
      ),
    };
  }

  function newestOf({ id }: RunState): Snapshot | null {
    return newest?.id === id ? newest.snapshot : null;
  }

  async function save(): Promise<void> {
    const state = store.getState();
    const { status, timeline, id } = state;
    // A run that is being opened is not there to be asked.
    if (status === null || status.phase === 'preparing') return;
    const isTrained = status.step > 0 || timeline.branches.some((branch) => branch.id !== id);
    if (!isTrained) {
      if (isKept) await memory.forget(name);
      isKept = false;
      return;
    }
    const isStill = status.phase !== 'running';
    if (isStill && status.step > 0 && newestOf(state)?.step !== status.step) {
      try {
        const asked = await snapshot();
        if (store.getState().id === id) newest = { id, snapshot: asked };
      } catch {
        // It is being opened anew, or gone; what is known is written.
      }
    }
    const then = store.getState();
    const kept = then.status?.step === 0 ? null : newestOf(then);
    if (kept === null && (then.status?.step ?? 0) > 0) return;
    isKept = true;
    await memory.save(name, keptRun(then, kept), isStill);
  }

  function begin(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (isStopped) return;
    if (isSaving) {
      isAskedAgain = true;
      return;
    }
    isSaving = true;
    void save().finally(() => {
      isSaving = false;
      if (!isAskedAgain) return;
      isAskedAgain = false;
      begin();
    });
  }

  const unsubscribe = store.subscribe((state, before) => {
    const isRunning = state.status?.phase === 'running';
    const isOther =
      state.id !== before.id ||
      state.status?.phase !== before.status?.phase ||
      (!isRunning && (state.status?.step !== before.status?.step || state.timeline !== before.timeline));
    if (!isOther || isRunning) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(begin, STILL_MS);
  });

  return {
    hear(heard) {
      newest = { id: store.getState().id, snapshot: heard };
      if (now() < restUntilMs) return;
      const bytes = Object.values(heard.slots).reduce((sum, values) => sum + values.byteLength, 0);
      restUntilMs = now() + bytes / BYTES_PER_MS;
      begin();
    },
    hide() {
      if (timer !== null) begin();
    },
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      unsubscribe();
    },
  };
}
