import { describe, expect, test } from 'vitest';
import { createChooser, type Candidate, type Probe } from './choose';
import type { Executor, ExecutorName } from './executors/executor';

/** How a made-up executor behaves: its step time, and what goes wrong. */
interface Behaviour {
  readonly stepMs: number;
  readonly probe?: Probe;
  readonly fault?: string;
  readonly createError?: string;
  readonly raceError?: string;
  readonly missing?: Candidate['missing'];
}

function setUp(behaviours: Partial<Record<ExecutorName, Behaviour>>) {
  const alive: ExecutorName[] = [];
  const raced: ExecutorName[] = [];
  const tested: ExecutorName[] = [];
  const makeExecutor = (name: ExecutorName): Executor => {
    alive.push(name);
    return {
      name,
      description: `made-up ${name}`,
      createStore: () => {
        throw new Error('not needed');
      },
      storeData: () => {
        throw new Error('not needed');
      },
      compile: () => Promise.reject(new Error('not needed')),
      liveBuffers: () => 0,
      dispose: () => void alive.splice(alive.indexOf(name), 1),
    };
  };
  const candidates = (Object.entries(behaviours) as [ExecutorName, Behaviour][]).map(
    ([name, behaviour]): Candidate => ({
      name,
      ...(behaviour.missing && { missing: behaviour.missing }),
      probe: () => Promise.resolve(behaviour.probe ?? { available: true, software: false, detail: '' }),
      create: () =>
        behaviour.createError === undefined
          ? Promise.resolve(makeExecutor(name))
          : Promise.reject(new Error(behaviour.createError)),
    }),
  );
  const chooser = createChooser({
    candidates,
    reference: () => makeExecutor('reference'),
    selfTest: (executor) => {
      tested.push(executor.name);
      return Promise.resolve(behaviours[executor.name]?.fault ?? null);
    },
    race: (executor) => {
      raced.push(executor.name);
      const { raceError, stepMs = NaN } = behaviours[executor.name] ?? {};
      return raceError === undefined ? Promise.resolve(stepMs) : Promise.reject(new Error(raceError));
    },
  });
  return { chooser, alive, raced, tested };
}

const swiftShader: Probe = { available: true, software: true, detail: 'SwiftShader' };

