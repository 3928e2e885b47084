/**
 * The inputs on which the gradient rule of every op is compared with finite differences, as data: shapes (odd ones too), attributes
 * and random values by name.
 *
 * Total over the ops by its type: an op without a case does not compile. A case's title states its parameters. The file is long
 * because it is one list.
 */

import { convolutionAttributes, poolAttributes } from '../graph/convolution';
import type { ConvolutionAttributes, OpAttributes, PoolAttributes } from '../graph/graph';
import type { ComputedName } from '../graph/opDefinition';
import { randomStream } from '../tensor/random';
import { sizeOf, type Shape, type Values } from '../tensor/shape';

export interface CaseInput {
  readonly shape: Shape;
  /**
   * `any`: bell-shaped around 0; `positive`: uniform in [0.1, 1.1); `fraction`: uniform in [0.05, 0.95); `step`: the number 3; `bytes`:
   * whole numbers below 256, as stored data; `numbers`: bell-shaped, as stored data; a number: int32 labels or indices below it.
   */
  readonly values: 'any' | 'positive' | 'fraction' | 'step' | 'bytes' | 'numbers' | number;
}

export interface OpCase<K extends ComputedName> {
  readonly title: string;
  readonly attributes: OpAttributes[K];
  readonly inputs: readonly CaseInput[];
}

/** The values of one input of a case; the same at every call. */
export function caseValues(op: ComputedName, title: string, input: CaseInput, position: number): Values {
  const stream = randomStream(1, `${op} ${title} ${position}`);
  const { shape, values } = input;
  if (typeof values === 'number') return Int32Array.from({ length: sizeOf(shape) }, () => stream.integer(values));
  const draw = {
    any: () => stream.bell(),
    positive: () => 0.1 + stream.uniform(),
    fraction: () => 0.05 + 0.9 * stream.uniform(),
    step: () => 3,
    bytes: () => stream.integer(256),
    numbers: () => stream.bell(),
  }[values];
  return Float32Array.from({ length: sizeOf(shape) }, draw);
}

const any = (...shape: Shape): CaseInput => ({ shape, values: 'any' });
const positive = (...shape: Shape): CaseInput => ({ shape, values: 'positive' });
const fraction = (...shape: Shape): CaseInput => ({ shape, values: 'fraction' });
const labels = (count: number, below: number): CaseInput => ({ shape: [count], values: below });
const bytes = (...shape: Shape): CaseInput => ({ shape, values: 'bytes' });
const step: CaseInput = { shape: [], values: 'step' };

/** For ops that look at each value by itself. */
const anyShapes: readonly Shape[] = [[], [1], [7], [3, 5], [2, 3, 5, 4]];

function elementwise<Attributes>(
  attributes: Attributes,
  inputs: number,
  input: (...shape: Shape) => CaseInput = any,
): readonly { title: string; attributes: Attributes; inputs: readonly CaseInput[] }[] {
  return anyShapes.map((shape) => ({
    title: `x=[${shape.join(',')}]`,
    attributes,
    inputs: Array.from({ length: inputs }, () => input(...shape)),
  }));
}

/** The same cases with more said in their titles. */
function withTitle<Case extends { readonly title: string }>(text: string, cases: readonly Case[]): readonly Case[] {
  return cases.map((c) => ({ ...c, title: `${c.title} ${text}` }));
}

const noPadding = { top: 0, bottom: 0, left: 0, right: 0 };

