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
import type { NetworkSpec } from '../../src/network/spec';
import { caseGraph, conformanceCases, isForSeparateNodes } from './cases';
import { distance, runCase, toleranceOf } from './compare';
import { lossTolerance, smallNetworks, twentySteps } from './smallNetworks';
import { lossesOf, train } from './training';

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

const hasDropout = ({ layers }: NetworkSpec): boolean => layers.some(({ kind }) => kind === 'dropout');
const networks = smallNetworks.filter((network) => !hasDropout(network));
const losses = new Map<NetworkSpec, Promise<readonly number[]>>();
/** The reference is slow: once for both executors. */
function referenceLosses(network: NetworkSpec): Promise<readonly number[]> {
  const known = losses.get(network) ?? lossesOf(createReferenceExecutor(), { network, ...twentySteps });
  losses.set(network, known);
  return known;
}

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

    test.each(networks.map((network) => [network.title, network] as const))(
      'twenty steps of %s have the losses of the reference, and leave no tensor behind',
      async (_, network) => {
        const live = executor.liveBuffers();
        const found = await lossesOf(executor, { network, ...twentySteps });
        expect(executor.liveBuffers()).toBe(live);
        const expected = await referenceLosses(network);
        const errors = expected.map((loss, step) => Math.abs(found[step]! - loss) / loss);
        expect(Math.max(...errors), `${found.join(' ')} and ${expected.join(' ')}`).toBeLessThan(10 * lossTolerance);
      },
    );

    test('a run repeats bit for bit', async () => {
      const run = { network: networks[0]!, ...twentySteps, steps: 5 };
      expect(await train(executor, run)).toEqual(await train(executor, run));
    });

    test.skip.each(smallNetworks.filter(hasDropout).map(({ title }) => [title]))(
      'twenty steps of %s: its dropout needs the random source',
      () => undefined,
    );
  });
}
