import { describe, expect, test } from 'vitest';
import { tinyDataSet, tinyDescription, tinyNetwork } from '../../tests/fixtures/tinyRun';
import { optimizerNames } from '../network/spec';
import type { Executor, Program } from './executors/executor';
import { createReferenceExecutor } from './executors/reference';
import { createWasmExecutor } from './executors/wasm/executor';
import { loadKernelModule } from './executors/wasm/loadModuleInNode';
import type { EngineEvent, RunDescription, Snapshot, TestPoint, TrainPoint } from './protocol';
import { createRun, type Run, type RunOptions } from './run';

interface Recording {
  readonly run: Run;
  readonly executor: Executor;
  readonly events: EngineEvent[];
  readonly trainPoints: () => TrainPoint[];
  readonly testPoints: () => TestPoint[];
  readonly snapshots: () => Snapshot[];
}

const dataSet = tinyDataSet();
const module = await loadKernelModule();

async function start(
  change: Partial<RunDescription> = {},
  options: Partial<RunOptions> = {},
  executor = createReferenceExecutor(),
): Promise<Recording> {
  const events: EngineEvent[] = [];
  const run = await createRun({
    name: 'tiny',
    description: { ...tinyDescription, ...change },
    spec: tinyNetwork,
    dataSet,
    executor,
    send: (event) => void events.push(structuredClone(event)),
    now: () => performance.now(),
    ...options,
  });
  const statuses = () => events.flatMap((event) => (event.kind === 'status' ? [event] : []));
  return {
    run,
    executor,
    events,
    trainPoints: () => statuses().flatMap((event) => event.trainPoints),
    testPoints: () => statuses().flatMap((event) => event.testPoints),
    snapshots: () => events.flatMap((event) => (event.kind === 'snapshot' ? [event.snapshot] : [])),
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 120));

