/**
 * What holds for every op, on random shapes and attributes: the same numbers on `wasm` as in the reference, the shape that was
 * promised, a gradient that is linear in what flows in, and one that is the slope of the function.
 *
 * The seed is fixed, so that a run today is a run tomorrow. A counterexample is printed as a call of `opCase`.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../src/engine/executors/reference';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import type { GraphNode, NodeId } from '../../src/graph/graph';
import { evaluate } from '../../src/reference/evaluate';
import { Grid } from '../../src/reference/grid';
import { randomStream } from '../../src/tensor/random';
import { caseGraph, type ConformanceCase } from './cases';
import { distance, gradientTolerance, runCase, soilMemory, toleranceOf } from './compare';
import { randomCases } from './randomCases';

const SEED = 20_260_301;
/** Half a step of the central differences, in float64. */
const STEP = 1e-5;
/** They err by about STEP² times a third derivative, and by rounding. */
const SLOPE_TOLERANCE = 1e-6;

/** Every node has the shape that its op's rule promised; checked where the reference computes it. */
function checkShapes(testCase: ConformanceCase): void {
  const { graph, values } = caseGraph(testCase);
  const found = evaluate(graph.nodes, (leaf) => new Grid(leaf.shape, values.get(leaf.name)));
  for (const { id, name, op, shape } of graph.nodes) expect(found.get(id)!.shape, `${name} (${op})`).toEqual(shape);
}

/**
 * ⟨dy, J·v⟩ = ⟨Jᵀ·dy, v⟩: along a random direction v of all inputs at once, the loss changes as much as the gradients say.
 * J·v is taken by central differences of the reference's forward pass.
 */
function checkSlope(testCase: ConformanceCase): void {
  const { graph, values, outputs } = caseGraph(testCase);
  const loss = graph.nodes.find(({ name }) => name === 'loss')!.id;
  const gradients = outputs.filter((name) => name.startsWith('gradient '));
  const directions = new Map(
    gradients.map((name) => {
      const input = name.replace('gradient ', '');
      const stream = randomStream(5, `${testCase.name} ${input}`);
      return [input, Array.from(values.get(input)!, () => stream.bell())];
    }),
  );
  const at = (nodes: readonly GraphNode[], step: number): ReadonlyMap<NodeId, Grid> =>
    evaluate(nodes, ({ name, shape }) => {
      const direction = directions.get(name);
      return new Grid(
        shape,
        Array.from(values.get(name)!, (value, i) => value + step * (direction?.[i] ?? 0)),
      );
    });
  const lossAt = (step: number): number =>
    at(graph.nodes.slice(0, loss + 1), step)
      .get(loss)!
      .get();
  const computed = at(graph.nodes, 0);
  let slope = 0;
  let scale = 1;
  for (const output of gradients) {
    const gradient = computed.get(graph.outputs[output]!)!.values;
    directions.get(output.replace('gradient ', ''))!.forEach((component, i) => {
      slope += gradient[i]! * component;
      scale += Math.abs(gradient[i]! * component);
    });
  }
  const difference = (lossAt(STEP) - lossAt(-STEP)) / (2 * STEP);
  expect(Math.abs(slope - difference) / scale, `slope ${slope}, by differences ${difference}`).toBeLessThan(
    SLOPE_TOLERANCE,
  );
}

describe.each(Object.entries(randomCases))('%s', async (_, { cases, runs }) => {
  const wasm = createWasmExecutor(await loadKernelModule());
  const reference = createReferenceExecutor();
  afterAll(() => {
    expect(wasm.liveBuffers()).toBe(0);
    wasm.dispose();
    reference.dispose();
  });

  test(
    'the reference’s numbers, the promised shapes, linear gradients that are slopes',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ testCase }) => {
          checkShapes(testCase);
          soilMemory(wasm);
          const found = await runCase(wasm, testCase);
          for (const [output, values] of await runCase(reference, testCase)) {
            expect(distance(found.get(output)!, values), output).toBeLessThanOrEqual(toleranceOf(output, values));
          }
          if (!testCase.differentiable) return;
          checkSlope(testCase);
          // Twice the gradient in is exactly twice the gradient out: a power of two rounds nothing.
          const doubled = await runCase(wasm, testCase, (weight) => 2 * weight);
          // The even elements and the odd ones add up to all of them.
          const even = await runCase(wasm, testCase, (weight, element) => (element % 2 === 0 ? weight : 0));
          const odd = await runCase(wasm, testCase, (weight, element) => (element % 2 === 0 ? 0 : weight));
          for (const [output, values] of found) {
            if (!output.startsWith('gradient ')) continue;
            const twice = Float32Array.from(values, (value) => 2 * value);
            expect(distance(doubled.get(output)!, twice), `${output}, doubled`).toBe(0);
            const total = Float32Array.from(even.get(output)!, (value, i) => value + odd.get(output)![i]!);
            expect(distance(total, values), `${output}, in two parts`).toBeLessThanOrEqual(gradientTolerance);
          }
        }),
        { seed: SEED, numRuns: runs },
      );
    },
  );
});
