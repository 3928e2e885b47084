/** A check on the GPU executors of tfjs, where this browser has their interface; ten times the tolerance where numbers are summed. */
import { describe, expect, test } from 'vitest';
import { optionsFor } from '../../tests/fixtures/checkOptions';
import { checkMe } from './checkMe';
import { createTfjsExecutor, type TfjsExecutorName } from './executors/tfjs/executor';

const present: Readonly<Record<TfjsExecutorName, boolean>> = {
  'tfjs-webgpu': 'gpu' in navigator && (await navigator.gpu.requestAdapter()) !== null,
  'tfjs-webgl': new OffscreenCanvas(1, 1).getContext('webgl2') !== null,
};

for (const name of ['tfjs-webgl', 'tfjs-webgpu'] as const) {
  describe.skipIf(!present[name])(name, () => {
    test('passes, and leaves no tensor behind', async () => {
      const executor = await createTfjsExecutor(name);
      const live = executor.liveBuffers();
      const report = await checkMe(optionsFor(executor)).finally(() => {
        expect(executor.liveBuffers()).toBe(live);
        executor.dispose();
      });
      expect(report.rows.filter(({ passed }) => !passed)).toEqual([]);
      expect(report.executor).toBe(name);
      const gradient = report.rows.find(({ of }) => of === 'conv2dFilterGradient');
      expect(gradient?.tolerance).toBe(1e-3);
    });
  });
}
