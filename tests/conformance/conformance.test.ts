/** Every op, forward and gradient, on every executor that runs in Node, against the reference. */
import { afterAll, describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../src/engine/executors/reference';
import { whyNot } from '../../src/engine/executors/tfjs/ops';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import type { ComputedName } from '../../src/graph/opDefinition';
import { computedNames } from '../../src/graph/ops';
import { sizeOf } from '../../src/tensor/shape';
import { caseGraph, conformanceCases, isForSeparateNodes, shapesByOp, type ConformanceCase } from './cases';
import { distance, runCase, soilMemory, toleranceOf } from './compare';

describe('the list of cases', () => {
  /** How many of the ops run on fewer than twelve shapes, with the number. */
  const tooFew = (cases: readonly ConformanceCase[], names: readonly ComputedName[]): readonly string[] => {
    const shapes = shapesByOp(cases);
    const count = (op: ComputedName): number => shapes.get(op)?.size ?? 0;
    // It takes two numbers and gives one, whatever is trained.
    const ofShapes = names.filter((op) => op !== 'clipFactor');
    return ofShapes.filter((op) => count(op) < 12).map((op) => `${op}: ${count(op)}`);
  };
  test('runs every op, forward and backward, on at least twelve shapes', () => {
    expect(tooFew(conformanceCases, computedNames)).toEqual([]);
  });
  test('so do the cases that tfjs gets, for every op that it can compute', () => {
    const possible = computedNames.filter((op) => whyNot(op) === null);
    expect(tooFew(conformanceCases.filter(isForSeparateNodes), possible)).toEqual([]);
  });

  test('max pooling meets no ties, but where a case is about them', () => {
    for (const testCase of conformanceCases.filter(isForSeparateNodes)) {
      const { graph, values } = caseGraph(testCase);
      if (!graph.nodes.some(({ op }) => op === 'maxPool')) continue;
      const x = [...(values.get('x') ?? [])];
      expect(new Set(x).size, testCase.name).toBe(x.length);
    }
  });

  test('a normalization is over eight values at least', () => {
    for (const testCase of conformanceCases) {
      for (const { op, inputs } of caseGraph(testCase).graph.nodes) {
        const x = testCase.inputs[inputs[0] ?? -1]?.shape ?? [];
        const channels = x.at(-1) ?? 1;
        if (op === 'batchVariance') expect(sizeOf(x) / channels, testCase.name).toBeGreaterThanOrEqual(8);
        if (op === 'layerNormalization') expect(channels, testCase.name).toBeGreaterThanOrEqual(8);
      }
    }
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
    soilMemory(wasm);
    const found = await runCase(wasm, testCase);
    const expected = await runCase(reference, testCase);
    for (const [output, values] of expected) {
      expect(distance(found.get(output)!, values), output).toBeLessThanOrEqual(toleranceOf(output, values));
    }
  });
});
