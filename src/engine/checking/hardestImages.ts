/**
 * Which images a check looks at: of the run's next batches those with the largest loss. A network that is sure of an image has next to no
 * gradient there, and in float32 that is the difference of two numbers near 1, of which few digits are left: nothing to judge by.
 */

import { buildEvaluation } from '../../network/build';
import type { Feeding } from '../../network/feeding';
import type { NetworkSpec } from '../../network/spec';
import type { Executor, ParameterStore, StoredData } from '../executors/executor';

/** @returns `count` of the candidates, the hardest first */
export async function hardestImages(
  executor: Executor,
  store: ParameterStore,
  spec: NetworkSpec,
  feeding: Pick<Feeding, 'data'>,
  data: Readonly<Record<string, StoredData>>,
  candidates: Int32Array,
  count: number,
): Promise<Int32Array> {
  const { graph } = buildEvaluation(spec, { ...feeding, batchSize: candidates.length });
  const program = await executor.compile(graph, store, { outputs: ['losses'], data });
  try {
    program.write('indices', candidates);
    program.run();
    const losses = await program.read('losses');
    const inOrder = [...candidates.keys()].sort((one, other) => (losses[other] ?? 0) - (losses[one] ?? 0));
    return Int32Array.from(inOrder.slice(0, count), (place) => candidates[place] ?? 0);
  } finally {
    program.dispose();
  }
}