describe('the choice', () => {
  test('WebAssembly at once, without a race, where the GPU is made of software', async () => {
    const { chooser, alive, raced } = setUp({ wasm: { stepMs: 4 }, 'tfjs-webgpu': { stepMs: 1, probe: swiftShader } });
    const environment = await chooser.environment();
    expect(environment).toMatchObject({
      chosen: 'wasm',
      reason: 'the GPU here is made of software (SwiftShader), which is slower',
    });
    expect(environment.executors).toEqual([
      { name: 'wasm', available: true, detail: 'made-up wasm', stepMs: null },
      { name: 'tfjs-webgpu', available: true, detail: 'SwiftShader', stepMs: null },
    ]);
    expect(raced).toEqual([]);
    expect(alive).toEqual(['wasm']);
  });

  test('the fastest of a race with a real GPU; the losers are disposed', async () => {
    const { chooser, alive } = setUp({
      wasm: { stepMs: 4 },
      'tfjs-webgpu': { stepMs: 2.5 },
      'tfjs-webgl': { stepMs: 9 },
    });
    const environment = await chooser.environment();
    expect(environment.chosen).toBe('tfjs-webgpu');
    expect(environment.reason).toBe(
      'fastest in a race of 3: tfjs-webgpu 2.5 ms, wasm 4.0 ms, tfjs-webgl 9.0 ms a step',
    );
    expect(environment.executors.map(({ stepMs }) => stepMs)).toEqual([4, 2.5, 9]);
    expect(alive).toEqual(['tfjs-webgpu']);
    expect((await chooser.executor()).name).toBe('tfjs-webgpu');
  });

  test('wrong gradients, a failed start or a failed race exclude an executor, with the reason', async () => {
    const { chooser, alive } = setUp({
      wasm: { stepMs: 4 },
      'tfjs-webgpu': { stepMs: 1, fault: 'conv.weight: off by 1' },
      'tfjs-webgl': { stepMs: 1, raceError: 'context lost' },
    });
    const environment = await chooser.environment();
    expect(environment.chosen).toBe('wasm');
    expect(environment.executors[1]).toMatchObject({
      available: false,
      detail: expect.stringMatching(/gradients are wrong here \(conv\.weight: off by 1\)/) as string,
    });
    expect(environment.executors[2]).toMatchObject({
      available: false,
      detail: expect.stringMatching(/failed in the race \(context lost\)/) as string,
    });
    expect(alive).toEqual(['wasm']);
  });

  test('the reference only when nothing else works, and it says why', async () => {
    const { chooser } = setUp({
      wasm: { stepMs: 4, probe: { available: false, detail: 'this browser has WebAssembly without SIMD' } },
      'tfjs-webgl': { stepMs: 4, probe: swiftShader },
    });
    const environment = await chooser.environment();
    expect(environment.chosen).toBe('reference');
    expect(environment.reason).toMatch(
      /nothing faster works here \(wasm: this browser has WebAssembly without SIMD; .*slow, but true/,
    );
    expect(environment.executors.map(({ name }) => name)).toEqual(['wasm', 'tfjs-webgl', 'reference']);
  });
});

describe('the reader chooses', () => {
  test('the one before goes before the new one comes; both pass the self-test once', async () => {
    const { chooser, alive, tested } = setUp({ wasm: { stepMs: 4 }, 'tfjs-webgl': { stepMs: 4, probe: swiftShader } });
    await chooser.environment();
    expect(await chooser.choose('tfjs-webgl')).toMatchObject({ chosen: 'tfjs-webgl', reason: 'chosen by the reader' });
    expect(alive).toEqual(['tfjs-webgl']);
    expect((await chooser.choose('wasm')).chosen).toBe('wasm');
    expect(alive).toEqual(['wasm']);
    expect(tested).toEqual(['wasm', 'tfjs-webgl']);
  });

  test('one that fails leaves the one before, and says so', async () => {
    const { chooser, alive } = setUp({
      wasm: { stepMs: 4 },
      'tfjs-webgl': { stepMs: 4, probe: swiftShader, createError: 'no context' },
    });
    await chooser.environment();
    await expect(chooser.choose('tfjs-webgl')).rejects.toThrow(
      /tfjs-webgl cannot be used here: .*does not work here \(no context\)/,
    );
    await expect(chooser.choose('reference')).rejects.toThrow('reference cannot be used here: it is not offered.');
    expect((await chooser.environment()).chosen).toBe('wasm');
    expect(alive).toEqual(['wasm']);
  });

  test('a lost GPU is excluded and the next best chosen', async () => {
    const { chooser, alive } = setUp({ wasm: { stepMs: 4 }, 'tfjs-webgpu': { stepMs: 1 } });
    await chooser.environment();
    const environment = await chooser.exclude('tfjs-webgpu', 'stopped while training: device lost');
    expect(environment.chosen).toBe('wasm');
    expect(environment.reason).toMatch(/^tfjs-webgpu stopped while training: device lost; /);
    expect(environment.executors[1]).toMatchObject({ available: false });
    expect(alive).toEqual(['wasm']);
  });
});

describe('an op that the chosen executor lacks', () => {
  const missing = { dropout: 'it has no dice', warpImages: 'it has no dice' };

  test('another that has it runs the network beside the chosen one; the report says so', async () => {
    const { chooser, alive, tested } = setUp({ 'tfjs-webgl': { stepMs: 1, missing }, wasm: { stepMs: 4 } });
    const environment = await chooser.environment();
    expect(environment.chosen).toBe('tfjs-webgl');
    expect(environment.executors.map(({ detail }) => detail)).toEqual([
      'made-up tfjs-webgl; no dropout, warpImages (it has no dice)',
      'made-up wasm',
    ]);
    expect(await chooser.executorFor(['relu', 'conv2d'])).toMatchObject({
      executor: { name: 'tfjs-webgl' },
      why: null,
    });
    const first = await chooser.executorFor(['relu', 'dropout']);
    expect(first).toMatchObject({
      executor: { name: 'wasm' },
      why: 'tfjs-webgl cannot compute dropout: it has no dice',
    });
    expect((await chooser.executorFor(['dropout'])).executor).toBe(first.executor);
    expect(alive).toEqual(['tfjs-webgl', 'wasm']);
    expect(tested).toEqual(['tfjs-webgl', 'wasm']);
    await chooser.choose('wasm');
    expect(alive).toEqual(['wasm']);
    expect((await chooser.executorFor(['dropout'])).why).toBeNull();
  });

  test('the plain loops where no other has it', async () => {
    const { chooser } = setUp({ 'tfjs-webgl': { stepMs: 1, missing } });
    expect(await chooser.executorFor(['dropout'])).toMatchObject({ executor: { name: 'reference' } });
  });
});
