import { describe, expect, test } from 'vitest';
import { createBuilder } from '../graph/builder';
import { gradient } from '../graph/gradient';
import type { NodeId } from '../graph/graph';
import type { GraphBuilder } from '../graph/opDefinition';
import { conv1d, maxout, pool1d, scaleOfEachImage, transposedConvolution } from '../graph/shapeWrappers';
import type { Shape } from '../tensor/shape';
import { evaluate } from './evaluate';
import { Grid } from './grid';
import { valuesOf } from './literals';

/** The value of what `build` makes of x, and the gradient of its sum with respect to x. */
function run(shape: Shape, values: readonly number[], build: (builder: GraphBuilder, x: NodeId) => NodeId) {
  const builder = createBuilder();
  const x = builder.input('x', shape, 'float32');
  const y = build(builder, x);
  const count = builder.node(y).shape.reduce((product, length) => product * length, 1);
  const sum = builder.apply('scale', 'sum', [builder.apply('mean', 'mean', [y], {})], { factor: count });
  const dx = gradient(builder, sum, [x]).get(x)!;
  const found = evaluate(builder.nodes, () => new Grid(shape, values));
  return {
    name: builder.node(y).name,
    shape: builder.node(y).shape,
    y: valuesOf(found.get(y)!),
    dx: valuesOf(found.get(dx)!),
  };
}

describe('conv1d', () => {
  test('x=[1,4,1] k=2 s=1 p=1,0: a row of a picture', () => {
    const found = run([1, 4, 1], [1, 2, 3, 4], (builder, x) =>
      conv1d(builder, 'y', x, builder.constant('w', [2, 1, 1], Float32Array.of(10, 1)), { stride: 1, padding: [1, 0] }),
    );
    expect(found).toEqual({ name: 'y', shape: [1, 4, 1], y: [1, 12, 23, 34], dx: [11, 11, 11, 1] });
  });

  test('x=[1,3,2] k=2 d=2 g=2', () => {
    const found = run([1, 3, 2], [1, 2, 3, 4, 5, 6], (builder, x) =>
      conv1d(builder, 'y', x, builder.constant('w', [2, 1, 2], Float32Array.of(1, 10, 100, 1000)), {
        stride: 1,
        dilation: 2,
        groups: 2,
      }),
    );
    expect(found.y).toEqual([501, 6020]);
  });

  test('refuses a picture', () => {
    const builder = createBuilder();
    const x = builder.input('x', [1, 4, 4, 1], 'float32');
    const w = builder.input('w', [2, 1, 1], 'float32');
    expect(() => conv1d(builder, 'y', x, w, { stride: 1 })).toThrow(
      'y (1-D): expected x with the three axes [N,L,C], found [1,4,4,1]. Reshape it first.',
    );
  });
});

test.each([
  ['maxPool', [3, 5], [0, 1, 0, 0, 1]],
  ['averagePool', [2, 4], [0.5, 0.5, 0, 0.5, 0.5]],
] as const)('pool1d %s x=[1,5,1] k=2 s=3', (op, y, dx) => {
  const found = run([1, 5, 1], [1, 3, 9, 3, 5], (builder, x) => pool1d(builder, op, 'y', x, { window: 2, stride: 3 }));
  expect(found).toEqual({ name: 'y', shape: [1, 2, 1], y, dx });
});

test('pool1d averagePool x=[1,3,1] k=3 s=1 p=1,1: as long as before', () => {
  const found = run([1, 3, 1], [2, 4, 9], (builder, x) =>
    pool1d(builder, 'averagePool', 'y', x, { window: 3, stride: 1, padding: [1, 1] }),
  );
  expect(found.y).toEqual([3, 5, 6.5]);
});

describe('maxout', () => {
  test('x=[2,6] p=3: the largest of three neighbours; of equals, the first', () => {
    const found = run([2, 6], [1, 5, 2, -3, -1, -2, 4, 4, 4, 0, 7, 7], (builder, x) => maxout(builder, 'y', x, 3));
    expect(found).toEqual({
      name: 'y',
      shape: [2, 2],
      y: [5, -1, 4, 7],
      dx: [0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0],
    });
  });

  test('refuses pieces that do not divide the channels', () => {
    const builder = createBuilder();
    const x = builder.input('x', [2, 6], 'float32');
    expect(() => maxout(builder, 'y', x, 4)).toThrow(
      'y (maxout): expected pieces that divide the channels of x [2,6], found 4. The nearest that always works is 1.',
    );
  });
});

describe('transposedConvolution', () => {
  const noPadding = { top: 0, bottom: 0, left: 0, right: 0 };
  const kernel = (builder: GraphBuilder): NodeId => builder.constant('w', [1, 2, 1, 1], Float32Array.of(1, 10));

  test('x=[1,1,2,1] k=1×2 s=1×2 and one cell more: copies of the kernel side by side', () => {
    const found = run([1, 1, 2, 1], [3, 4], (builder, x) =>
      transposedConvolution(builder, 'y', x, kernel(builder), {
        stride: [1, 2],
        padding: noPadding,
        outputPadding: [0, 1],
      }),
    );
    expect(found).toEqual({ name: 'y', shape: [1, 1, 5, 1], y: [3, 30, 4, 40, 0], dx: [11, 11] });
  });

  test('x=[1,1,3,1] k=1×2 s=1 p=0,0,1,0: copies overlap, and the padding cuts', () => {
    const found = run([1, 1, 3, 1], [1, 2, 3], (builder, x) =>
      transposedConvolution(builder, 'y', x, kernel(builder), { stride: [1, 1], padding: { ...noPadding, left: 1 } }),
    );
    expect(found).toEqual({ name: 'y', shape: [1, 1, 3, 1], y: [12, 23, 30], dx: [10, 11, 11] });
  });

  test('refuses an output padding as wide as the stride', () => {
    const builder = createBuilder();
    const x = builder.input('x', [1, 1, 2, 1], 'float32');
    const attributes = { stride: [1, 2], padding: noPadding, outputPadding: [0, 2] } as const;
    expect(() => transposedConvolution(builder, 'y', x, kernel(builder), attributes)).toThrow(
      'y (transposed convolution): expected an output padding in whole cells, 0 or more and less than the stride 1×2, found 0×2. Choose 0×0 for the smallest output.',
    );
  });
});

describe('scaleOfEachImage', () => {
  test('x=[2,1,2,2]: one factor for each channel of each image', () => {
    const found = run([2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8], (builder, x) =>
      scaleOfEachImage(builder, 'y', x, builder.constant('s', [2, 2], Float32Array.of(1, 10, 100, 1000))),
    );
    expect(found.y).toEqual([1, 20, 3, 40, 500, 6000, 700, 8000]);
    expect(found.dx).toEqual([1, 10, 1, 10, 100, 1000, 100, 1000]);
  });

  test('the factor’s gradient is the sum over its map', () => {
    const found = run([1, 2], [1, 1], (builder, s) =>
      scaleOfEachImage(builder, 'y', builder.constant('maps', [1, 1, 2, 2], Float32Array.of(1, 2, 3, 4)), s),
    );
    expect(found.dx).toEqual([4, 6]);
  });

  test('refuses factors of another shape', () => {
    const builder = createBuilder();
    const x = builder.input('x', [2, 4, 4, 3], 'float32');
    const s = builder.input('s', [3], 'float32');
    expect(() => scaleOfEachImage(builder, 'y', x, s)).toThrow(
      'y.factors (broadcast): expected x of shape [2,3] or [2,1,1,3], to repeat it along the axes 1, 2 of [2,4,4,3], found [3].',
    );
  });
});
