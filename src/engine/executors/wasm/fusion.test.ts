/** What is computed in one call, and what must not be. Results are compared in tests/conformance, fused and unfused. */
import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../../graph/builder';
import { gradient } from '../../../graph/gradient';
import type { NodeId } from '../../../graph/graph';
import type { GraphBuilder } from '../../../graph/opDefinition';
import { createWasmExecutor } from './executor';
import { loadKernelModule } from './loadModuleInNode';

const module = await loadKernelModule();

/** The kernels that run for a graph on `x` and `shortcut` [16, 4]; `build` names its outputs. */
async function kernelsOf(
  build: (builder: GraphBuilder, x: NodeId, shortcut: NodeId) => Readonly<Record<string, NodeId>>,
): Promise<readonly string[]> {
  const builder = createBuilder();
  const [x, shortcut] = ['x', 'shortcut'].map((name) => builder.input(name, [16, 4], 'float32')) as [NodeId, NodeId];
  const outputs = build(builder, x, shortcut);
  const executor = createWasmExecutor(module);
  const program = await executor.compile(builder.finish({ outputs }), executor.createStore([]), {
    outputs: Object.keys(outputs),
  });
  const kernels = program.calls.map(({ kernel }) => kernel);
  executor.dispose();
  return kernels;
}

function normalized(builder: GraphBuilder, x: NodeId, name = 'normalized'): NodeId {
  const mean = builder.apply('batchMean', `${name}.mean`, [x], {});
  const variance = builder.apply('batchVariance', `${name}.variance`, [x], {});
  const ones = builder.constant(`${name}.ones`, [4], new Float32Array(4).fill(1));
  return builder.apply('normalize', name, [x, mean, variance, ones, ones], { epsilon: 1e-5 });
}
const add = (builder: GraphBuilder, a: NodeId, b: NodeId, name = 'sum'): NodeId =>
  builder.apply('add', name, [a, b], {});
const relu = (builder: GraphBuilder, x: NodeId): NodeId => builder.apply('relu', 'rectified', [x], {});
const statistics = ['columnMoments', 'normalizeFactors'];

describe('batch normalization, forward', () => {
  test('takes the shortcut and the rectifier along, its statistics in one pass', async () => {
    const found = await kernelsOf((b, x, shortcut) => ({ y: relu(b, add(b, shortcut, normalized(b, x))) }));
    expect(found).toEqual([...statistics, 'normalize']);
  });

  test('of two in one sum only one takes the other along', async () => {
    const found = await kernelsOf((b, x, z) => ({
      y: relu(b, add(b, normalized(b, x, 'n1'), normalized(b, z, 'n2'))),
    }));
    expect(found.filter((kernel) => !statistics.includes(kernel))).toEqual(['normalize', 'normalize']);
  });

  test('stays apart where someone else reads its value', async () => {
    const found = await kernelsOf((b, x) => {
      const y = normalized(b, x);
      return { y: relu(b, y), square: b.apply('multiply', 'square', [y, y], {}) };
    });
    expect(found).toEqual([...statistics, 'normalize', 'relu', 'multiply']);
  });

  test('stays apart where its value is asked for, and where it is added to itself', async () => {
    const asked = await kernelsOf((b, x) => {
      const y = normalized(b, x);
      return { y, rectified: relu(b, y) };
    });
    expect(asked).toEqual([...statistics, 'normalize', 'relu']);
    const doubled = await kernelsOf((b, x) => {
      const y = normalized(b, x);
      return { y: relu(b, add(b, y, y)) };
    });
    expect(doubled).toEqual([...statistics, 'normalize', 'add', 'relu']);
  });
});

describe('batch normalization, backward', () => {
  function backward(b: GraphBuilder, y: NodeId, x: NodeId): NodeId {
    const square = b.apply('multiply', 'squares', [y, y], {});
    return gradient(b, b.apply('mean', 'loss', [square], {}), [x]).get(x)!;
  }
  const apart = ['spreadColumns', 'columnVariancesGradient', 'channelScale'];

  test('joins the three ways of the gradient', async () => {
    const found = await kernelsOf((b, x) => ({ dx: backward(b, normalized(b, x), x) }));
    expect(found.filter((kernel) => kernel === 'normalizationGradient')).toHaveLength(1);
    expect(found.filter((kernel) => apart.includes(kernel))).toEqual([]);
  });

  test('also where another gradient is added to them', async () => {
    const found = await kernelsOf((b, x) => ({ dx: backward(b, add(b, normalized(b, x), x), x) }));
    expect(found.filter((kernel) => kernel === 'normalizationGradient')).toHaveLength(1);
    expect(found.filter((kernel) => apart.includes(kernel))).toEqual([]);
  });

  test('stays apart where one of the ways is asked for', async () => {
    const found = await kernelsOf((b, x) => {
      const dx = backward(b, normalized(b, x), x);
      const way = b.nodes.find((node) => node.op === 'batchMeanGradient')!.id;
      return { dx, way };
    });
    expect(found).not.toContain('normalizationGradient');
    expect(found.filter((kernel) => apart.includes(kernel)).sort()).toEqual([...apart].sort());
  });

  test('with given statistics there is only the direct way', async () => {
    const found = await kernelsOf((b, x) => {
      const [mean, one] = [0, 1].map((value) => b.constant(`all ${value}`, [4], new Float32Array(4).fill(value))) as [
        NodeId,
        NodeId,
      ];
      return { dx: backward(b, b.apply('normalize', 'y', [x, mean, one, one, mean], { epsilon: 1e-5 }), x) };
    });
    expect(found).not.toContain('normalizationGradient');
    expect(found).toContain('channelScale');
  });
});
