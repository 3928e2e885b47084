/**
 * Random graphs on `wasm` against the reference: three runs each over one store, so that what a run leaves behind for the next one
 * is compared too; and again cut for several threads, bit for bit.
 */
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Executor } from '../../src/engine/executors/executor';
import { createReferenceExecutor } from '../../src/engine/executors/reference';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { instantiateKernels } from '../../src/engine/executors/wasm/kernels';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { teamInTurns } from '../../src/engine/executors/wasm/team';
import type { Graph } from '../../src/graph/graph';
import { randomStream } from '../../src/tensor/random';
import { sizeOf, type Shape, type Values } from '../../src/tensor/shape';
import { distance, soilMemory } from './compare';
import { randomGraphs, type RandomGraph } from './randomGraphs';

const SEED = 20_260_301;
const RUNS = 300;
/** A wrong buffer gives errors of the order of 1; a chain of ten ops may cancel a few digits. */
const TOLERANCE = 1e-3;

const module = await loadKernelModule();
const wasm = createWasmExecutor(module);
const several = createWasmExecutor(teamInTurns(instantiateKernels(module), 3));
const reference = createReferenceExecutor();

function noise(name: string, shape: Shape, step: number): Float32Array {
  const stream = randomStream(9, name, step);
  return Float32Array.from({ length: sizeOf(shape) }, () => 0.5 * stream.bell());
}

/** The slots that a graph reads or writes, by name. */
function slotsOf({ nodes }: Graph): readonly { readonly name: string; readonly shape: Shape }[] {
  return nodes.flatMap(({ op, name, shape }) => (op === 'parameter' ? [{ name, shape }] : []));
}

/** Outputs after each of three runs, and the slots after the last. */
async function results(executor: Executor, { graph, outputs }: RandomGraph): Promise<ReadonlyMap<string, Values>> {
  const slots = slotsOf(graph);
  const store = executor.createStore(slots);
  for (const { name, shape } of slots) store.write(name, noise(name, shape, 0));
  const program = await executor.compile(graph, store, { outputs });
  const found = new Map<string, Values>();
  const x = graph.nodes[0]!;
  if (graph.nodes.some(({ op }) => op === 'scalar')) program.write('rate', Float32Array.of(0.1));
  for (let step = 1; step <= 3; step++) {
    program.write(x.name, noise(x.name, x.shape, step));
    program.run();
    for (const output of outputs) found.set(`${output}, run ${step}`, await program.read(output));
  }
  for (const { name } of slots) found.set(`slot ${name}`, await store.read(name));
  program.dispose();
  store.dispose();
  return found;
}

afterAll(() => {
  expect(wasm.liveBuffers()).toBe(0);
});

test('three runs of random graphs, fused and in place, are those of the reference', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(randomGraphs, async (random) => {
      soilMemory(wasm);
      const found = await results(wasm, random);
      for (const [name, values] of await results(reference, random)) {
        expect(distance(found.get(name)!, values), name).toBeLessThan(TOLERANCE);
      }
      expect(await results(several, random), 'on three threads').toEqual(found);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});
