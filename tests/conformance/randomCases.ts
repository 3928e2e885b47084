/**
 * Random conformance cases: shapes and attributes that nobody thought of, for the ops where most can go wrong.
 *
 * Picture: fast-check draws numbers, a function makes of them a call of `opCase` that is valid by construction, and prints as that
 * call: a counterexample is pasted into `cases.ts` as it stands, and has the same values there.
 *
 * Deliberately small: what goes wrong at the edges of tiles and windows does so on a few cells already.
 */
import fc from 'fast-check';
import { dilatedWindow } from '../../src/graph/convolution';
import type { ConvolutionAttributes, OpAttributes, Padding, Pair, PoolAttributes } from '../../src/graph/graph';
import type { ComputedName } from '../../src/graph/opDefinition';
import type { Shape } from '../../src/tensor/shape';
import { opCase, type ConformanceCase, type Filling } from './cases';

export interface RandomCase {
  readonly testCase: ConformanceCase;
  readonly toString: () => string;
}

function randomCase<K extends ComputedName>(
  op: K,
  attributes: OpAttributes[K],
  shapes: readonly Shape[],
  fillings: readonly Filling[] = [],
): RandomCase {
  const parameters = [op, attributes, shapes, ...(fillings.length > 0 ? [fillings] : [])];
  return {
    testCase: opCase(op, attributes, shapes, fillings),
    toString: () => `opCase(${parameters.map((parameter) => JSON.stringify(parameter)).join(', ')})`,
  };
}

const whole = (from: number, to: number): fc.Arbitrary<number> => fc.integer({ min: from, max: to });
const pair = (from: number, to: number): fc.Arbitrary<Pair> => fc.tuple(whole(from, to), whole(from, to));
const shapeOf = (axes: Pair, longest: number): fc.Arbitrary<Shape> =>
  fc.array(whole(1, longest), { minLength: axes[0], maxLength: axes[1] });
const padding = (cells: number): fc.Arbitrary<Padding> =>
  fc.record({ top: whole(0, cells), bottom: whole(0, cells), left: whole(0, cells), right: whole(0, cells) });
/** Some of the axes of a shape, at least one, ascending. */
const someAxes = (shape: Shape): fc.Arbitrary<readonly number[]> => fc.subarray([...shape.keys()], { minLength: 1 });

/** An input on which a window of this reach fits `positions` times, with cells left over that it does not reach. */
function lengthFor(
  positions: number,
  reach: number,
  stride: number,
  before: number,
  after: number,
  rest: number,
): number {
  const fitting = (positions - 1) * stride + reach + Math.min(rest, stride - 1);
  return Math.max(1, fitting - before - after);
}

interface Window {
  readonly attributes: ConvolutionAttributes;
  readonly kernel: Pair;
  readonly size: Pair;
}
const window: fc.Arbitrary<Window> = fc
  .record({
    kernel: pair(1, 4),
    stride: pair(1, 3),
    dilation: pair(1, 3),
    padding: padding(3),
    positions: pair(1, 5),
    rest: pair(0, 2),
  })
  .map(({ kernel, stride, dilation, padding: border, positions, rest }) => {
    const reach = dilatedWindow(kernel, dilation);
    const height = lengthFor(positions[0], reach[0], stride[0], border.top, border.bottom, rest[0]);
    const width = lengthFor(positions[1], reach[1], stride[1], border.left, border.right, rest[1]);
    return { attributes: { stride, padding: border, dilation }, kernel, size: [height, width] };
  });

const convolution = fc
  .record({ window, batch: whole(1, 3), groups: whole(1, 4), inputs: whole(1, 7), outputs: whole(1, 9) })
  .map(({ window: { attributes, kernel, size }, batch, groups, inputs, outputs }) =>
    randomCase('conv2d', { ...attributes, groups }, [
      [batch, ...size, groups * inputs],
      [...kernel, inputs, groups * outputs],
    ]),
  );

const depthwise = fc
  .record({ window, batch: whole(1, 3), channels: whole(1, 18), each: whole(1, 2) })
  .map(({ window: { attributes, kernel, size }, batch, channels, each }) =>
    randomCase('conv2d', { ...attributes, groups: channels }, [
      [batch, ...size, channels],
      [...kernel, 1, channels * each],
    ]),
  );