/** x, kernel, stride, padding. The output sizes are written out, so that they are not taken from the code under test. */
const convolutions = [
  { x: [1, 5, 5, 1], w: [3, 3, 1, 1], stride: [1, 1], padding: noPadding, y: [1, 3, 3, 1] },
  { x: [2, 7, 6, 3], w: [3, 2, 3, 5], stride: [1, 1], padding: noPadding, y: [2, 5, 5, 5] },
  {
    x: [2, 5, 5, 2],
    w: [3, 3, 2, 4],
    stride: [1, 1],
    padding: { top: 1, bottom: 1, left: 1, right: 1 },
    y: [2, 5, 5, 4],
  },
  {
    x: [1, 6, 7, 2],
    w: [3, 3, 2, 3],
    stride: [2, 2],
    padding: { top: 0, bottom: 1, left: 1, right: 1 },
    y: [1, 3, 4, 3],
  },
  // The last row and column are reached by no window.
  { x: [2, 6, 8, 1], w: [3, 3, 1, 2], stride: [2, 3], padding: noPadding, y: [2, 2, 2, 2] },
  // Stride larger than the kernel; padding as wide as the kernel, so that a whole window lies outside.
  {
    x: [1, 5, 5, 2],
    w: [2, 2, 2, 3],
    stride: [3, 3],
    padding: { top: 2, bottom: 0, left: 0, right: 2 },
    y: [1, 2, 2, 3],
  },
  { x: [3, 1, 1, 4], w: [1, 1, 4, 5], stride: [1, 1], padding: noPadding, y: [3, 1, 1, 5] },
  // The kernel covers its whole input, as in C5.
  { x: [2, 5, 5, 3], w: [5, 5, 3, 7], stride: [1, 1], padding: noPadding, y: [2, 1, 1, 7] },
  { x: [1, 12, 12, 1], w: [5, 5, 1, 6], stride: [1, 1], padding: noPadding, y: [1, 8, 8, 6] },
  { x: [2, 7, 8, 2], w: [3, 2, 2, 3], stride: [1, 2], padding: noPadding, dilation: [2, 3], y: [2, 3, 3, 3] },
  {
    x: [1, 5, 5, 4],
    w: [3, 3, 2, 6],
    stride: [2, 1],
    padding: { top: 1, bottom: 1, left: 0, right: 2 },
    groups: 2,
    y: [1, 3, 5, 6],
  },
  // Depthwise: one filter per channel, then two.
  { x: [2, 5, 4, 3], w: [3, 3, 1, 3], stride: [1, 1], padding: noPadding, groups: 3, y: [2, 3, 2, 3] },
  {
    x: [1, 6, 6, 2],
    w: [2, 3, 1, 4],
    stride: [1, 1],
    padding: { top: 0, bottom: 1, left: 1, right: 0 },
    dilation: [3, 2],
    groups: 2,
    y: [1, 4, 3, 4],
  },
] as const satisfies readonly (ConvolutionAttributes & Record<'x' | 'w' | 'y', Shape>)[];

const convolutionTitle = (c: ConvolutionAttributes & Record<'x' | 'w', Shape>): string => {
  const { x, w, stride, padding, dilation = [1, 1], groups = 1 } = c;
  const sizes = `x=[${x.join(',')}] w=[${w.join(',')}] s=${stride.join('×')}`;
  const border = `p=${padding.top},${padding.bottom},${padding.left},${padding.right}`;
  return `${sizes} ${border} d=${dilation.join('×')} g=${groups}`;
};

const pools = [
  { x: [1, 4, 4, 1], window: [2, 2], stride: [2, 2], y: [1, 2, 2, 1] },
  { x: [2, 6, 8, 3], window: [2, 2], stride: [2, 2], y: [2, 3, 4, 3] },
  // The last row and column are left out.
  { x: [1, 5, 7, 2], window: [2, 2], stride: [2, 2], y: [1, 2, 3, 2] },
  // Windows overlap.
  { x: [2, 7, 7, 3], window: [3, 3], stride: [2, 2], y: [2, 3, 3, 3] },
  { x: [1, 5, 4, 5], window: [3, 2], stride: [1, 1], y: [1, 3, 3, 5] },
  // Gaps between windows.
  { x: [1, 7, 5, 1], window: [1, 2], stride: [3, 3], y: [1, 3, 2, 1] },
  { x: [3, 4, 4, 17], window: [4, 4], stride: [4, 4], y: [3, 1, 1, 17] },
  // As many outputs as inputs; a lopsided border; windows that tile what they hang over.
  {
    x: [1, 4, 3, 2],
    window: [3, 3],
    stride: [1, 1],
    padding: { top: 1, bottom: 1, left: 1, right: 1 },
    y: [1, 4, 3, 2],
  },
  {
    x: [2, 3, 4, 1],
    window: [3, 2],
    stride: [2, 1],
    padding: { top: 2, bottom: 0, left: 0, right: 1 },
    y: [2, 2, 4, 1],
  },
  {
    x: [1, 3, 3, 5],
    window: [2, 2],
    stride: [2, 2],
    padding: { top: 1, bottom: 0, left: 0, right: 1 },
    y: [1, 2, 2, 5],
  },
  // One cell under nine windows.
  {
    x: [1, 1, 1, 1],
    window: [3, 3],
    stride: [1, 1],
    padding: { top: 2, bottom: 2, left: 2, right: 2 },
    y: [1, 3, 3, 1],
  },
] as const satisfies readonly (PoolAttributes & Record<'x' | 'y', Shape>)[];

