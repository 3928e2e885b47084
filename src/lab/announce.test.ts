import { describe, expect, test } from 'vitest';
import type { RunStatus } from '../engine/protocol';
import { announce } from './announce';
import type { RunState } from './runState';

const description = {
  network: 'lenet5',
  dataSet: 'digits',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  seeds: { initialization: 1, order: 1, generator: 1 },
} as const;
const statusWith = (part: Partial<RunStatus>): RunStatus => ({
  run: 'lenet',
  description,
  phase: 'running',
  step: 0,
  epoch: 0,
  loss: null,
  testAccuracy: null,
  learningRate: 0.001,
  stepsPerSecond: null,
  executor: 'wasm',
  parameters: 1,
  memoryBytes: 1,
  dataBytes: 0,
  message: null,
  ...part,
});
const stateWith = (status: Partial<RunStatus> | null, part: Partial<RunState> = {}): RunState => ({
  name: 'lenet',
  id: 'course-1',
  description,
  origin: description,
  history: [],
  timeline: { branches: [], bytes: 0, limitBytes: 0 },
  view: null,
  status: status === null ? null : statusWith(status),
  trainPoints: [],
  testPoints: [],
  weightsVersion: 0,
  progress: null,
  dataSets: [],
  environment: null,
  unavailable: null,
  announcement: '',
  problem: null,
  ...part,
});
const point = (step: number, loss: number) => ({ step, loss, accuracy: 0 });

describe('what is said', () => {
  test.each<[string, RunState, RunState, string | null]>([
    ['started', stateWith({ phase: 'ready' }), stateWith({ phase: 'running' }), 'Training started.'],
    [
      'paused',
      stateWith({ phase: 'running', step: 1800 }),
      stateWith({ phase: 'paused', step: 1875, testAccuracy: 0.9764 }),
      'Paused at step 1,875. Test accuracy 97.6 %.',
    ],
    [
      'one step',
      stateWith({ phase: 'paused', step: 3 }),
      stateWith({ phase: 'paused', step: 4, loss: 2.214 }),
      'Step 4. Loss 2.21.',
    ],
    [
      'reset',
      stateWith({ phase: 'paused', step: 3 }),
      stateWith({ phase: 'ready' }),
      'Reset: step 0, with fresh weights.',
    ],
    [
      'failed',
      stateWith({ step: 30 }),
      stateWith({ phase: 'failed', step: 0, message: 'The loss stopped being a finite number at step 37.' }),
      'Training stopped. The loss stopped being a finite number at step 37.',
    ],
    [
      'an accuracy passed',
      stateWith({ testAccuracy: 0.88 }),
      stateWith({ testAccuracy: 0.961, step: 520 }, { testPoints: [{ step: 500, loss: 0.1, accuracy: 0.961 }] }),
      'Test accuracy passed 95 % at step 500.',
    ],
    ['an accuracy that stays', stateWith({ testAccuracy: 0.96 }), stateWith({ testAccuracy: 0.97 }), null],
    [
      'a loss halved',
      stateWith({ step: 30 }, { trainPoints: [point(1, 2.4), point(30, 1.3)] }),
      stateWith({ step: 40 }, { trainPoints: [point(1, 2.4), point(30, 1.3), point(40, 1.14)] }),
      'The loss has halved, to 1.14, at step 40.',
    ],
    [
      'a loss that has halved before',
      stateWith({ step: 40 }, { trainPoints: [point(1, 2.4), point(40, 1.1)] }),
      stateWith({ step: 50 }, { trainPoints: [point(1, 2.4), point(40, 1.1), point(50, 0.5)] }),
      null,
    ],
    ['more steps', stateWith({ step: 10 }), stateWith({ step: 20 }), null],
    ['the first status', stateWith(null), stateWith({ phase: 'ready' }), null],
    ['a problem', stateWith({}), stateWith({}, { problem: 'The file is incomplete.' }), 'The file is incomplete.'],
    ['a problem dismissed', stateWith({}, { problem: 'The file is incomplete.' }), stateWith({}), null],
    ['a notice', stateWith({}), stateWith({}, { notice: 'Storage is full.' }), 'Storage is full.'],
    ['unavailable', stateWith(null), stateWith(null, { unavailable: 'No worker here.' }), 'No worker here.'],
  ])('%s', (_, before, after, words) => {
    expect(announce(before, after)).toBe(words);
  });
});
