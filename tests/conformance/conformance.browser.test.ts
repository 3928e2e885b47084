/**
 * Every op, forward and gradient, on the GPU executors of tfjs, against the reference, in a real browser.
 *
 * Ten times the tolerance of `wasm`: tfjs orders its sums as it likes. Cases with ties are left out, because its pooling kernels give the
 * gradient to the last maximum. A GPU interface that this browser lacks is reported as skipped, by name.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../../src/engine/executors/executor';
import { createReferenceExecutor } from '../../src/engine/executors/reference';
import { createTfjsExecutor, type TfjsExecutorName } from '../../src/engine/executors/tfjs/executor';
import { whyNot } from '../../src/engine/executors/tfjs/ops';
import { buildTraining } from '../../src/network/build';
import { defaultCoefficients } from '../../src/network/hyperparameters';
import { initialParameters } from '../../src/network/initialize';
import { networkNamed } from '../../src/network/zoo';
import { randomStream } from '../../src/tensor/random';
import { caseGraph, conformanceCases, isForSeparateNodes } from './cases';
import { distance, runCase, toleranceOf } from './compare';

const hasWebGpu = 'gpu' in navigator && (await navigator.gpu.requestAdapter()) !== null;
const hasWebGl = new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
const present: Readonly<Record<TfjsExecutorName, boolean>> = { 'tfjs-webgpu': hasWebGpu, 'tfjs-webgl': hasWebGl };
const separate = conformanceCases.filter(isForSeparateNodes);
/** Why tfjs cannot compute a case; undefined where it can. */
const obstacleOf = (testCase: (typeof conformanceCases)[number]): string | undefined =>
  caseGraph(testCase)
    .graph.nodes.map(({ op }) => whyNot(op))
    .find((reason) => reason !== null) ?? undefined;
const cases = separate.filter((testCase) => obstacleOf(testCase) === undefined);
const impossible = separate.filter((testCase) => obstacleOf(testCase) !== undefined);

for (const name of ['tfjs-webgl', 'tfjs-webgpu'] as const) {
  describe.skipIf(!present[name])(`${name} agrees with the reference`, () => {
    let executor: Executor;
    const reference = createReferenceExecutor();
    beforeAll(async () => {
      executor = await createTfjsExecutor(name);
    });
    afterAll(() => {
      executor.dispose();
    });

    test.each(cases.map((testCase) => [testCase.name, testCase] as const))('%s', async (_, testCase) => {
      const live = executor.liveBuffers();
      const found = await runCase(executor, testCase);
      const expected = await runCase(reference, testCase);
      for (const [output, values] of expected) {
        expect(distance(found.get(output)!, values), output).toBeLessThanOrEqual(10 * toleranceOf(output, values));
      }
      expect(executor.liveBuffers()).toBe(live);
    });

    test.skip.each(impossible.map((testCase) => [testCase.name, obstacleOf(testCase)]))('%s: %s', () => undefined);

    test('three steps of LeNet-5 have the losses of the reference, and leave no tensor behind', async () => {
      const spec = networkNamed('lenet5');
      const training = buildTraining(spec, { batchSize: 2, optimizer: 'adam' });
      const image = Float32Array.from({ length: 2 * 32 * 32 }, () => 0);
      const stream = randomStream(7, 'conformance image');
      for (let i = 0; i < image.length; i++) image[i] = stream.bell();

      const losses = async (on: Executor): Promise<number[]> => {
        const store = on.createStore(training.slots);
        for (const [slot, values] of initialParameters(spec, 1)) store.write(slot, values);
        const program = await on.compile(training.graph, store, { outputs: ['loss'] });
        program.write('image', image);
        program.write('labels', Int32Array.of(3, 8));
        for (const [scalar, value] of Object.entries({ ...defaultCoefficients.adam, learningRate: 0.001 })) {
          program.write(scalar, Float32Array.of(value));
        }
        const found: number[] = [];
        let liveAfterFirst = 0;
        for (let step = 1; step <= 3; step++) {
          program.write('step', Float32Array.of(step));
          program.run();
          found.push((await program.read('loss'))[0]!);
          if (step === 1) liveAfterFirst = on.liveBuffers();
        }
        expect(on.liveBuffers()).toBe(liveAfterFirst);
        program.dispose();
        store.dispose();
        return found;
      };
      const [found, expected] = [await losses(executor), await losses(reference)];
      for (const [index, loss] of expected.entries()) expect(found[index]).toBeCloseTo(loss, 3);
    });
  });
}
