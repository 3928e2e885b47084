/**
 * Whether a network whose units have died steps as fast as a healthy one.
 *
 * Picture: two copies of one network train a little; then every unit of the first is driven far out of its range by its bias, so
 * that it is silent (ReLU) or saturated (tanh) and next to no gradient comes back. Moments decay step by step towards zero, and
 * products of small numbers grow smaller from layer to layer: what falls below 1.2e-38 is a denormal number, which a processor
 * computes with many times slower, and which WebAssembly cannot round to zero. After enough steps for that, both copies are timed turn by turn.
 */
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import type { OptimizerName } from '../../src/network/spec';
import { startTraining } from '../conformance/training';
import { quantile } from './quantile';

export interface DeadAndHealthy {
  readonly healthyMs: number;
  readonly deadMs: number;
  /** Dead over healthy: 1 where denormal numbers cost nothing. */
  readonly ratio: number;
}

/** Added to every bias and shift: far outside of what the layers before can make up for. */
const FAR = -1000;

/**
 * @param network a name of the zoo. @param fade steps between the death and the timing: with the usual decay of 0.9, a first moment
 * needs about 800 to fall below the normal numbers. @param steps how many are timed of each.
 */
export async function timeDeadNetwork({
  network = 'lenet5',
  optimizer = 'adam',
  batchSize = 32,
  fade = 1000,
  steps = 200,
}: {
  readonly network?: string;
  readonly optimizer?: OptimizerName;
  readonly batchSize?: number;
  readonly fade?: number;
  readonly steps?: number;
} = {}): Promise<DeadAndHealthy> {
  const executor = createWasmExecutor(await loadKernelModule());
  const start = () => startTraining(executor, { network, optimizer, batchSize });
  const [dead, healthy] = [await start(), await start()];
  let number = 1;
  for (; number <= 20; number++) for (const { step } of [dead, healthy]) step(number);
  const biases = dead.store.slots.filter(({ name }) => /\.(bias|shift)$/.test(name));
  // All but the last layer's, which alone goes on learning.
  for (const { name } of biases.slice(0, -1)) {
    const values = await dead.store.read(name);
    dead.store.write(
      name,
      values.map((value) => value + FAR),
    );
  }
  for (; number <= fade; number++) dead.step(number);
  const times = [dead, healthy].map(() => [] as number[]);
  for (const last = number + steps; number < last; number++) {
    for (const [index, { step }] of [dead, healthy].entries()) {
      const begin = performance.now();
      step(number);
      times[index]?.push(performance.now() - begin);
    }
  }
  executor.dispose();
  // The quarter of the steps that nothing disturbed: the medians of a busy machine differ by more than what is looked for.
  const [deadMs = NaN, healthyMs = NaN] = times.map((all) => quantile(all, 0.25));
  return { deadMs, healthyMs, ratio: deadMs / healthyMs };
}