/** 3×3 at stride 1 with many channels, where executors use faster methods. */
const tiledConvolution = fc
  .record({ batch: whole(1, 2), size: pair(3, 10), border: padding(2), inputs: whole(7, 13), outputs: whole(7, 13) })
  .map(({ batch, size, border, inputs, outputs }) =>
    randomCase('conv2d', { stride: [1, 1], padding: border }, [
      [batch, ...size, inputs],
      [3, 3, inputs, outputs],
    ]),
  );

const transposedConvolution = fc
  .record({ window, batch: whole(1, 3), inputs: whole(1, 6), outputs: whole(1, 6) })
  .map(({ window: { attributes, kernel, size }, batch, inputs, outputs }) => {
    const { stride, padding: border, dilation } = attributes;
    const reach = dilatedWindow(kernel, dilation);
    const positions = (axis: 0 | 1, cells: number): number =>
      Math.floor((size[axis] + cells - reach[axis]) / stride[axis]) + 1;
    return randomCase('conv2dInputGradient', { ...attributes, inputShape: [batch, ...size, inputs] }, [
      [...kernel, inputs, outputs],
      [batch, positions(0, border.top + border.bottom), positions(1, border.left + border.right), outputs],
    ]);
  });

const pooling = fc
  .record({
    op: fc.constantFrom('maxPool', 'averagePool', 'l2Pool'),
    cells: pair(1, 4),
    stride: pair(1, 4),
    border: padding(3),
    positions: pair(1, 5),
    rest: pair(0, 3),
    batch: whole(1, 3),
    channels: whole(1, 10),
  })
  .map(({ op, cells, stride, border, positions, rest, batch, channels }) => {
    const below = (zeros: number, length: number): number => Math.min(zeros, length - 1);
    const { top, bottom } = { top: below(border.top, cells[0]), bottom: below(border.bottom, cells[0]) };
    const { left, right } = { left: below(border.left, cells[1]), right: below(border.right, cells[1]) };
    const attributes: PoolAttributes = { window: cells, stride, padding: { top, bottom, left, right } };
    const height = lengthFor(positions[0], cells[0], stride[0], top, bottom, rest[0]);
    const width = lengthFor(positions[1], cells[1], stride[1], left, right, rest[1]);
    return randomCase(op, attributes, [[batch, height, width, channels]]);
  });

const product = fc
  .record({ rows: whole(1, 40), depth: whole(1, 40), columns: whole(1, 40), a: fc.boolean(), b: fc.boolean() })
  .map(({ rows, depth, columns, a, b }) =>
    randomCase('matmul', { transposeA: a, transposeB: b }, [
      a ? [depth, rows] : [rows, depth],
      b ? [columns, depth] : [depth, columns],
    ]),
  );

const reduction = shapeOf([1, 4], 6).chain((shape) =>
  fc
    .record({ op: fc.constantFrom('sum', 'meanOver', 'broadcast'), axes: someAxes(shape), keepDims: fc.boolean() })
    .map(({ op, axes, keepDims }) => {
      if (op !== 'broadcast') return randomCase(op, { axes, keepDims }, [shape]);
      const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
      return randomCase(op, { axes, shape }, [keepDims ? kept : shape.filter((_, axis) => !axes.includes(axis))]);
    }),
);

const moving = shapeOf([1, 4], 6).chain((shape) =>
  fc
    .record({
      op: fc.constantFrom('slice', 'pad', 'flip', 'concatenate'),
      before: fc.tuple(...shape.map((length) => whole(0, length - 1))),
      more: fc.tuple(...shape.map((length) => whole(0, length - 1))),
      axes: someAxes(shape),
      other: whole(1, 6),
    })
    .map(({ op, before, more, axes, other }) => {
      if (op === 'flip') return randomCase(op, { axes }, [shape]);
      if (op === 'pad') return randomCase(op, { before, after: more }, [shape]);
      if (op === 'concatenate') {
        const axis = axes[0]!;
        return randomCase(op, { axis }, [shape, shape.map((length, index) => (index === axis ? other : length))]);
      }
      const size = shape.map((length, axis) => Math.max(1, length - before[axis]! - more[axis]!));
      return randomCase(op, { start: before, size }, [shape]);
    }),
);