const poolTitle = (c: PoolAttributes & Record<'x', Shape>): string => {
  const { x, window, stride, padding } = c;
  const border = padding ? ` p=${padding.top},${padding.bottom},${padding.left},${padding.right}` : '';
  return `x=[${x.join(',')}] k=${window.join('×')} s=${stride.join('×')}${border}`;
};

const perChannel: readonly Shape[] = [[4], [3, 1], [2, 5], [2, 3, 3, 6], [1, 5, 5, 16]];
const matrices: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 10],
  [3, 2],
  [5, 10],
  [4, 17],
];
const products: readonly (readonly [m: number, k: number, n: number])[] = [
  [1, 1, 1],
  [2, 3, 4],
  [5, 7, 1],
  [1, 9, 6],
  [8, 16, 10],
  [3, 33, 19],
];
const flags = [
  { transposeA: false, transposeB: false },
  { transposeA: true, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: true },
];
const crossEntropies = [
  { rejectLogit: null },
  { rejectLogit: -1 },
  { rejectLogit: 2.5 },
  { rejectLogit: null, labelSmoothing: 0.1 },
  { rejectLogit: -1, labelSmoothing: 0.3 },
];
const distances: readonly (readonly [n: number, d: number, k: number])[] = [
  [1, 1, 1],
  [2, 3, 4],
  [3, 84, 10],
  [5, 7, 2],
];
/** For statistics per channel. */
const statistics: readonly Shape[] = [[1], [9, 1], [8, 5], [2, 2, 3, 6], [3, 5, 1, 17]];
const normalizations = statistics.flatMap((x) => [
  { x, epsilon: 0.1 },
  { x, epsilon: 1 },
]);
const images = [
  [1, 1, 1, 1],
  [2, 3, 4, 5],
  [3, 5, 1, 2],
  [1, 4, 4, 17],
] as const;
const localResponses = [
  { x: [1], size: 5, k: 2, alpha: 1e-4, beta: 0.75 },
  { x: [3, 8], size: 5, k: 2, alpha: 1e-4, beta: 0.75 },
  { x: [2, 3, 2, 7], size: 3, k: 1, alpha: 0.5, beta: 0.5 },
  { x: [2, 4], size: 9, k: 0.5, alpha: 1, beta: 2 },
  { x: [5, 6], size: 1, k: 1, alpha: 1, beta: 0.75 },
] as const;
const resizes = (['nearest', 'bilinear'] as const).flatMap((method) => [
  { x: [1, 1, 1, 1], height: 3, width: 2, method } as const,
  { x: [2, 2, 3, 2], height: 4, width: 6, method } as const,
  { x: [1, 5, 4, 3], height: 2, width: 7, method } as const,
  { x: [2, 3, 3, 1], height: 3, width: 3, method } as const,
]);
const tanhs = [
  { amplitude: 1, slope: 1 },
  { amplitude: 1.7159, slope: 2 / 3 },
];

