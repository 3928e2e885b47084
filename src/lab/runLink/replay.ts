/**
 * Replays a run that came in a link: from its beginning, through its changes at their steps, to its end, comparing as it goes.
 *
 * A learning rate or a coefficient that is changed alone is set between two steps, as a reader sets it; any other change is a fork, as it
 * was there. Both leave the curve before them as it is, to the last bit, so which of them the maker used does not matter.
 */

import type { RunDescription } from '../../engine/protocol';
import type { HyperparameterName } from '../../network/hyperparameters';
import { completeCoefficients, hyperparametersOf } from '../../network/hyperparameters';
import type { RunHandle } from '../runState';
import { marksOf } from './print';
import type { RunLink } from './runLink';
import { judge } from './verdict';
import type { Verdict } from './verdict';

export interface ReplayOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: { readonly step: number; readonly verdict: Verdict }) => void;
}

/** Steps that are asked for at once, so that what was found out is told often. */
const STRIDE = 100;

/**
 * What came of it: of the whole run, or of what was replayed when the reader stopped it.
 *
 * @throws Error in words for the reader, when the run cannot be had here
 */
export async function replay(
  run: RunHandle,
  link: RunLink,
  { signal, onProgress }: ReplayOptions = {},
): Promise<Verdict> {
  const { actions, store } = run;
  const { print, history } = link;
  const verdict = (): Verdict => {
    const { trainPoints, status } = store.getState();
    return judge(print, marksOf(trainPoints, print.lastStep), status?.executor ?? '');
  };
  const stop = (): void => void actions.pause();
  signal?.addEventListener('abort', stop);
  try {
    const first = history.filter(({ step }) => step === 0);
    await actions.describe(first.reduce((description, { change }) => ({ ...description, ...change }), link.origin));
    requireNoProblem(run);
    // A run of this very description may have been trained already.
    if ((store.getState().status?.step ?? 0) > 0) await actions.reset();
    requireNoProblem(run);
    for (const { step, change } of history) {
      if (step === 0) continue;
      if (!(await stepTo(step))) return verdict();
      await apply(run, step, change);
      requireNoProblem(run);
    }
    await stepTo(print.lastStep);
    return verdict();
  } finally {
    signal?.removeEventListener('abort', stop);
  }

  /** False when the reader stopped it, or it stopped by itself. */
  async function stepTo(target: number): Promise<boolean> {
    for (;;) {
      if (signal?.aborted === true) return false;
      const { status } = store.getState();
      if (status === null) throw new Error(store.getState().unavailable ?? 'The engine was lost. Replay it again.');
      if (status.phase === 'failed') return false;
      if (status.step >= target) return true;
      await actions.step(Math.min(STRIDE, target - status.step));
      requireNoProblem(run);
      const now = store.getState().status?.step ?? 0;
      onProgress?.({ step: now, verdict: verdict() });
      if (now === status.step) return false;
    }
  }
}

async function apply(run: RunHandle, step: number, change: Partial<RunDescription>): Promise<void> {
  const { actions, store } = run;
  const names = Object.keys(change);
  if (!names.every((name) => name === 'learningRate' || name === 'coefficients')) {
    await actions.fork(step, change);
    return;
  }
  const { description } = store.getState();
  const wanted = valuesOf({ ...description, ...change });
  const now = valuesOf(description);
  for (const name of hyperparametersOf(description.optimizer)) {
    const value = wanted[name];
    if (value !== undefined && value !== now[name]) await actions.setHyperparameter(name, value);
  }
}

function valuesOf({
  optimizer,
  learningRate,
  coefficients,
}: RunDescription): Partial<Record<HyperparameterName, number>> {
  return { ...completeCoefficients(optimizer, coefficients), learningRate };
}

function requireNoProblem({ store }: RunHandle): void {
  const { problem, unavailable } = store.getState();
  const words = unavailable ?? problem;
  if (words !== null) throw new Error(words);
}
