/** How long one training step of LeNet-5 takes here: Adam, batch 32, made-up images. The distance of every executor's race. */

import { buildTraining } from '../network/build';
import { defaultCoefficients } from '../network/hyperparameters';
import { initialParameters } from '../network/initialize';
import { networkNamed } from '../network/zoo';
import { randomStream } from '../tensor/random';
import type { Executor } from './executors/executor';

const BATCH = 32;
/** The first steps compile shaders and warm caches. */
const WARM_UP_STEPS = 5;
const LAPS = 5;
/** Between two readings, as in training on a GPU. */
const STEPS_PER_LAP = 5;

/** Median milliseconds per step over a few laps, each ended by waiting for its loss. `now` in milliseconds. */
export async function raceStepMs(executor: Executor, now: () => number): Promise<number> {
  const spec = networkNamed('lenet5');
  const { graph, slots } = buildTraining(spec, { batchSize: BATCH, optimizer: 'adam' });
  const store = executor.createStore(slots);
  for (const [slot, values] of initialParameters(spec, 1)) store.write(slot, values);
  const program = await executor.compile(graph, store, { outputs: ['loss', 'predicted'] });
  try {
    const random = randomStream(1, 'race');
    const images = Float32Array.from({ length: BATCH * 32 * 32 }, () => random.uniform());
    const labels = Int32Array.from({ length: BATCH }, () => random.integer(10));
    const scalars = { ...defaultCoefficients.adam, learningRate: 0.001 };
    for (const [slot, value] of Object.entries(scalars)) program.write(slot, Float32Array.of(value));
    let step = 0;
    const lap = async (steps: number): Promise<number> => {
      const start = now();
      for (let i = 0; i < steps; i++) {
        program.write('image', images);
        program.write('labels', labels);
        program.write('step', Float32Array.of(++step));
        program.run();
      }
      await program.read('loss');
      return (now() - start) / steps;
    };
    await lap(WARM_UP_STEPS);
    const times: number[] = [];
    for (let i = 0; i < LAPS; i++) times.push(await lap(STEPS_PER_LAP));
    times.sort((a, b) => a - b);
    return times[Math.floor(LAPS / 2)] ?? NaN;
  } finally {
    program.dispose();
    store.dispose();
  }
}