/** At least eight values to normalize over. */
const normalization = fc
  .record({ places: shapeOf([0, 3], 5), channels: whole(1, 19), size: whole(0, 3) })
  .chain(({ places, channels, size }) => {
    const wide: Shape = [...places, Math.max(8, channels)];
    const tall: Shape = [8 + size, ...places.slice(1), channels];
    const vector: Shape = [channels];
    return fc.constantFrom(
      randomCase('layerNormalization', { epsilon: 1e-5 }, [wide]),
      randomCase('batchMean', {}, [tall]),
      randomCase('batchVariance', {}, [tall]),
      randomCase('normalize', { epsilon: 1e-3 }, [tall, vector, vector, vector, vector], ['bell', 'bell', 'positive']),
      randomCase('localResponseNormalization', { size: 2 * size + 1, k: 2, alpha: 0.3, beta: 0.75 }, [wide]),
    );
  });

const loss = fc.record({ rows: whole(1, 9), classes: whole(2, 20), more: whole(1, 5) }).chain((sizes) => {
  const { rows, classes, more } = sizes;
  const labels = { labelsBelow: classes };
  const [scores, deep]: Shape[] = [
    [rows, classes],
    [rows, more, classes],
  ];
  return fc.constantFrom(
    randomCase('softmax', {}, [scores!]),
    randomCase('softmaxCrossEntropy', { rejectLogit: null }, [scores!, [rows]], ['bell', labels]),
    randomCase('softmaxCrossEntropy', { rejectLogit: 0.5 }, [scores!, [rows]], ['bell', labels]),
    randomCase('softmaxCrossEntropy', { rejectLogit: null, labelSmoothing: 0.1 }, [scores!, [rows]], ['bell', labels]),
    randomCase('hinge', {}, [scores!, [rows]], ['bell', labels]),
    randomCase('binaryCrossEntropy', {}, [deep!, deep!], ['bell', 'positive']),
    randomCase('squaredError', {}, [deep!, deep!]),
    randomCase('softDice', { smoothing: 1 }, [deep!, deep!], ['positive', 'positive']),
    randomCase('squaredDistance', {}, [
      [rows, more],
      [classes, more],
    ]),
  );
});

const picture = fc
  .record({ batch: whole(1, 3), size: pair(1, 7), channels: whole(1, 9), to: pair(1, 12) })
  .chain(({ batch, size, channels, to }) => {
    const x: Shape = [batch, ...size, channels];
    return fc.constantFrom(
      randomCase('resize', { height: to[0], width: to[1], method: 'nearest' }, [x]),
      randomCase('resize', { height: to[0], width: to[1], method: 'bilinear' }, [x]),
      randomCase('globalAveragePool', {}, [x]),
      randomCase('gramMatrix', {}, [x]),
      randomCase('addBias', {}, [x, [channels]]),
      randomCase('channelScale', {}, [x, [channels]]),
    );
  });

/** By what they are about, with how many of them are worth their time. */
export const randomCases: Readonly<
  Record<string, { readonly cases: fc.Arbitrary<RandomCase>; readonly runs: number }>
> = {
  convolution: { cases: convolution, runs: 60 },
  'depthwise convolution': { cases: depthwise, runs: 40 },
  'convolution 3×3 of many channels': { cases: tiledConvolution, runs: 15 },
  'transposed convolution': { cases: transposedConvolution, runs: 40 },
  pooling: { cases: pooling, runs: 100 },
  'matrix product': { cases: product, runs: 40 },
  'sums over axes': { cases: reduction, runs: 60 },
  'slice, pad, flip, concatenate': { cases: moving, runs: 60 },
  normalization: { cases: normalization, runs: 60 },
  losses: { cases: loss, runs: 60 },
  'pictures and their channels': { cases: picture, runs: 60 },
};
