/** A team of real threads in Node: what happens when they are lost, and that nothing of them stays. Same bits: tests/conformance. */
import { afterEach, describe, expect, test } from 'vitest';
import { createBuilder } from '../../../graph/builder';
import type { Graph } from '../../../graph/graph';
import { createWasmExecutor, type WasmExecutor } from './executor';
import { LARGEST_MEMORY_PAGES } from './kernels';
import { defaultThreads, spawnThread, startTeamInNode } from './startThreadsInNode';
import type { ThreadStart } from './threadLoop';
import type { SpawnedThread } from './threads';

const VALUES = 200_000;

/** y = 2 relu(x), large enough to be shared. */
function graphOf(): Graph {
  const builder = createBuilder();
  const x = builder.input('x', [VALUES], 'float32');
  const relu = builder.apply('relu', 'relu', [x], {});
  return builder.finish({ outputs: { y: builder.apply('scale', 'y', [relu], { factor: 2 }) } });
}

/** Helpers that remember how they were started and whether they have ended. */
const helpers: { readonly thread: SpawnedThread; ended: boolean }[] = [];
function spawn(start: ThreadStart): SpawnedThread {
  const thread = spawnThread(start);
  thread.ready.catch(() => undefined);
  const helper = { thread, ended: false };
  helpers.push(helper);
  return {
    ...thread,
    async terminate() {
      await thread.terminate();
      helper.ended = true;
    },
  };
}

const notices: string[] = [];
async function start(threads: number, spawning: (start: ThreadStart) => SpawnedThread = spawn): Promise<WasmExecutor> {
  return createWasmExecutor(
    await startTeamInNode(threads, { spawn: spawning, onNotice: (message) => notices.push(message) }),
  );
}

async function double(executor: WasmExecutor): Promise<readonly number[]> {
  const store = executor.createStore([]);
  const program = await executor.compile(graphOf(), store, { outputs: ['y'] });
  program.write(
    'x',
    Float32Array.from({ length: VALUES }, (_, i) => i - 2),
  );
  program.run();
  const y = await program.read('y');
  program.dispose();
  store.dispose();
  return [...y.slice(0, 4), y.at(-1)!];
}
const expected = [0, 0, 0, 2, 2 * (VALUES - 3)];

afterEach(async () => {
  await Promise.all(helpers.map(({ thread }) => thread.terminate()));
  helpers.length = 0;
  notices.length = 0;
});

describe('a team of threads', () => {
  test('computes, says how many they are, and ends with its executor', async () => {
    const executor = await start(3);
    expect(executor.threads).toBe(3);
    expect(executor.description).toBe('WebAssembly SIMD, 3 threads');
    expect(await double(executor)).toEqual(expected);
    expect(executor.liveBuffers()).toBe(0);
    executor.dispose();
    await expect.poll(() => helpers.map(({ ended }) => ended)).toEqual([true, true]);
    expect(notices).toEqual([]);
  });

  test('what is read is a copy that shares nothing', async () => {
    const executor = await start(2);
    const store = executor.createStore([{ name: 'p', shape: [4] }]);
    expect((await store.read('p')).buffer).toBeInstanceOf(ArrayBuffer);
    executor.dispose();
  });

  test('many programs, made and thrown away, leave nothing', { timeout: 60_000 }, async () => {
    const executor = await start(2);
    await double(executor);
    const bytes = executor.linearMemoryBytes();
    for (let i = 0; i < 100; i++) expect(await double(executor)).toEqual(expected);
    expect(executor.liveBuffers()).toBe(0);
    expect(executor.linearMemoryBytes()).toBe(bytes);
    executor.dispose();
  });

  test('helpers that do not start: one thread, said so', async () => {
    const executor = await start(2, (options) => ({
      ...spawn(options),
      ready: Promise.reject(new Error('not allowed')),
    }));
    expect(executor.description).toBe('WebAssembly SIMD, 1 thread: the other threads did not start (not allowed)');
    expect(executor.threads).toBe(1);
    expect(notices).toEqual(['Training runs on one thread: the other threads did not start (not allowed).']);
    expect(await double(executor)).toEqual(expected);
    executor.dispose();
    await expect.poll(() => helpers.map(({ ended }) => ended)).toEqual([true]);
  });

  test('a helper that ends between runs: the run is made alone, and the reader hears of it', async () => {
    const executor = await start(2);
    expect(await double(executor)).toEqual(expected);
    // In the same turn, so that nobody has heard of its end when it is missed.
    const ended = helpers[0]!.thread.terminate();
    expect(await double(executor)).toEqual(expected);
    await ended;
    expect(executor.description).toMatch(
      /^WebAssembly SIMD, 1 thread: a helping thread was lost \(no answer within 3 s\)$/,
    );
    expect(notices).toEqual([expect.stringMatching(/goes on with one thread.*Reload the page/)]);
    expect(await double(executor)).toEqual(expected);
    executor.dispose();
  });

  test('a helper that fails in the middle of a run: an error that says so, then one thread', async () => {
    // Its own small memory: what the program lies in is not there.
    const executor = await start(2, (options) => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: LARGEST_MEMORY_PAGES, shared: true });
      return spawn({ ...options, memory });
    });
    await expect(double(executor)).rejects.toThrow(
      /lost in the middle \(thread 2 of 2: memory access out of bounds\).*last kept weights.*One thread works from now on/,
    );
    expect(executor.description).toMatch(/1 thread: a helping thread was lost/);
    expect(await double(executor)).toEqual(expected);
    executor.dispose();
  });

  test('between runs the helpers cost no time', { timeout: 30_000 }, async () => {
    const executor = await start(2);
    await double(executor);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const used = process.cpuUsage(before);
    // A thread that spins would use 500,000.
    expect(used.user + used.system).toBeLessThan(150_000);
    executor.dispose();
  });
});

test('by default one thread fewer than there are cores', () => {
  expect([1, 2, 8].map(defaultThreads)).toEqual([1, 1, 7]);
});
