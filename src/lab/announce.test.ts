import { describe, expect, test } from 'vitest';
import type { RunStatus } from '../engine/protocol';
import { announce, nothingTold, PLATEAU_MEASUREMENTS, QUIET_MS, type Told } from './announce';
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
      'paused after the best',
      stateWith({ phase: 'running', step: 1800 }),
      stateWith(
        { phase: 'paused', step: 1875, testAccuracy: 0.9764 },
        { testPoints: [{ step: 1000, loss: 0.1, accuracy: 0.981 }] },
      ),
      'Paused at step 1,875. Test accuracy 97.6 %, at best 98.1 %.',
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
    ['more steps', stateWith({ step: 10 }), stateWith({ step: 20 }), null],
    ['the first status', stateWith(null), stateWith({ phase: 'ready' }), null],
    ['a problem', stateWith({}), stateWith({}, { problem: 'The file is incomplete.' }), 'The file is incomplete.'],
    ['a problem dismissed', stateWith({}, { problem: 'The file is incomplete.' }), stateWith({}), null],
    ['a notice', stateWith({}), stateWith({}, { notice: 'Storage is full.' }), 'Storage is full.'],
    ['unavailable', stateWith(null), stateWith(null, { unavailable: 'No worker here.' }), 'No worker here.'],
  ])('%s', (_, before, after, words) => {
    expect(announce(nothingTold, before, after, 0).words).toBe(words);
  });
});

/** A run that trains on: hears what is said, with the step at which it was. */
function listen(start: Partial<RunState> = {}) {
  let told: Told = nothingTold;
  let state = stateWith({ phase: 'running', step: 1 }, start);
  let nowMs = 0;
  const heard: string[] = [];
  const hear = (change: Partial<RunState>): void => {
    const after = { ...state, ...change };
    const said = announce(told, state, after, nowMs);
    told = said.told;
    state = after;
    if (said.words !== null) heard.push(said.words);
  };
  hear({});
  return {
    heard,
    hear,
    /** `msPerPoint` later there is one more point. */
    train(step: number, loss: number, msPerPoint = QUIET_MS) {
      nowMs += msPerPoint;
      hear({ trainPoints: [...state.trainPoints, point(step, loss)], status: statusWith({ step }) });
    },
    test(step: number, accuracy: number, msPerPoint = QUIET_MS) {
      nowMs += msPerPoint;
      hear({ testPoints: [...state.testPoints, { step, loss: 1, accuracy }], status: statusWith({ step }) });
    },
    state: () => state,
  };
}

describe('what training brings', () => {
  test('each time the loss has halved, with how long it took', () => {
    const run = listen();
    run.train(1, 2.4);
    for (let step = 10; step <= 600; step += 10) run.train(step, step < 200 ? 2 : step < 400 ? 1.1 : 0.55);
    expect(run.heard).toEqual([
      // The mean of five points is what counts.
      'The loss halved in 240 steps, to 1.1.',
      'The loss halved in 200 steps, to 0.55.',
    ]);
  });

  test('one lucky batch is no halving; a steep fall is one', () => {
    const run = listen();
    run.train(1, 2.4);
    for (let step = 10; step <= 200; step += 10) run.train(step, step === 100 ? 0.1 : 2);
    expect(run.heard).toEqual([]);
    for (let step = 210; step <= 260; step += 10) run.train(step, 0.001);
    expect(run.heard).toEqual([
      'The loss halved in 230 steps, to 0.8.',
      'The loss fell to a quarter in 20 steps, to 0.001.',
    ]);
  });

  test('accuracies that are passed, the highest of them; once', () => {
    const run = listen();
    run.test(100, 0.5);
    run.test(250, 0.961);
    run.test(500, 0.94);
    run.test(1000, 0.97);
    expect(run.heard).toEqual(['Test accuracy passed 95 % at step 250.']);
  });

  test('a plateau, once, with the best; and when it ends', () => {
    const run = listen();
    run.test(1400, 0.871);
    for (let index = 1; index <= 3 * PLATEAU_MEASUREMENTS; index++) run.test(1400 + 500 * index, 0.87);
    expect(run.heard).toEqual(['Test accuracy has not improved since step 1,400; the best so far is 87.1 %.']);
    run.test(9500, 0.88);
    expect(run.heard[1]).toBe('Test accuracy is better again: 88.0 % at step 9,500, the best so far.');
    for (let index = 1; index <= PLATEAU_MEASUREMENTS; index++) run.test(9500 + 500 * index, 0.5);
    expect(run.heard[2]).toBe('Test accuracy has not improved since step 9,500; the best so far is 88.0 %.');
  });

  test('is said at most once in a few seconds, the newest; what fails is said at once', () => {
    const run = listen();
    run.test(100, 0.91, QUIET_MS);
    run.test(250, 0.96, 100);
    run.test(500, 0.985, 100);
    expect(run.heard).toEqual(['Test accuracy passed 90 % at step 100.']);
    run.train(510, 1, QUIET_MS - 300);
    expect(run.heard).toHaveLength(1);
    run.train(520, 1, 200);
    expect(run.heard[1]).toBe('Test accuracy passed 98 % at step 500.');
    run.hear({ problem: 'The file is incomplete.' });
    expect(run.heard[2]).toBe('The file is incomplete.');
  });

  test('what waits is forgotten when the run is paused: there it is told with the rest', () => {
    const run = listen();
    run.test(100, 0.91);
    run.test(250, 0.96, 100);
    run.hear({ status: statusWith({ phase: 'paused', step: 260, testAccuracy: 0.96 }) });
    run.train(270, 1, 10 * QUIET_MS);
    expect(run.heard).toEqual([
      'Test accuracy passed 90 % at step 100.',
      'Paused at step 260. Test accuracy 96.0 %.',
      'Training started.',
    ]);
  });

  test('a curve that was there before is no news: a branch, a run from a link, a stretch trained again', () => {
    const run = listen();
    run.train(1, 2.4);
    const curve = Array.from({ length: 50 }, (_, index) => point(10 * index + 1, 2 / (1 + index)));
    const testPoints = [{ step: 100, loss: 1, accuracy: 0.99 }];
    run.hear({ id: 'course-2', trainPoints: curve, testPoints });
    run.train(510, 1, 10 * QUIET_MS);
    run.hear({ trainPoints: curve.slice(0, 20) });
    run.train(201, 0.1, 10 * QUIET_MS);
    expect(run.heard).toEqual([]);
    expect(run.state().trainPoints).toHaveLength(21);
  });
});
