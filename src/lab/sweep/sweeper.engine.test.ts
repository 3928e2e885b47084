/** Sweeps through everything that is real but the page: client, border, host, runs, WebAssembly, LeNet-5 on digits that the book makes. */
import { beforeAll, expect, test } from 'vitest';
import type { DataSet } from '../../data/dataSet';
import { generateDigits } from '../../data/digits';
import type { Chooser } from '../../engine/choose';
import type { WorkerLike } from '../../engine/client';
import type { DataLibrary } from '../../engine/dataLibrary';
import { createWasmExecutor } from '../../engine/executors/wasm/executor';
import { loadKernelModule } from '../../engine/executors/wasm/loadModuleInNode';
import { createHost } from '../../engine/host';
import type { FromWorker, ToWorker } from '../../engine/protocol';
import { createWeightsLibrary } from '../../engine/weightsLibrary';
import { networkNamed } from '../../network/zoo';
import { createLab, defaultDescription, type Lab } from '../runs';
import type { SweepPlan } from './plan';
import { isTrained, type TrialRecord } from './results';
import { createMemoryStorage } from './storage';
import { createSweeper, type Sweeper } from './sweeper';
import { createFreeTurn } from './turn';

const module = await loadKernelModule();
let digits: DataSet;
beforeAll(async () => {
  digits = await generateDigits({ seed: 1, train: 640, validation: 10, test: 200 });
});

const plan: SweepPlan = {
  base: { ...defaultDescription, optimizer: 'sgd', learningRate: 0.05 },
  axes: [{ name: 'learningRate', values: { kind: 'list', numbers: [0.05, 0.01, 1000] } }],
  seeds: { first: 1, count: 2 },
  steps: 105,
  together: 1,
};

interface Place {
  readonly lab: Lab;
  readonly sweeper: Sweeper;
  readonly liveBuffers: () => number;
}

function place(): Place {
  const executor = createWasmExecutor(module);
  const environment = { executors: [], chosen: 'wasm', reason: 'the only one here' } as const;
  const chooser = {
    environment: () => Promise.resolve(environment),
    executorFor: () => Promise.resolve({ executor, why: null }),
  } as unknown as Chooser;
  const library = {
    list: () => Promise.resolve([digits.info]),
    load: () => Promise.resolve(digits),
  } as unknown as DataLibrary;
  const spawn = (): WorkerLike => {
    const listeners: ((event: { readonly data: unknown }) => void)[] = [];
    const host = createHost({
      send(message: FromWorker, transfer) {
        const data: unknown = structuredClone(message, { transfer });
        queueMicrotask(() => listeners.forEach((listener) => listener({ data })));
      },
      library,
      overlays: { load: () => Promise.resolve(null), store: () => Promise.resolve() },
      chooser,
      weights: createWeightsLibrary({ fetchFile: () => Promise.resolve(null), networks: [] }),
      network: networkNamed,
      now: () => performance.now(),
    });
    return {
      postMessage(message, transfer) {
        const data = structuredClone(message, { transfer }) as ToWorker;
        queueMicrotask(() => host.receive(data));
      },
      terminate: () => void listeners.splice(0),
      addEventListener(type: string, listener: (event: never) => void) {
        if (type === 'message') listeners.push(listener as (typeof listeners)[number]);
      },
    };
  };
  let ids = 0;
  const newId = (): string => `${(ids += 1)}`;
  const lab = createLab({
    spawn,
    configuration: () => ({ base: 'http://localhost/' }),
    obstacle: () => null,
    onVisibility: () => undefined,
    now: () => performance.now(),
    storage: () => undefined,
    newId,
    clock: () => 0,
    place: () => '',
  });
  const turn = createFreeTurn();
  const sweeper = createSweeper({
    lab,
    storage: createMemoryStorage(),
    turn,
    mark: () => undefined,
    newId,
    now: () => performance.now(),
  });
  return { lab, sweeper, liveBuffers: () => executor.liveBuffers() };
}

/** What a trial's curve and numbers are, without how long it took. */
function measured(record: TrialRecord | undefined): unknown {
  if (record === undefined || !isTrained(record)) return record;
  const { durationMs, ...rest } = record;
  expect(durationMs).toBeGreaterThan(0);
  return rest;
}

async function until(sweeper: Sweeper, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > deadline)
      throw new Error(`waited in vain; ${JSON.stringify(sweeper.store.getState().records)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test(
  'one after the other, three side by side, and with pauses: the same curves bit for bit; buffers as before',
  { timeout: 120_000 },
  async () => {
    const found: unknown[][] = [];
    for (const together of [1, 3]) {
      const { sweeper, lab, liveBuffers } = place();
      let opened = 0;
      lab.watchRuns(() => (opened += 1));
      await sweeper.start({ ...plan, together });
      if (together === 3) {
        const steps = (): number => Math.min(...sweeper.store.getState().live.map(({ step }) => step));
        for (const step of [7, 33, 60]) {
          await until(sweeper, () => sweeper.store.getState().live.length === 3 && steps() >= step);
          sweeper.pause();
          await until(sweeper, () => sweeper.store.getState().phase === 'paused');
          await sweeper.resume();
        }
      }
      await until(sweeper, () => sweeper.store.getState().phase === 'finished');
      found.push(sweeper.store.getState().records.map(measured));
      expect(opened, 'a pause makes no trial begin again').toBe(6);
      let names = 0;
      lab.watchRuns(() => (names += 1));
      expect(names, 'runs that are open').toBe(0);
      await until(sweeper, () => liveBuffers() === 0);
    }
    const [queued, sideBySide] = found;
    expect(queued?.slice(0, 4)).toMatchObject([
      { state: 'done' },
      { state: 'done' },
      { state: 'done' },
      { state: 'done' },
    ]);
    expect(queued?.slice(4)).toMatchObject([{ state: 'diverged' }, { state: 'diverged' }]);
    expect(queued?.[0]).toMatchObject({ final: { step: 105 }, testPoints: [{ step: 100 }] });
    // Points of every step up to 20, then of every tenth.
    expect((queued?.[0] as { trainPoints: unknown[] }).trainPoints).toHaveLength(28);
    expect((queued?.[0] as { trainPoints: unknown[] }).trainPoints).not.toEqual(
      (queued?.[1] as { trainPoints: unknown[] }).trainPoints,
    );
    expect(sideBySide).toEqual(queued);
  },
);

test('a trial is the very run that a reader gets with its description', { timeout: 60_000 }, async () => {
  const { sweeper, lab } = place();
  await sweeper.start({ ...plan, axes: [], steps: 30 });
  await until(sweeper, () => sweeper.store.getState().phase === 'finished');
  const { sweep, records } = sweeper.store.getState();
  const { description } = sweep!.expansion.trials[1]!;
  const run = lab.openRun('lenet', description);
  await run.actions.step(30);
  const record = records[1]!;
  expect(isTrained(record) && record.trainPoints).toEqual(run.store.getState().trainPoints);
});