/** Until the run has got as far as this. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('waited 20 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('training', () => {
  test('learns, evaluates at its fixed steps, and counts epochs of whole batches', async () => {
    const { run, trainPoints, testPoints } = await start();
    expect(run.status()).toMatchObject({
      phase: 'ready',
      step: 0,
      loss: null,
      testAccuracy: null,
      stepsPerSecond: null,
    });
    await run.step(260);
    await settle();
    // 100 images make 12 batches of 8.
    expect(run.status()).toMatchObject({ phase: 'paused', step: 260, epoch: 260 / 12 });
    expect(testPoints().map(({ step }) => step)).toEqual([100, 250]);
    expect(testPoints()[1]?.accuracy).toBeGreaterThan(0.9);
    expect(run.status().testAccuracy).toBe(testPoints()[1]?.accuracy);
    expect(trainPoints().map(({ step }) => step)).toEqual([
      ...Array.from({ length: 20 }, (_, i) => i + 1),
      ...Array.from({ length: 24 }, (_, i) => 30 + 10 * i),
    ]);
    expect(trainPoints()[43]!.loss).toBeLessThan(trainPoints()[0]!.loss / 2);
    await run.dispose();
  });

  test('the same seeds give the same curve bit for bit; another seed does not', async () => {
    const curve = async (seed: number) => {
      const seeds = { initialization: seed, order: seed, generator: 1 };
      const { run, trainPoints, testPoints } = await start({ seeds });
      // In pieces of different length: pauses must not show.
      for (const count of seed === 1 ? [110] : [60, 50]) await run.step(count);
      await settle();
      await run.dispose();
      return { train: trainPoints(), test: testPoints() };
    };
    const first = await curve(1);
    const again = await start({ seeds: { initialization: 1, order: 1, generator: 1 } });
    await again.run.train();
    await until(() => again.run.status().step >= 3);
    await again.run.pause();
    const left = 110 - again.run.status().step;
    await again.run.step(left);
    await settle();
    expect(again.trainPoints()).toEqual(first.train);
    expect(again.testPoints()).toEqual(first.test);
    expect(await curve(2)).not.toEqual(first);
    await again.run.dispose();
  });

  test('reset starts the same curve over', async () => {
    const { run, events, trainPoints } = await start();
    await run.step(12);
    await settle();
    const first = trainPoints();
    await run.reset();
    expect(run.status()).toMatchObject({ phase: 'ready', step: 0, epoch: 0, loss: null });
    expect(events.some((event) => event.kind === 'cleared')).toBe(true);
    await run.step(12);
    await settle();
    expect(trainPoints().slice(first.length)).toEqual(first);
    await run.dispose();
  });

  test('no point of before a reset is sent after it', async () => {
    const { run, events } = await start();
    // So quickly that the points are still waiting to be posted.
    await run.step(3);
    await run.reset();
    await settle();
    const cleared = events.findIndex((event) => event.kind === 'cleared');
    const after = events.slice(cleared).flatMap((event) => (event.kind === 'status' ? event.trainPoints : []));
    expect(cleared).toBeGreaterThan(-1);
    expect(after).toEqual([]);
    await run.dispose();
  });

  test('a learning rate takes effect at the next step', async () => {
    const changed = await start();
    const same = await start();
    for (const { run } of [changed, same]) await run.step(3);
    changed.run.setHyperparameter('learningRate', 0.5);
    for (const { run } of [changed, same]) await run.step(1);
    const [a, b] = await Promise.all([changed.run.snapshot(), same.run.snapshot()]);
    expect(a.slots['dense.weight']).not.toEqual(b.slots['dense.weight']);
    expect(a.description.learningRate).toBe(0.5);
    // The loss of a step is measured before its update.
    expect(changed.run.status().loss).toBe(same.run.status().loss);
    expect(() => changed.run.setHyperparameter('learningRate', 0)).toThrow(
      'The learning rate must be a positive number, found 0.',
    );
    expect(() => changed.run.setHyperparameter('learningRate', NaN)).toThrow('found NaN');
    await Promise.all([changed.run.dispose(), same.run.dispose()]);
  });

  test('a coefficient takes effect at the next step and stays in the description', async () => {
    const [plain, decayed] = [await start({ coefficients: { l2: 0.1 } }), await start({ coefficients: { l2: 0.1 } })];
    for (const { run } of [plain, decayed]) await run.step(3);
    decayed.run.setHyperparameter('momentum', 0);
    decayed.run.setHyperparameter('weightDecay', 50);
    for (const { run } of [plain, decayed]) await run.step(1);
    const [a, b] = await Promise.all([plain.run.snapshot(), decayed.run.snapshot()]);
    const size = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);
    expect(size(b.slots['dense.weight']!)).toBeLessThan(0.5 * size(a.slots['dense.weight']!));
    expect(b.description.coefficients).toEqual({ l2: 0.1, momentum: 0, weightDecay: 50 });
    expect(() => decayed.run.setHyperparameter('momentum', 1.5)).toThrow(
      'The momentum must be at least 0 and below 1, found 1.5. The nearest valid one is 0.999; 0.9 is usual.',
    );
    expect(() => decayed.run.setHyperparameter('beta1', 0.9)).toThrow('momentum has no setting “beta1”');
    for (const { run } of [plain, decayed]) await run.dispose();
  });

  test('a schedule scales the learning rate step by step, also one that is changed on the way', async () => {
    const scheduled = await start({ schedule: { kind: 'step', every: 2, factor: 0.5 } });
    const byHand = await start();
    expect(scheduled.run.status().learningRate).toBe(0.01);
    await scheduled.run.step(4);
    expect(scheduled.run.status().learningRate).toBe(0.005);
    scheduled.run.setHyperparameter('learningRate', 0.1);
    await scheduled.run.step(2);
    expect(scheduled.run.status().learningRate).toBe(0.025);
    expect(scheduled.run.status().description.learningRate).toBe(0.1);
    for (const rate of [0.01, 0.005, 0.025]) {
      byHand.run.setHyperparameter('learningRate', rate);
      await byHand.run.step(2);
    }
    const [a, b] = await Promise.all([scheduled.run.snapshot(), byHand.run.snapshot()]);
    expect(a.slots).toEqual(b.slots);
    for (const { run } of [scheduled, byHand]) await run.dispose();
  });

  test('an optimizer, a number or a schedule that cannot be is refused before the first step', async () => {
    await expect(start({ optimizer: 'lion' as 'sgd' })).rejects.toThrow(
      'The optimizer must be one of sgd, momentum, nesterov, adagrad, adadelta, rmsprop, adam, adamw, found “lion”. Choose adam',
    );
    await expect(start({ coefficients: { l1: -1 } })).rejects.toThrow('The L1 penalty must be 0 or a positive number');
    await expect(start({ schedule: { kind: 'cosine', steps: 0 } })).rejects.toThrow(
      'The schedule cosine expects “steps”',
    );
  });

  test.each(optimizerNames)(
    '%s: a snapshot continues as if nothing had happened, a reset repeats',
    async (optimizer) => {
      const change: Partial<RunDescription> = {
        optimizer,
        coefficients: { clipNorm: 0.5, l2: 0.01 },
        schedule: { kind: 'cosine', steps: 20, warmUpSteps: 3 },
      };
      const straight = await start(change, {}, createWasmExecutor(module));
      await straight.run.step(12);
      const first = await start(change, {}, createWasmExecutor(module));
      await first.run.step(5);
      const snapshot = structuredClone(await first.run.snapshot());
      const second = await start(change, { snapshot }, createWasmExecutor(module));
      await second.run.step(7);
      await first.run.reset();
      await first.run.step(12);
      const whole = await straight.run.snapshot();
      for (const { run } of [second, first]) {
        const again = await run.snapshot();
        expect(again.slots).toEqual(whole.slots);
        expect(again.trail).toBe(whole.trail);
      }
      for (const { run } of [straight, first, second]) await run.dispose();
    },
  );

  test('a snapshot continues as if nothing had happened, moments included', async () => {
    const straight = await start();
    await straight.run.step(20);
    const first = await start();
    await first.run.step(7);
    const snapshot = structuredClone(await first.run.snapshot());
    const second = await start({}, { snapshot });
    expect(second.run.status()).toMatchObject({ phase: 'paused', step: 7, loss: first.run.status().loss });
    await second.run.step(13);
    // The reference computes in float64 and hands out float32; on wasm this is bit for bit (tests/training.test.ts).
    const [resumed, whole] = await Promise.all([second.run.snapshot(), straight.run.snapshot()]);
    for (const [slot, values] of Object.entries(whole.slots)) {
      values.forEach((value, i) => expect(resumed.slots[slot]?.[i]).toBeCloseTo(value, 4));
    }
    const without = Object.fromEntries(Object.entries(snapshot.slots).filter(([slot]) => slot !== 'dense.bias'));
    await expect(start({}, { snapshot: { ...snapshot, slots: without } })).rejects.toThrow(
      /The snapshot does not fit Tiny with momentum: “dense\.bias” expected \d+ numbers, found none/,
    );
    const other = await start({ optimizer: 'adam' }, { snapshot });
    const { slots } = await other.run.snapshot();
    expect(slots['conv.weight']).toEqual(snapshot.slots['conv.weight']);
    expect(slots['conv.weight@mean']?.every((moment) => moment === 0)).toBe(true);
    for (const { run } of [straight, first, second, other]) await run.dispose();
  });

  test('pause, then train: steps go on, an evaluation that was under way is finished first', async () => {
    const { run, testPoints } = await start();
    await run.step(99);
    await run.train();
    await until(() => run.status().step >= 100);
    await run.pause();
    expect(run.status().phase).toBe('paused');
    const paused = run.status().step;
    await settle();
    expect(run.status().step).toBe(paused);
    await run.train();
    await until(() => run.status().step > paused);
    await run.pause();
    await settle();
    expect(testPoints().filter(({ step }) => step === 100)).toHaveLength(1);
    await run.dispose();
  });

  test('train, pause, reset and step take effect in the order in which they are asked for', async () => {
    const { run } = await start();
    await Promise.all([run.train(), run.pause(), run.step(5), run.reset(), run.step(2)]);
    expect(run.status()).toMatchObject({ phase: 'paused', step: 2 });
    await Promise.all([run.train(), run.reset(), run.train(), run.pause(), run.reset()]);
    expect(run.status()).toMatchObject({ phase: 'ready', step: 0 });
    await run.dispose();
  });
});

describe('on a GPU, where reading waits', () => {
  test('the same weights and evaluations; points of every fifth step; few readings under way', async () => {
    const slow = slowReads();
    const onGpu = await start({}, {}, slow.executor);
    const straight = await start();
    for (const { run } of [onGpu, straight]) await run.step(110);
    await settle();
    expect(onGpu.testPoints()).toEqual(straight.testPoints());
    expect(onGpu.trainPoints().map(({ step }) => step)).toEqual(straight.trainPoints().map(({ step }) => step));
    expect(onGpu.run.status().loss).toBe(straight.run.status().loss);
    // Loss and classes of at most three steps.
    expect(slow.mostUnderWay()).toBeLessThanOrEqual(6);
    expect(slow.mostUnderWay()).toBeGreaterThan(2);
    for (const { run } of [onGpu, straight]) await run.dispose();
  });

  test('a loss that is not finite is noticed a few steps late, and the weights before it are kept', async () => {
    const { run } = await start({ optimizer: 'sgd', learningRate: 1e30 }, {}, slowReads().executor);
    await run.train();
    // Nobody who waits for predictions is left waiting.
    await Promise.allSettled([run.predictions()]);
    await until(() => run.status().phase === 'failed');
    expect(run.status().step).toBe(0);
    const { slots } = await run.snapshot();
    expect(Object.values(slots).every((values) => values.every(Number.isFinite))).toBe(true);
    await run.dispose();
  });
});

describe('what is sent', () => {
  test('what a step and a pause answer comes after all points that led there', async () => {
    const { run, trainPoints } = await start();
    for (const count of [3, 2, 15]) {
      await run.step(count);
      expect(trainPoints().at(-1)?.step).toBe(run.status().step);
    }
    await run.train();
    await until(() => run.status().step > 60);
    await run.pause();
    expect(trainPoints().at(-1)?.step).toBe(Math.floor(run.status().step / 10) * 10);
    await run.dispose();
  });

  test('a press of Step is one change from paused to paused, not a start and a stop', async () => {
    const { run, events } = await start();
    await run.step(1);
    await settle();
    await run.step(1);
    await settle();
    expect(events.flatMap((event) => (event.kind === 'status' ? [event.status.phase] : []))).toEqual([
      'paused',
      'paused',
    ]);
    await run.dispose();
  });

  test('each point is sent once, however long the run', async () => {
    const { run, events, trainPoints } = await start();
    const startMs = performance.now();
    await run.step(400);
    await settle();
    const statuses = events.filter((event) => event.kind === 'status');
    expect(statuses.length).toBeLessThanOrEqual((performance.now() - startMs) / 50 + 1);
    expect(trainPoints()).toHaveLength(20 + 38);
    expect(new Set(trainPoints().map(({ step }) => step)).size).toBe(20 + 38);
    await run.dispose();
  });

  test('a snapshot every three seconds, of weights that a later step has found sound', async () => {
    let clock = 0;
    const { run, snapshots } = await start({}, { now: () => (clock += 10) });
    await run.step(401);
    expect(snapshots().length).toBeGreaterThan(1);
    expect(snapshots().every(({ step }) => step % 50 === 0)).toBe(true);
    const resumed = await start({}, { snapshot: snapshots()[0] });
    expect(resumed.run.status().step).toBe(snapshots()[0]?.step);
    await run.dispose();
    await resumed.run.dispose();
  });

  test('steps per second leave the evaluations out', async () => {
    let clock = 0;
    // Every look at the clock takes a millisecond, every batch of an evaluation a second.
    const { run } = await start(
      {},
      { now: () => (clock += 1) },
      slowEvaluations(() => (clock += 1000)),
    );
    await run.step(600);
    expect(clock).toBeGreaterThan(6000);
    expect(run.status().stepsPerSecond).toBeGreaterThan(200);
    await run.dispose();
  });
});

describe('looking inside', () => {
  test('inspect gives input, activations, probabilities and the weights that made them, also while training', async () => {
    const { run } = await start();
    await run.step(5);
    const inspection = await run.inspect({ kind: 'sample', split: 'test', index: 3 }, ['conv', 'dense'], ['conv.bias']);
    expect(inspection.step).toBe(5);
    expect(inspection.input.shape).toEqual([8, 8, 1]);
    expect(inspection.activations['conv']).toMatchObject({ shape: [6, 6, 2] });
    expect(inspection.activations['dense']?.shape).toEqual([3]);
    expect(inspection.weights?.['conv.bias']?.shape).toEqual([2]);
    expect(inspection.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
    // The border is background: (0 − 120) / 80.
    expect(inspection.input.values[0]).toBe(-1.5);

    const pixels = dataSet.test.pixels.slice(3 * 36, 4 * 36);
    const drawn = await run.inspect({ kind: 'pixels', pixels }, ['dense']);
    expect(drawn.activations['dense']).toEqual(inspection.activations['dense']);

    await run.train();
    const [one, two] = await Promise.all([
      run.inspect({ kind: 'sample', split: 'test', index: 0 }, ['dense']),
      run.inspect({ kind: 'sample', split: 'test', index: 1 }, ['dense']),
    ]);
    expect(one.step).toBeGreaterThanOrEqual(5);
    expect(one.activations['dense']).not.toEqual(two.activations['dense']);
    await run.dispose();
  });

  test('unknown layers, slots and images are refused in words', async () => {
    const { run } = await start();
    const sample = { kind: 'sample', split: 'test', index: 0 } as const;
    await expect(run.inspect(sample, ['conv9'])).rejects.toThrow(
      'Tiny has no layer “conv9”. Its layers are conv, relu',
    );
    await expect(run.weights(['conv.scale'])).rejects.toThrow(
      'The run has no weights “conv.scale”. It has conv.weight',
    );
    await expect(run.inspect({ ...sample, index: 130 }, [])).rejects.toThrow('numbered 0 … 129, found 130');
    await expect(run.step(0)).rejects.toThrow('The number of steps must be 1, 2, …, found 0.');
    await run.dispose();
  });

  test('predictions are those of the present weights, and from memory when these have not changed', async () => {
    const { run, testPoints } = await start();
    await run.step(100);
    await settle();
    const predictions = await run.predictions();
    expect(predictions.step).toBe(100);
    const right = predictions.predicted.filter((given, i) => given === predictions.labels[i]).length;
    expect(right / 130).toBe(testPoints()[0]?.accuracy);
    expect(predictions.loss).toBe(testPoints()[0]?.loss);
    expect(predictions.confidence.every((p) => p >= 1 / 3 && p <= 1)).toBe(true);
    await run.step(1);
    expect((await run.predictions()).step).toBe(101);
    // No fixed step: no point of the curve.
    await settle();
    expect(testPoints()).toHaveLength(1);
    await run.train();
    expect((await run.predictions()).step).toBe(101);
    await run.dispose();
  });

  test('predictions can be cancelled; a reset ends them', async () => {
    const { run } = await start();
    const controller = new AbortController();
    const cancelled = run.predictions(controller.signal);
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const dropped = run.predictions();
    const reset = run.reset();
    await Promise.allSettled([dropped, reset]);
    expect((await run.predictions()).step).toBe(0);
    await run.dispose();
  });
});

describe('when it goes wrong', () => {
  test('a loss that is not finite stops the run; the weights before it are kept; a smaller rate goes on from there', async () => {
    const { run, snapshots } = await start({ optimizer: 'sgd' });
    await run.step(120);
    const accuracyBefore = (await run.snapshot()).testAccuracy;
    run.setHyperparameter('learningRate', 1e30);
    await run.step(40);
    const { phase, step, message, divergedAt } = run.status();
    expect(phase).toBe('failed');
    expect(step).toBe(100);
    expect(message).toContain(`at step ${divergedAt}.`);
    expect(message).toMatch(
      /The loss stopped being a finite number at step 12\d\. The likely cause is a learning rate of 1e\+30, too large for sgd\. The weights of step 100 were kept: choose a smaller learning rate/,
    );
    const kept = await run.snapshot();
    expect(Object.values(kept.slots).every((values) => values.every(Number.isFinite))).toBe(true);
    const straight = await start({ optimizer: 'sgd' });
    await straight.run.step(100);
    const sound = await straight.run.snapshot();
    expect(kept.slots).toEqual(sound.slots);
    expect(kept.trail).toBe(sound.trail);
    expect(
      snapshots().every((snapshot) => Object.values(snapshot.slots).every((values) => values.every(Number.isFinite))),
    ).toBe(true);
    run.setHyperparameter('learningRate', 0.01);
    await run.step(10);
    expect(run.status()).toMatchObject({ phase: 'paused', step: 110, message: null });
    expect(run.status().divergedAt).toBeUndefined();
    expect(accuracyBefore).not.toBeNull();
    await run.dispose();
    await straight.run.dispose();
  });

  test('an executor that throws stops the run with its words, and the owner is told', async () => {
    let broken: unknown = null;
    const executor = createReferenceExecutor();
    let runs = 0;
    const failing: Executor = {
      ...executor,
      compile: async (graph, store, options) => {
        const program = await executor.compile(graph, store, options);
        return wrapped(program, () => {
          if (++runs === 8) throw new Error('device lost');
        });
      },
    };
    const { run } = await start({}, { onBroken: (error) => (broken = error) }, failing);
    await run.step(20);
    expect(run.status()).toMatchObject({
      phase: 'failed',
      message: expect.stringMatching(/^internal: reference .* stopped at step 7: device lost/) as string,
    });
    expect(broken).toEqual(new Error('device lost'));
    expect(run.lastSoundSnapshot().step).toBe(0);
    await run.dispose();
  });

  test('a learning rate, a batch size or a data set that cannot be is refused, and leaves nothing alive', async () => {
    const executor = createReferenceExecutor();
    await expect(start({ learningRate: -1 }, {}, executor)).rejects.toThrow('must be a positive number, found -1');
    await expect(start({ batchSize: 101 }, {}, executor)).rejects.toThrow('A batch of 101 images was asked for');
    const failing: Executor = { ...executor, compile: () => Promise.reject(new Error('out of memory')) };
    await expect(start({}, {}, failing)).rejects.toThrow('out of memory');
    expect(executor.liveBuffers()).toBe(0);
  });
});

describe('buffers', () => {
  test('1,000 steps leave as many as step 10; dispose leaves none', async () => {
    const { run, executor } = await start();
    await run.step(10);
    await run.predictions();
    await run.inspect({ kind: 'sample', split: 'test', index: 0 }, ['conv']);
    const early = executor.liveBuffers();
    expect(early).toBeGreaterThan(0);
    await run.step(990);
    await run.inspect({ kind: 'sample', split: 'test', index: 0 }, ['conv']);
    expect(executor.liveBuffers()).toBe(early);
    await run.dispose();
    expect(executor.liveBuffers()).toBe(0);
  });
});

function wrapped(program: Program, beforeRun: () => void): Program {
  return {
    memoryBytes: program.memoryBytes,
    write: (name, values) => program.write(name, values),
    run: () => {
      beforeRun();
      program.run();
    },
    read: (output) => program.read(output),
    dispose: () => program.dispose(),
  };
}

/** The evaluation's program takes its time. */
function slowEvaluations(wait: () => void): Executor {
  const executor = createReferenceExecutor();
  return {
    ...executor,
    compile: async (graph, store, options) => {
      const program = await executor.compile(graph, store, options);
      return options.outputs.includes('losses') ? wrapped(program, wait) : program;
    },
  };
}

/** The reference under a GPU's name: what is read is fixed at once and arrives a few turns later. */
function slowReads(): { executor: Executor; mostUnderWay: () => number } {
  const executor = createReferenceExecutor();
  let underWay = 0;
  let most = 0;
  return {
    mostUnderWay: () => most,
    executor: {
      ...executor,
      name: 'tfjs-webgpu',
      compile: async (graph, store, options) => {
        const program = await executor.compile(graph, store, options);
        if (!options.outputs.includes('loss')) return program;
        return {
          memoryBytes: program.memoryBytes,
          write: (name, values) => program.write(name, values),
          run: () => program.run(),
          read: async (output) => {
            most = Math.max(most, ++underWay);
            const values = program.read(output);
            await new Promise((resolve) => setTimeout(resolve, 2));
            underWay--;
            return values;
          },
          dispose: () => program.dispose(),
        };
      },
    },
  };
}
