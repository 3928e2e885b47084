/** Several threads and one: the same bits, whatever the op and wherever the cuts lie. */
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { instantiateKernels } from '../../src/engine/executors/wasm/kernels';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { teamInTurns } from '../../src/engine/executors/wasm/team';
import type { Values } from '../../src/tensor/shape';
import { conformanceCases } from './cases';
import { runCase } from './compare';

/** The outputs that differ in some bit: 0 and −0 do, and two kinds of NaN. */
function differing(found: ReadonlyMap<string, Values>, expected: ReadonlyMap<string, Values>): readonly string[] {
  const words = (values: Values | undefined): string => [...new Uint32Array(values?.slice().buffer ?? [])].join();
  return [...expected.keys()].filter((name) => words(found.get(name)) !== words(expected.get(name)));
}

const module = await loadKernelModule();

describe.each([2, 3])('every op, cut for %i threads wherever it can be', (threads) => {
  const one = createWasmExecutor(module);
  const several = createWasmExecutor(teamInTurns(instantiateKernels(module), threads));
  afterAll(() => {
    one.dispose();
    expect(several.liveBuffers()).toBe(0);
    several.dispose();
  });

  test.each(conformanceCases.map((testCase) => [testCase.name, testCase] as const))('%s', async (_, testCase) => {
    expect(differing(await runCase(several, testCase), await runCase(one, testCase))).toEqual([]);
  });
});
