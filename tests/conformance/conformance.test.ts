/** Every op, forward and gradient, on every executor that runs in Node, against the reference. */
import { afterAll, describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../src/engine/executors/reference';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { computedNames } from '../../src/graph/ops';
import { caseGraph, conformanceCases } from './cases';
import { distance, runCase, toleranceOf } from './compare';

describe('the list of cases', () => {
  test('holds every op, or a case whose backward pass uses it', () => {
    const covered = new Set<string>(
      conformanceCases.flatMap((testCase) => caseGraph(testCase).graph.nodes.map((node) => node.op)),
    );
    expect(computedNames.filter((name) => !covered.has(name))).toEqual([]);
  });

  test('has unique names', () => {
    const names = conformanceCases.map((testCase) => testCase.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('distance is relative to the largest value, and infinite where numbers are not', () => {
    expect(distance(Float32Array.of(1, 10.5), Float32Array.of(1, 10))).toBeCloseTo(0.05);
    expect(distance(Float32Array.of(NaN), Float32Array.of(1))).toBe(Infinity);
    expect(distance(Float32Array.of(1), Float32Array.of(1, 2))).toBe(Infinity);
    expect(distance(Float32Array.of(-Infinity), Float32Array.of(-Infinity))).toBe(0);
  });
});

describe('wasm agrees with the reference', async () => {
  const wasm = createWasmExecutor(await loadKernelModule());
  const reference = createReferenceExecutor();
  afterAll(() => {
    expect(wasm.liveBuffers()).toBe(0);
    wasm.dispose();
    reference.dispose();
  });

  test.each(conformanceCases.map((testCase) => [testCase.name, testCase] as const))('%s', async (_, testCase) => {
    const found = await runCase(wasm, testCase);
    const expected = await runCase(reference, testCase);
    for (const [output, values] of expected) {
      expect(distance(found.get(output)!, values), output).toBeLessThanOrEqual(toleranceOf(output, values));
    }
  });
});