const reductions: readonly { readonly x: Shape; readonly axes: readonly number[]; readonly y: Shape }[] = [
  { x: [1], axes: [0], y: [] },
  { x: [7], axes: [0], y: [] },
  { x: [3, 5], axes: [0], y: [5] },
  { x: [3, 5], axes: [1], y: [3] },
  { x: [2, 3, 5], axes: [1], y: [2, 5] },
  { x: [2, 3, 4, 5], axes: [1, 2], y: [2, 5] },
  { x: [2, 3, 4, 5], axes: [0, 1, 2], y: [5] },
  { x: [2, 3, 4, 5], axes: [0, 2], y: [3, 5] },
  { x: [2, 3, 4, 5], axes: [1, 3], y: [2, 4] },
];

const overAxes = reductions.flatMap(({ x, axes }) =>
  [false, true].map((keepDims) => ({
    title: `x=[${x.join(',')}] over ${axes.join(',')}${keepDims ? ', kept' : ''}`,
    attributes: { axes, keepDims },
    inputs: [any(...x)],
  })),
);

const blocks: readonly { readonly x: Shape; readonly start: Shape; readonly size: Shape; readonly after: Shape }[] = [
  { x: [1], start: [0], size: [1], after: [0] },
  { x: [7], start: [2], size: [3], after: [2] },
  { x: [3, 5], start: [1, 0], size: [2, 5], after: [0, 0] },
  { x: [2, 3, 5], start: [0, 1, 4], size: [2, 2, 1], after: [0, 0, 0] },
  { x: [2, 5, 6, 3], start: [0, 1, 2, 0], size: [2, 3, 4, 3], after: [0, 1, 0, 0] },
  { x: [2, 2, 3, 5], start: [1, 0, 1, 2], size: [1, 2, 1, 2], after: [0, 0, 1, 1] },
];

const flips: readonly { readonly x: Shape; readonly axes: readonly number[] }[] = [
  { x: [5], axes: [0] },
  { x: [3, 4], axes: [1] },
  { x: [2, 3, 5], axes: [0, 2] },
  { x: [2, 3, 4, 3], axes: [2] },
  { x: [1, 3, 4, 5], axes: [1, 2, 3] },
];

const joints: readonly { readonly a: Shape; readonly b: Shape; readonly axis: number }[] = [
  { a: [2], b: [3], axis: 0 },
  { a: [3, 1], b: [3, 4], axis: 1 },
  { a: [1, 4], b: [2, 4], axis: 0 },
  { a: [2, 3, 3, 4], b: [2, 3, 3, 3], axis: 3 },
  { a: [2, 1, 3, 2], b: [2, 2, 3, 2], axis: 1 },
];

const masks: readonly Shape[] = [[1], [3], [2, 7], [2, 3, 5], [2, 3, 4, 2]];
/** At least two classes. */
const scores = matrices.filter(([, classes]) => classes > 1);

const styles: readonly Shape[] = [
  [1, 1, 1, 1],
  [2, 2, 3, 1],
  [1, 3, 2, 5],
  [2, 1, 4, 3],
];

