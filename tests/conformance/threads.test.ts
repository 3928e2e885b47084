/** Several threads and one: the same bits, whatever the op and wherever the cuts lie. */
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmExecutor, type WasmExecutor } from '../../src/engine/executors/wasm/executor';
import { instantiateKernels } from '../../src/engine/executors/wasm/kernels';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { startTeamInNode } from '../../src/engine/executors/wasm/startThreadsInNode';
import { teamInTurns } from '../../src/engine/executors/wasm/team';
import type { Values } from '../../src/tensor/shape';
import { conformanceCases, type ConformanceCase } from './cases';
import { runCase } from './compare';
import { startTraining } from './training';

/** The outputs that differ in some bit: 0 and −0 do, and two kinds of NaN. */
function differing(found: ReadonlyMap<string, Values>, expected: ReadonlyMap<string, Values>): readonly string[] {
  const words = (values: Values | undefined): string => [...new Uint32Array(values?.slice().buffer ?? [])].join();
  return [...expected.keys()].filter((name) => words(found.get(name)) !== words(expected.get(name)));
}

const module = await loadKernelModule();

describe.each([
  // So many that kernels go through a thread's images in several blocks.
  ['lenet5', 'adam', 32],
  ['lenet5-1998', 'momentum', 32],
  ['small-alexnet', 'adam', 16],
  ['resnet-8', 'adam', 8],
  ['small-vgg', 'adam', 8],
  ['inception', 'sgd', 8],
] as const)('%s with %s, batch of %i', (network, optimizer, batchSize) => {
  const run = { network, optimizer, batchSize };

  /** Losses of some steps, and all parameters after them. */
  async function train(executor: WasmExecutor): Promise<ReadonlyMap<string, Values>> {
    const { program, store, step, dispose } = await startTraining(executor, run);
    const results = new Map<string, Values>();
    for (let number = 1; number <= 3; number++) {
      step(number);
      results.set(`loss ${number}`, await program.read('loss'));
    }
    for (const { name } of store.slots) results.set(name, await store.read(name));
    dispose();
    executor.dispose();
    return results;
  }

  test.each([2, 3])('%i threads train to the same bits as one', { timeout: 120_000 }, async (threads) => {
    const several = createWasmExecutor(await startTeamInNode(threads));
    expect(several.description).toBe(`WebAssembly SIMD, ${threads} threads`);
    const found = await train(several);
    expect(differing(found, await train(createWasmExecutor(module)))).toEqual([]);
  });
});

describe.each([2, 3])('every op, cut for %i threads wherever it can be', (threads) => {
  const one = createWasmExecutor(module);
  const several = createWasmExecutor(teamInTurns(instantiateKernels(module), threads));
  afterAll(() => {
    one.dispose();
    expect(several.liveBuffers()).toBe(0);
    several.dispose();
  });

  // Blocks of 128 pixels end at another place of each image, and kernel rows overlap there: no cut may move them.
  test('conv2d, its gradients too, x=[3,199,1,3] w=[3,1,3,5]: an image is not a number of blocks', async () => {
    const testCase: ConformanceCase = {
      name: 'long',
      ops: ['conv2d'],
      inputs: [
        { name: 'x', shape: [3, 199, 1, 3], filling: 'bell' },
        { name: 'w', shape: [3, 1, 3, 5], filling: 'bell' },
      ],
      build: (builder, ...inputs) =>
        builder.apply('conv2d', 'y', inputs, { stride: [1, 1], padding: { top: 0, bottom: 0, left: 0, right: 0 } }),
      differentiable: true,
      askForEverything: false,
    };
    expect(differing(await runCase(several, testCase), await runCase(one, testCase))).toEqual([]);
  });

  test.each(conformanceCases.map((testCase) => [testCase.name, testCase] as const))('%s', async (_, testCase) => {
    expect(differing(await runCase(several, testCase), await runCase(one, testCase))).toEqual([]);
  });
});
