/**
 * The arithmetic shown for a cell against the network's own output, computed by the reference executor: every layer of both LeNets
 * and of a small network of each family, cells at corners, edges and inside. What is printed must be the same to the last digit.
 */

import { describe, expect, test } from 'vitest';
import { formatFixed } from '../../draw/format';
import { createReferenceExecutor } from '../../engine/executors/reference';
import { buildInspection } from '../../network/build';
import { initialParameters } from '../../network/initialize';
import type { NetworkSpec } from '../../network/spec';
import { everyKind, smallFamilies } from '../../network/testNetworks';
import { networkNamed } from '../../network/zoo';
import { randomStream } from '../../tensor/random';
import { sizeOf } from '../../tensor/shape';
import { agrees, explainCell, isExplained, slotsOf } from './cell';
import { layerViews } from './layers';
import type { LayerView } from './layers';
import type { CellPosition } from './windows';

async function activationsOf(
  spec: NetworkSpec,
): Promise<{ values: Map<string, Float32Array>; weights: Map<string, Float32Array> }> {
  const { graph, slots } = buildInspection(spec);
  const executor = createReferenceExecutor();
  const store = executor.createStore(slots);
  const weights = initialParameters(spec, 7);
  // Biases start at zero, which would hide a forgotten one.
  const random = randomStream(7, 'agreement.bias');
  for (const [slot, values] of weights) {
    if (slot.endsWith('.bias')) values.forEach((_, i) => (values[i] = random.bell() * 0.3));
    store.write(slot, values);
  }
  const names = spec.layers.map((layer) => layer.name);
  const program = await executor.compile(graph, store, { outputs: names });
  const image = Float32Array.from({ length: sizeOf(spec.inputs[0]!.shape) }, () => random.bell());
  program.write('image', image);
  program.run();
  const values = new Map<string, Float32Array>([['image', image]]);
  for (const layer of names) values.set(layer, Float32Array.from(await program.read(layer)));
  program.dispose();
  store.dispose();
  executor.dispose();
  return { values, weights };
}

function cellsOf({ grid: { height, width, channels } }: LayerView): CellPosition[] {
  const ends = (length: number): number[] => [...new Set([0, Math.floor(length / 3), length - 1])];
  return ends(height).flatMap((row) =>
    ends(width).flatMap((column) => ends(channels).map((channel) => ({ row, column, channel }))),
  );
}

const specs = [networkNamed('lenet5'), networkNamed('lenet5-1998'), ...smallFamilies(), ...everyKind()];

describe.each(specs.map((spec) => [spec.name, spec] as const))('%s', (_, spec) => {
  const views = layerViews(spec);

  test('the sum shown is the layer’s output, to the printed digits', async () => {
    const { values, weights } = await activationsOf(spec);
    for (const view of views) {
      if (view.layer === null || view.source === null || !isExplained(view.layer)) continue;
      const source = views[view.source]!;
      const sources = {
        layer: view.layer,
        inputShape: source.shape,
        input: values.get(source.name)!,
        outputShape: view.shape,
        output: values.get(view.name)!,
        weights: Object.fromEntries(slotsOf(view.layer).map((slot) => [slot, { values: weights.get(slot)! }])),
      };
      for (const cell of cellsOf(view)) {
        const explanation = explainCell(sources, cell);
        const place = `${view.name} ${JSON.stringify(cell)}`;
        expect(agrees(explanation), place).toBe(true);
        if (!('sum' in explanation)) continue;
        // A sum that lies on the border between two printed numbers may fall to either side.
        const onBorder = Math.abs((Math.abs(explanation.sum * 1000) % 1) - 0.5) < 0.01;
        if (!onBorder) expect(formatFixed(explanation.sum, 3), place).toBe(formatFixed(explanation.output, 3));
      }
    }
  });
});