export const opCases: { readonly [K in ComputedName]: readonly OpCase<K>[] } = {
  gatherImages: [
    {
      title: 'data=[3,2,2,1] indices=[1] input=3×4',
      attributes: { height: 3, width: 4, mean: [100], deviation: [50] },
      inputs: [bytes(3, 2, 2, 1), labels(1, 3)],
    },
    {
      title: 'data=[3,1,1,2] of numbers indices=[2] input=1×1',
      attributes: { height: 1, width: 1, mean: [0.5, -1], deviation: [2, 3] },
      inputs: [{ shape: [3, 1, 1, 2], values: 'numbers' }, labels(2, 3)],
    },
  ],
  warpImages: [
    {
      title: 'x=[1,3,3,1]',
      attributes: { stream: 'warp', background: [0] },
      inputs: [any(1, 3, 3, 1), fraction(), step, fraction(), fraction(), step, step],
    },
  ],
  jitterColours: [
    {
      title: 'x=[1,2,2,3]',
      attributes: { stream: 'jitter' },
      inputs: [any(1, 2, 2, 3), fraction(), fraction(), fraction(), fraction(), step, step],
    },
  ],
  eraseRectangles: [
    {
      title: 'x=[1,3,3,1]',
      attributes: { stream: 'erase' },
      inputs: [any(1, 3, 3, 1), fraction(), fraction(), step, step],
    },
  ],
  gatherLabels: [{ title: 'data=[3] indices=[1]', attributes: {}, inputs: [bytes(3), labels(1, 3)] }],
  add: elementwise({}, 2),
  multiply: elementwise({}, 2),
  scale: [...elementwise({ factor: -1 }, 1), ...elementwise({ factor: 2.5 }, 1).slice(1, 2)],
  conv2d: convolutions.map((c) => ({ title: convolutionTitle(c), attributes: c, inputs: [any(...c.x), any(...c.w)] })),
  addBias: perChannel.map((x) => ({
    title: `x=[${x.join(',')}]`,
    attributes: {},
    inputs: [any(...x), any(...x.slice(-1))],
  })),
  relu: elementwise({}, 1),
  sigmoid: elementwise({}, 1),
  tanh: tanhs.flatMap((attributes) =>
    elementwise(attributes, 1).map((c) => ({ ...c, title: `${c.title} A=${attributes.amplitude}` })),
  ),
  maxPool: pools.map((c) => ({ title: poolTitle(c), attributes: c, inputs: [any(...c.x)] })),
  averagePool: pools.map((c) => ({ title: poolTitle(c), attributes: c, inputs: [any(...c.x)] })),
  channelScale: perChannel.map((x) => ({
    title: `x=[${x.join(',')}]`,
    attributes: {},
    inputs: [any(...x), any(...x.slice(-1))],
  })),
  reshape: [
    { title: 'x=[2,3,4] → [2,12]', attributes: { shape: [2, 12] }, inputs: [any(2, 3, 4)] },
    { title: 'x=[2,5,5,3] → [2,75]', attributes: { shape: [2, 75] }, inputs: [any(2, 5, 5, 3)] },
    { title: 'x=[1] → []', attributes: { shape: [] }, inputs: [any(1)] },
  ],
  matmul: products.flatMap(([m, k, n]) =>
    flags.map((attributes) => ({
      title: `m=${m} k=${k} n=${n}${attributes.transposeA ? ' Aᵀ' : ''}${attributes.transposeB ? ' Bᵀ' : ''}`,
      attributes,
      inputs: [attributes.transposeA ? any(k, m) : any(m, k), attributes.transposeB ? any(n, k) : any(k, n)],
    })),
  ),
  softmax: matrices.map((x) => ({ title: `x=[${x.join(',')}]`, attributes: {}, inputs: [any(...x)] })),
  softmaxCrossEntropy: matrices.flatMap((x) =>
    crossEntropies.map((attributes) => ({
      title: `logits=[${x.join(',')}] r=${attributes.rejectLogit ?? 'none'} a=${attributes.labelSmoothing ?? 0}`,
      attributes,
      inputs: [any(...x), labels(x[0], x[1])],
    })),
  ),
  squaredDistance: distances.map(([n, d, k]) => ({
    title: `n=${n} d=${d} k=${k}`,
    attributes: {},
    inputs: [any(n, d), any(k, d)],
  })),
  argMax: matrices.map((x) => ({ title: `x=[${x.join(',')}]`, attributes: {}, inputs: [any(...x)] })),
  mean: elementwise({}, 1),
  batchMean: statistics.map((x) => ({ title: `x=[${x.join(',')}]`, attributes: {}, inputs: [any(...x)] })),
  batchVariance: statistics.map((x) => ({ title: `x=[${x.join(',')}]`, attributes: {}, inputs: [any(...x)] })),
  normalize: normalizations.map(({ x, epsilon }) => ({
    title: `x=[${x.join(',')}] ε=${epsilon}`,
    attributes: { epsilon },
    inputs: [any(...x), any(...x.slice(-1)), positive(...x.slice(-1)), any(...x.slice(-1)), any(...x.slice(-1))],
  })),
  globalAveragePool: images.map((x) => ({ title: `x=[${x.join(',')}]`, attributes: {}, inputs: [any(...x)] })),
  layerNormalization: normalizations.map(({ x, epsilon }) => ({
    title: `x=[${x.join(',')}] ε=${epsilon}`,
    attributes: { epsilon },
    inputs: [any(...x)],
  })),
  localResponseNormalization: localResponses.map(({ x, ...attributes }) => ({
    title: `x=[${x.join(',')}] n=${attributes.size} β=${attributes.beta}`,
    attributes,
    inputs: [any(...x)],
  })),
  l2Pool: pools.map((c) => ({ title: poolTitle(c), attributes: c, inputs: [positive(...c.x)] })),
  resize: resizes.map(({ x, height, width, method }) => ({
    title: `x=[${x.join(',')}] → ${height}×${width} ${method}`,
    attributes: { height, width, method },
    inputs: [any(...x)],
  })),
  subtract: elementwise({}, 2),
  divide: anyShapes.map((shape) => ({
    title: `x=[${shape.join(',')}]`,
    attributes: {},
    inputs: [any(...shape), positive(...shape)],
  })),
  power: [
    ...[-2, 0, 1, 2, 3].flatMap((exponent) => withTitle(`p=${exponent}`, elementwise({ exponent }, 1, fraction))),
    ...withTitle('p=2, any sign', elementwise({ exponent: 2 }, 1)),
    ...withTitle('p=3, any sign', elementwise({ exponent: 3 }, 1)),
    ...[-0.5, 0.5, 1.7].flatMap((exponent) => withTitle(`p=${exponent}`, elementwise({ exponent }, 1, positive))),
  ],
  exp: elementwise({}, 1),
  log: elementwise({}, 1, positive),
  squareRoot: elementwise({}, 1, positive),
  maximum: elementwise({}, 2),
  minimum: elementwise({}, 2),
  leakyRelu: [0, 0.2].flatMap((slope) => withTitle(`slope=${slope}`, elementwise({ slope }, 1))),
  elu: [0.5, 1].flatMap((alpha) => withTitle(`alpha=${alpha}`, elementwise({ alpha }, 1))),
  gelu: elementwise({}, 1),
  sum: overAxes,
  meanOver: overAxes,
  broadcast: reductions.map(({ x, axes, y }) => ({
    title: `x=[${y.join(',')}] → [${x.join(',')}]`,
    attributes: { axes, shape: x },
    inputs: [any(...y)],
  })),
  slice: blocks.map(({ x, start, size }) => ({
    title: `x=[${x.join(',')}] from [${start.join(',')}] size [${size.join(',')}]`,
    attributes: { start, size },
    inputs: [any(...x)],
  })),
  pad: blocks.map(({ start, size, after }) => ({
    title: `x=[${size.join(',')}] before [${start.join(',')}] after [${after.join(',')}]`,
    attributes: { before: start, after },
    inputs: [any(...size)],
  })),
  flip: flips.map(({ x, axes }) => ({
    title: `x=[${x.join(',')}] along ${axes.join(',')}`,
    attributes: { axes },
    inputs: [any(...x)],
  })),
  concatenate: joints.map(({ a, b, axis }) => ({
    title: `a=[${a.join(',')}] b=[${b.join(',')}] along ${axis}`,
    attributes: { axis },
    inputs: [any(...a), any(...b)],
  })),
  squaredError: elementwise({}, 2),
  binaryCrossEntropy: anyShapes.map((shape) => ({
    title: `x=[${shape.join(',')}]`,
    attributes: {},
    inputs: [any(...shape), fraction(...shape)],
  })),
  hinge: scores.map((x) => ({
    title: `scores=[${x.join(',')}]`,
    attributes: {},
    inputs: [any(...x), labels(x[0], x[1])],
  })),
  softDice: masks.flatMap((p) =>
    [0.5, 1].map((smoothing) => ({
      title: `p=[${p.join(',')}] s=${smoothing}`,
      attributes: { smoothing },
      inputs: [fraction(...p), fraction(...p)],
    })),
  ),
  gramMatrix: styles.map((x) => ({ title: `x=[${x.join(',')}]`, attributes: {}, inputs: [any(...x)] })),
  dropout: anyShapes.map((x) => ({
    title: `x=[${x.join(',')}]`,
    attributes: { stream: 'drop' },
    inputs: [any(...x), fraction(), step, step],
  })),

  meanGradient: anyShapes.map((shape) => ({
    title: `shape=[${shape.join(',')}]`,
    attributes: { shape },
    inputs: [any()],
  })),
  conv2dInputGradient: convolutions.map((c) => ({
    title: convolutionTitle(c),
    attributes: { ...convolutionAttributes(c), inputShape: c.x },
    inputs: [any(...c.w), any(...c.y)],
  })),
  conv2dFilterGradient: convolutions.map((c) => ({
    title: convolutionTitle(c),
    attributes: { ...convolutionAttributes(c), filterShape: c.w },
    inputs: [any(...c.x), any(...c.y)],
  })),
  biasGradient: perChannel.map((dy) => ({ title: `dy=[${dy.join(',')}]`, attributes: {}, inputs: [any(...dy)] })),
  reluGradient: elementwise({}, 2),
  sigmoidGradient: elementwise({}, 2, fraction),
  tanhGradient: tanhs.flatMap((attributes) =>
    elementwise(attributes, 2, fraction).map((c) => ({ ...c, title: `${c.title} A=${attributes.amplitude}` })),
  ),
  maxPoolGradient: pools.map((c) => ({ title: poolTitle(c), attributes: c, inputs: [any(...c.x), any(...c.y)] })),
  averagePoolGradient: pools.map((c) => ({
    title: poolTitle(c),
    attributes: { ...poolAttributes(c), inputShape: c.x },
    inputs: [any(...c.y)],
  })),
  channelScaleGradient: perChannel.map((x) => ({
    title: `x=[${x.join(',')}]`,
    attributes: {},
    inputs: [any(...x), any(...x)],
  })),
  softmaxGradient: matrices.map((y) => ({
    title: `y=[${y.join(',')}]`,
    attributes: {},
    inputs: [fraction(...y), any(...y)],
  })),
  softmaxCrossEntropyGradient: matrices.flatMap((x) =>
    crossEntropies.map((attributes) => ({
      title: `logits=[${x.join(',')}] r=${attributes.rejectLogit ?? 'none'} a=${attributes.labelSmoothing ?? 0}`,
      attributes,
      inputs: [any(...x), labels(x[0], x[1]), any(x[0])],
    })),
  ),
  squaredDistanceGradient: distances.flatMap(([n, d, k]) =>
    (['points', 'prototypes'] as const).map((of) => ({
      title: `n=${n} d=${d} k=${k} of ${of}`,
      attributes: { of },
      inputs: [any(n, d), any(k, d), any(n, k)],
    })),
  ),
  batchMeanGradient: statistics.map((shape) => ({
    title: `shape=[${shape.join(',')}]`,
    attributes: { shape },
    inputs: [any(...shape.slice(-1))],
  })),
  batchVarianceGradient: statistics.map((x) => ({
    title: `x=[${x.join(',')}]`,
    attributes: {},
    inputs: [any(...x), any(...x.slice(-1))],
  })),
  normalizeGradient: normalizations.map(({ x, epsilon }) => ({
    title: `dy=[${x.join(',')}] ε=${epsilon}`,
    attributes: { epsilon },
    inputs: [positive(...x.slice(-1)), any(...x.slice(-1)), any(...x)],
  })),
  normalizeStatisticsGradient: normalizations.flatMap(({ x, epsilon }) =>
    (['mean', 'variance', 'scale', 'shift'] as const).map((of) => ({
      title: `x=[${x.join(',')}] ε=${epsilon} of ${of}`,
      attributes: { epsilon, of },
      inputs: [any(...x), any(...x.slice(-1)), positive(...x.slice(-1)), any(...x.slice(-1)), any(...x)],
    })),
  ),
  globalAveragePoolGradient: images.map((x) => ({
    title: `x=[${x.join(',')}]`,
    attributes: { inputShape: x },
    inputs: [any(x[0], x[3])],
  })),
  layerNormalizationGradient: normalizations.map(({ x, epsilon }) => ({
    title: `x=[${x.join(',')}] ε=${epsilon}`,
    attributes: { epsilon },
    inputs: [any(...x), any(...x)],
  })),
  localResponseNormalizationGradient: localResponses.map(({ x, ...attributes }) => ({
    title: `x=[${x.join(',')}] n=${attributes.size} β=${attributes.beta}`,
    attributes,
    inputs: [any(...x), any(...x)],
  })),
  l2PoolGradient: pools.map((c) => ({ title: poolTitle(c), attributes: c, inputs: [any(...c.x), any(...c.y)] })),
  resizeGradient: resizes.map(({ x, height, width, method }) => ({
    title: `x=[${x.join(',')}] → ${height}×${width} ${method}`,
    attributes: { inputShape: x, method },
    inputs: [any(x[0], height, width, x[3])],
  })),
  maximumGradient: (['a', 'b'] as const).flatMap((of) => withTitle(`of ${of}`, elementwise({ of }, 3))),
  leakyReluGradient: withTitle('slope=0.2', elementwise({ slope: 0.2 }, 2)),
  eluGradient: withTitle('alpha=1', elementwise({ alpha: 1 }, 2)),
  geluGradient: elementwise({}, 2),
  hingeGradient: scores.map((x) => ({
    title: `scores=[${x.join(',')}]`,
    attributes: {},
    inputs: [any(...x), labels(x[0], x[1]), any(x[0])],
  })),
  softDiceGradient: masks.map((p) => ({
    title: `p=[${p.join(',')}]`,
    attributes: { smoothing: 1 },
    inputs: [fraction(...p), fraction(...p), any(p[0]!)],
  })),
  gramMatrixGradient: styles.map((x) => ({
    title: `x=[${x.join(',')}]`,
    attributes: {},
    inputs: [any(...x), any(x[0]!, x[3]!, x[3]!)],
  })),

  sgdUpdate: anyShapes.map((p) => ({
    title: `p=[${p.join(',')}]`,
    attributes: {},
    inputs: [any(...p), any(...p), positive()],
  })),
  momentum: anyShapes.map((v) => ({
    title: `v=[${v.join(',')}]`,
    attributes: {},
    inputs: [any(...v), any(...v), fraction()],
  })),
  movingAverage: anyShapes.map((m) => ({
    title: `m=[${m.join(',')}]`,
    attributes: {},
    inputs: [any(...m), any(...m), fraction()],
  })),
  movingAverageOfSquares: anyShapes.map((v) => ({
    title: `v=[${v.join(',')}]`,
    attributes: {},
    inputs: [positive(...v), any(...v), fraction()],
  })),
  adamUpdate: anyShapes.map((p) => ({
    title: `p=[${p.join(',')}]`,
    attributes: {},
    inputs: [any(...p), any(...p), positive(...p), positive(), step, fraction(), fraction(), positive()],
  })),
  accumulateSquares: elementwise({}, 2),
  adaptiveUpdate: anyShapes.map((p) => ({
    title: `p=[${p.join(',')}]`,
    attributes: {},
    inputs: [any(...p), any(...p), positive(...p), positive(), positive()],
  })),
  adadeltaDirection: anyShapes.map((g) => ({
    title: `g=[${g.join(',')}]`,
    attributes: {},
    inputs: [any(...g), positive(...g), positive(...g), positive()],
  })),
  squaredNorm: elementwise({}, 1),
  clipFactor: [{ title: 'squared=[]', attributes: {}, inputs: [positive(), positive()] }],
  scaleBy: anyShapes.map((x) => ({
    title: `x=[${x.join(',')}]`,
    attributes: {},
    inputs: [any(...x), any()],
  })),
  penalize: anyShapes.map((p) => ({
    title: `p=[${p.join(',')}]`,
    attributes: {},
    inputs: [any(...p), any(...p), positive(), positive()],
  })),
  decayWeights: anyShapes.map((p) => ({
    title: `p=[${p.join(',')}]`,
    attributes: {},
    inputs: [any(...p), positive(), fraction()],
  })),
};
