/**
 * A run without an engine, for tests of figures: a store that the test fills and actions that write down what was asked.
 * Never part of the book.
 */

import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { RunStatus } from '../engine/protocol';
import type { RunActions, RunHandle, RunState } from '../lab/runState';

export interface FakeRun {
  readonly handle: RunHandle;
  readonly store: StoreApi<RunState>;
  /** `train`, `setLearningRate 0.01`, in order. */
  readonly asked: readonly string[];
  /** Changes the state as the engine's reports would. */
  report(change: Partial<RunState>): void;
  /** The same for the status alone. */
  reportStatus(change: Partial<RunStatus>): void;
}

export function fakeRun(name: string, answers: Partial<RunActions> = {}): FakeRun {
  const description = {
    network: 'lenet5',
    dataSet: 'digits',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    seeds: { initialization: 1, order: 1, generator: 1 },
  } as const;
  const status: RunStatus = {
    run: name,
    description,
    phase: 'ready',
    step: 0,
    epoch: 0,
    loss: null,
    testAccuracy: null,
    learningRate: 0.001,
    stepsPerSecond: null,
    executor: 'wasm',
    parameters: 61_706,
    memoryBytes: 0,
    dataBytes: 0,
    message: null,
  };
  const store = createStore<RunState>(() => ({
    name,
    id: 'course-1',
    description,
    origin: description,
    history: [],
    timeline: {
      branches: [
        {
          id: 'course-1',
          parent: null,
          origin: description,
          description,
          history: [],
          checkpoints: [],
          lastStep: 0,
          trainPoints: [],
          testPoints: [],
        },
      ],
      bytes: 0,
      limitBytes: 64 * 2 ** 20,
    },
    view: null,
    status,
    trainPoints: [],
    testPoints: [],
    weightsVersion: 0,
    progress: null,
    dataSets: [],
    environment: null,
    unavailable: null,
    announcement: '',
    problem: null,
  }));
  const asked: string[] = [];
  const known = answers as Readonly<Record<string, ((...parameters: unknown[]) => unknown) | undefined>>;
  const actions = new Proxy({} as RunActions, {
    get:
      (_, key: string) =>
      (...parameters: unknown[]): unknown => {
        // A figure looks at the list by itself.
        if (key === 'trainedWeights') return known[key]?.() ?? Promise.resolve([]);
        asked.push([key, ...parameters.map(String)].join(' '));
        return known[key]?.(...parameters) ?? Promise.resolve();
      },
  });
  const report = (change: Partial<RunState>): void => store.setState(change);
  return {
    handle: { store, actions },
    store,
    asked,
    report,
    reportStatus: (change) => report({ status: { ...(store.getState().status ?? status), ...change } }),
  };
}
