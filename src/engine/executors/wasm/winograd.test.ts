/** When convolutions go through minimal filtering, and that ranges of the work give the same bits. Results: tests/conformance. */
import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../../graph/builder';
import { convolutionSizes, noPadding } from '../../../graph/convolution';
import { gradient } from '../../../graph/gradient';
import type { Graph, OpAttributes } from '../../../graph/graph';
import { randomStream } from '../../../tensor/random';
import { sizeOf, type Shape } from '../../../tensor/shape';
import { createWasmExecutor } from './executor';
import { instantiateKernels } from './kernels';
import { loadKernelModule } from './loadModuleInNode';
import { lower } from './lower';
import type { Call } from './memoryPlan';
import { suitsWinograd } from './winograd';

const module = await loadKernelModule();
const around = (cells: number) => ({ top: cells, bottom: cells, left: cells, right: cells });

/** conv2d of x and w with the gradients of both. */
function convolutionGraph(x: Shape, w: Shape, attributes: OpAttributes['conv2d']): Graph {
  const builder = createBuilder();
  const inputs = [builder.input('x', x, 'float32'), builder.input('w', w, 'float32')];
  const y = builder.apply('conv2d', 'y', inputs, attributes);
  const square = builder.apply('multiply', 'square', [y, y], {});
  const loss = builder.apply('mean', 'loss', [square], {});
  const [dx, dw] = [...gradient(builder, loss, inputs).values()];
  return builder.finish({ outputs: { y, dx: dx!, dw: dw! } });
}

async function kernelsOf(x: Shape, w: Shape, attributes: Partial<OpAttributes['conv2d']>): Promise<readonly string[]> {
  const executor = createWasmExecutor(module);
  const graph = convolutionGraph(x, w, { stride: [1, 1], padding: around(1), ...attributes });
  const program = await executor.compile(graph, executor.createStore([]), { outputs: ['y', 'dx', 'dw'] });
  const names = program.calls.map(({ kernel }) => kernel);
  executor.dispose();
  return names.filter((name) => name.startsWith('winograd'));
}

describe('convolutions go through minimal filtering', () => {
  test('forward and in both gradients, for 3×3 kernels at stride 1', async () => {
    expect(await kernelsOf([2, 12, 12, 16], [3, 3, 16, 16], {})).toEqual([
      ...['winogradFilters', 'winogradConvolution'],
      ...['winogradFilters', 'winogradConvolution', 'winogradFilterGradient'],
    ]);
  });

  test.each([
    ['a larger kernel', [5, 5, 16, 16], {}],
    ['a stride', [3, 3, 16, 16], { stride: [2, 1] }],
    ['a dilation', [3, 3, 16, 16], { dilation: [1, 2] }],
    ['groups', [3, 3, 8, 16], { groups: 2 }],
    ['few input channels', [3, 3, 3, 16], {}],
    ['few output channels', [3, 3, 16, 4], {}],
  ] as const)('not with %s', async (_, w, attributes) => {
    expect(await kernelsOf([2, 12, 12, w[2] * ('groups' in attributes ? 2 : 1)], w, attributes)).toEqual([]);
  });

  test.each([
    ['maps of one cell, which a tile covers by a quarter', [64, 1, 1, 16]],
    ['few tiles, which the filters\u2019 own transform outweighs', [1, 4, 4, 16]],
  ])('not with %s', (_, x) => {
    const attributes = { stride: [1, 1], padding: around(1) } as const;
    expect(suitsWinograd(convolutionSizes(x, [3, 3, 16, 16], attributes))).toBe(false);
    expect(suitsWinograd(convolutionSizes([8, 8, 8, 16], [3, 3, 16, 16], attributes))).toBe(true);
  });
});

/** Runs calls in an instance of their own, cut into `parts`, and returns the bytes of the outputs. */
function runInParts(graph: Graph, parts: number): Float32Array {
  const { kernels, memory, heapBase } = instantiateKernels(module);
  const { calls, pinned, outputs, writable } = lower(graph, ['y', 'dx', 'dw'], () => 0, parts);
  memory.grow(256);
  let next = Math.ceil(heapBase / 64) * 64;
  const addresses = new Map<object, number>();
  const addressOf = (buffer: { readonly bytes: number; readonly mergedInto: object | null }): number => {
    const root = (buffer.mergedInto ?? buffer) as { readonly bytes: number };
    const known = addresses.get(root);
    if (known !== undefined) return known;
    const address = next;
    next += Math.ceil(root.bytes / 64) * 64 + 64;
    addresses.set(root, address);
    return address;
  };
  const stream = randomStream(1, 'parts');
  for (const { buffer, contents } of pinned) {
    if (contents === null || !ArrayBuffer.isView(contents)) continue;
    const bytes = new Uint8Array(contents.buffer, contents.byteOffset, contents.byteLength);
    new Uint8Array(memory.buffer).set(bytes, addressOf(buffer));
  }
  for (const { buffer, node } of writable.values()) {
    const values = Float32Array.from({ length: sizeOf(node.shape) }, () => stream.bell());
    new Float32Array(memory.buffer).set(values, addressOf(buffer) / 4);
  }
  const make = (kernel: Call['kernel'], parameters: Call['parameters']): void =>
    kernels[kernel](
      ...parameters.map((value) => {
        if (typeof value === 'number') return value;
        return 'offsetBytes' in value ? addressOf(value.buffer) + value.offsetBytes : addressOf(value);
      }),
    );
  for (const { kernel, parameters, division } of calls) {
    if (!division) {
      make(kernel, parameters);
      continue;
    }
    const multiple = division.multiple ?? 1;
    const cut = (part: number): number =>
      Math.min(division.units, Math.round((part * Math.ceil(division.units / multiple)) / parts) * multiple);
    // Last part first: no part may need what another wrote.
    for (let part = parts - 1; part >= 0; part--) {
      if (cut(part) < cut(part + 1)) make(kernel, division.parameters(cut(part), cut(part + 1), part));
    }
  }
  const all = [...outputs.values()].flatMap(({ buffer, node }) => {
    const from = addressOf(buffer) / 4;
    return [...new Float32Array(memory.buffer).subarray(from, from + sizeOf(node.shape))];
  });
  return Float32Array.from(all);
}

test.each([
  [
    [3, 9, 11, 12],
    [3, 3, 12, 18],
  ],
  [
    [2, 20, 20, 17],
    [3, 3, 17, 8],
  ],
])('in one part and in three, x %j, the same bits come out', (x, w) => {
  const graph = convolutionGraph(x, w, { stride: [1, 1], padding: noPadding });
  const whole = runInParts(graph, 1);
  expect(whole.some((value) => value !== 0)).toBe(true);
  expect(runInParts(graph, 3)).toEqual(whole);
});
