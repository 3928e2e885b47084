/**
 * A lab without an engine, for tests of sweeps: its runs come to their end, diverge or fail when the test says so. Never part of the book.
 */

import { createStore } from 'zustand/vanilla';
import type { Predictions, RunDescription, RunStatus, TrainPoint } from '../../engine/protocol';
import type { SweepLab, SweepRun } from './sweeper';
import type { SweepTurn } from './turn';

export interface FakeTrial {
  readonly name: string;
  readonly description: RunDescription;
  /** Where it stands. */
  step(): number;
  /** Whether steps are being made. */
  isGoing(): boolean;
  /** So many steps are made now, without an end. */
  advance(steps: number): void;
  /** All steps that were asked for are made; of a hundred test images so many will be right. */
  finish(rightOfHundred: number): Promise<void>;
  diverge(atStep: number): Promise<void>;
  /** As when the engine refuses. */
  refuse(words: string): Promise<void>;
  /** As when no engine can run here. */
  loseEngine(words: string): Promise<void>;
  /** As when another part of the page stops it. */
  stop(): Promise<void>;
}

export interface FakeSweepLab {
  readonly lab: SweepLab;
  /** All that were ever opened, in order. */
  readonly opened: readonly FakeTrial[];
  /** Names of those that are open now. */
  open(): readonly string[];
  /** The last one that was opened. */
  last(): FakeTrial;
}

/** Long enough for everything that waits to happen. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

export function fakeSweepLab(): FakeSweepLab {
  const opened: FakeTrial[] = [];
  const open = new Set<string>();
  return {
    lab: {
      openRun(name, description) {
        const { run, trial } = fakeTrial(name, description);
        opened.push(trial);
        open.add(name);
        return run;
      },
      closeRun: (name) => void open.delete(name),
    },
    opened,
    open: () => [...open],
    last() {
      const trial = opened.at(-1);
      if (trial === undefined) throw new Error('No run was opened.');
      return trial;
    },
  };
}

function fakeTrial(name: string, description: RunDescription): { readonly run: SweepRun; readonly trial: FakeTrial } {
  const status: RunStatus = {
    run: name,
    description,
    phase: 'ready',
    step: 0,
    epoch: 0,
    loss: null,
    testAccuracy: null,
    learningRate: description.learningRate,
    stepsPerSecond: null,
    executor: 'wasm',
    parameters: 1,
    memoryBytes: 0,
    dataBytes: 0,
    message: null,
  };
  const store = createStore<ReturnType<SweepRun['store']['getState']>>(() => ({
    status,
    trainPoints: [],
    testPoints: [],
    problem: null,
    unavailable: null,
  }));
  let wanted = 0;
  let answer: (() => void) | null = null;
  let right = 0;
  const at = (): number => store.getState().status?.step ?? 0;
  const report = (change: Partial<RunStatus>, points: readonly TrainPoint[] = []): void => {
    const { trainPoints } = store.getState();
    store.setState({ status: { ...status, step: at(), ...change }, trainPoints: [...trainPoints, ...points] });
  };
  const end = (): Promise<void> => {
    answer?.();
    answer = null;
    return settled();
  };
  const go = (steps: number): void => {
    const points = Array.from({ length: steps }, (_, index) => ({ step: at() + index + 1, loss: 1, accuracy: 0.5 }));
    report({ phase: 'running', step: at() + steps }, points);
  };
  const run: SweepRun = {
    store,
    actions: {
      step(count = 1) {
        wanted = at() + count;
        report({ phase: 'running' });
        return new Promise((resolve) => (answer = resolve));
      },
      pause() {
        report({ phase: 'paused' });
        return end();
      },
      predictions: () =>
        Promise.resolve<Predictions>({
          step: at(),
          split: 'test',
          labels: new Uint8Array(100),
          predicted: Uint8Array.from({ length: 100 }, (_, image) => (image < right ? 0 : 1)),
          confidence: new Float32Array(100),
          loss: 1 - right / 100,
        }),
    },
  };
  const trial: FakeTrial = {
    name,
    description,
    step: at,
    isGoing: () => answer !== null,
    advance: go,
    finish(rightOfHundred) {
      right = rightOfHundred;
      go(wanted - at());
      report({ phase: 'paused' });
      return end();
    },
    diverge(atStep) {
      report({ phase: 'failed', step: 0, divergedAt: atStep, message: `The loss stopped at step ${atStep}.` });
      return end();
    },
    refuse(words) {
      store.setState({ status: null, problem: words });
      return end();
    },
    loseEngine(words) {
      store.setState({ unavailable: words });
      return end();
    },
    stop() {
      report({ phase: 'paused' });
      return end();
    },
  };
  return { run, trial };
}

/** Turns of several tabs of one browser: `tab()` makes one for each. */
export function fakeTurns(): { tab(): SweepTurn } {
  const listeners: { readonly tab: number; readonly listener: () => void }[] = [];
  const waiting = new Set<() => void>();
  let holder: number | null = null;
  let tabs = 0;
  return {
    tab() {
      const tab = (tabs += 1);
      return {
        take() {
          if (holder !== null) return Promise.resolve(null);
          holder = tab;
          return Promise.resolve(() => {
            holder = null;
            for (const then of [...waiting]) then();
          });
        },
        whenFree(then) {
          const once = (): void => {
            waiting.delete(once);
            then();
          };
          if (holder === null) queueMicrotask(once);
          else waiting.add(once);
          return () => void waiting.delete(once);
        },
        tell() {
          for (const other of listeners) if (other.tab !== tab) other.listener();
        },
        onTold: (listener) => void listeners.push({ tab, listener }),
      };
    },
  };
}
