/**
 * What every executor must compute as the reference does: one list of small graphs, as plain data, for any executor.
 *
 * Picture: a case is an op with awkward input shapes (shapes.ts). `caseGraph` applies the op to `input` leaves and, where the op is
 * differentiable, appends the gradients of the loss mean(y · weights) with respect to every float input. So the backward ops
 * run on the same shapes. Chains of ops that executors like to fuse are cases too, once asked for their end only and once for
 * everything in between. `conformance.test.ts` counts: twelve shapes at least for every op, backward ones too.
 *
 * The file is long because the list is one.
 */
import { createBuilder } from '../../src/graph/builder';
import { noPadding } from '../../src/graph/convolution';
import { gradient } from '../../src/graph/gradient';
import type { Graph, NodeId, OpAttributes, OpName } from '../../src/graph/graph';
import type { ComputedName, GraphBuilder, OpDefinition } from '../../src/graph/opDefinition';
import { ops } from '../../src/graph/ops';
import { conv1d, maxout, pool1d, scaleOfEachImage, transposedConvolution } from '../../src/graph/shapeWrappers';
import { randomStream } from '../../src/tensor/random';
import { formatShape, sizeOf, type Shape, type StoredValues, type Values } from '../../src/tensor/shape';
import {
  blocks,
  channelShapes,
  convolutionShapes,
  dilatedShapes,
  feedings,
  flatShapes,
  flips,
  groupedShapes,
  imageShapes,
  joints,
  maskShapes,
  matrixShapes,
  maxoutShapes,
  normalizationShapes,
  photographs,
  placeShapes,
  poolShapes,
  reductions,
  rowShapes,
  scoreShapes,
  sequenceShapes,
  styleShapes,
  tiledShapes,
  transposedShapes,
} from './shapes';

/**
 * bell: mean 0, variance 1. positive: uniform in (0.1, 1.1). ties: whole numbers −1 … 1. labels: int32 classes below the given
 * number. large: every other value
 * is of the order of 30, where exponentials overflow or vanish. bytes: stored data, 0 … 255.
 * numbers: stored data, bell-shaped with deviation 100. A number stands for itself.
 */
export type Filling =
  'bell' | 'positive' | 'ties' | 'large' | 'bytes' | 'numbers' | { readonly labelsBelow: number } | number;

export interface CaseInput {
  readonly name: string;
  readonly shape: Shape;
  readonly filling: Filling;
  /** No gradient flows to it, though it holds float32: a seed, a step. */
  readonly fixed?: boolean;
}

type Build = (builder: GraphBuilder, ...inputs: NodeId[]) => NodeId;

export interface ConformanceCase {
  readonly name: string;
  /** The ops that the case is about. */
  readonly ops: readonly ComputedName[];
  readonly inputs: readonly CaseInput[];
  /** Appends the nodes under test and returns the one whose gradients are taken. */
  readonly build: Build;
  /** Whether gradients with respect to the float inputs are part of the case. */
  readonly differentiable: boolean;
  /** Also ask for every node in between, so that nothing can be fused away. */
  readonly askForEverything: boolean;
}

export interface CaseGraph {
  readonly graph: Graph;
  readonly outputs: readonly string[];
  readonly values: ReadonlyMap<string, Values>;
  readonly data: ReadonlyMap<string, { readonly shape: Shape; readonly values: StoredValues }>;
}

function fillStored({ name, shape, filling }: CaseInput, caseName: string): StoredValues {
  const stream = randomStream(2, `${caseName} ${name}`);
  if (filling === 'numbers') return Float32Array.from({ length: sizeOf(shape) }, () => 100 * stream.bell());
  return Uint8Array.from({ length: sizeOf(shape) }, () => stream.integer(256));
}

function fill({ name, shape, filling }: CaseInput, caseName: string): Values {
  const stream = randomStream(2, `${caseName} ${name}`);
  const size = sizeOf(shape);
  if (typeof filling === 'number') return new Float32Array(size).fill(filling);
  if (typeof filling === 'object') return Int32Array.from({ length: size }, () => stream.integer(filling.labelsBelow));
  const draw = {
    bell: () => stream.bell(),
    positive: () => 0.1 + stream.uniform(),
    ties: () => stream.integer(3) - 1,
    large: (_: unknown, index: number) => (index % 2 === 0 ? 1 : 30) * stream.bell(),
  }[filling as Exclude<typeof filling, 'bytes' | 'numbers'>];
  return Float32Array.from({ length: size }, draw);
}

/**
 * The graph of a case with outputs `y`, and `gradient <input>` for each float input of a differentiable case. `change`: what becomes of
 * the gradient that flows into y, element by element.
 */
export function caseGraph(
  testCase: ConformanceCase,
  change: (weight: number, element: number) => number = (weight) => weight,
): CaseGraph {
  const builder = createBuilder();
  const values = new Map<string, Values>();
  const data = new Map<string, { readonly shape: Shape; readonly values: StoredValues }>();
  const inputs = testCase.inputs.map((input) => {
    if (input.filling === 'bytes' || input.filling === 'numbers') {
      data.set(input.name, { shape: input.shape, values: fillStored(input, testCase.name) });
      return builder.data(input.name, input.shape, input.filling === 'bytes' ? 'uint8' : 'float32');
    }
    const filled = fill(input, testCase.name);
    values.set(input.name, filled);
    return builder.input(input.name, input.shape, filled instanceof Int32Array ? 'int32' : 'float32');
  });
  const y = testCase.build(builder, ...inputs);
  const outputs: Record<string, NodeId> = { y };
  if (testCase.differentiable) {
    const { shape } = builder.node(y);
    // Times the size, which the mean divides by again: gradients of the scale of 1 whatever the shape.
    const weights = Float32Array.from(
      fill({ name: 'weights', shape, filling: 'bell' }, testCase.name),
      (weight, element) => change(weight * sizeOf(shape), element),
    );
    const weighted = builder.apply('multiply', 'weighted', [y, builder.constant('weights', shape, weights)], {});
    const loss = builder.apply('mean', 'loss', [weighted], {});
    const wanted = inputs.filter(
      (id, index) => builder.node(id).dtype === 'float32' && testCase.inputs[index]?.fixed !== true,
    );
    for (const [id, found] of gradient(builder, loss, wanted)) {
      outputs[`gradient ${builder.node(id).name}`] = found;
    }
  }
  if (testCase.askForEverything) {
    for (const node of builder.nodes) outputs[`node ${node.name}`] = node.id;
  }
  return { graph: builder.finish({ outputs }), outputs: Object.keys(outputs), values, data };
}

/** The nodes that `caseGraph` puts around every case, which are not what a case is about. */
const lossNodes = ['weighted', 'loss', 'loss#gradient', 'weighted#gradient', 'y#gradient'];

/** For each op the different shapes on which the cases run it: those of its inputs and of its result, as text. */
export function shapesByOp(cases: readonly ConformanceCase[]): ReadonlyMap<OpName, ReadonlySet<string>> {
  const found = new Map<OpName, Set<string>>();
  for (const testCase of cases) {
    const { nodes } = caseGraph(testCase).graph;
    for (const { op, name, inputs, shape } of nodes) {
      if (lossNodes.includes(name)) continue;
      const shapes = [...inputs.map((input) => nodes[input]!.shape), shape].map(formatShape);
      found.set(op, (found.get(op) ?? new Set()).add(shapes.join(' ')));
    }
  }
  return found;
}

/**
 * Cases for executors that run node by node and leave it open which of equal values wins: ties are left out, and so is asking for
 * everything, which only keeps apart what nobody joins there.
 */
export function isForSeparateNodes({ inputs, askForEverything }: ConformanceCase): boolean {
  return !askForEverything && inputs.every(({ filling }) => filling !== 'ties');
}

function describeAttributes(attributes: object): string {
  return Object.entries(attributes)
    .map(
      ([name, value]) =>
        ` ${name}=${typeof value === 'object' && value !== null ? Object.values(value as object).join(',') : String(value)}`,
    )
    .join('');
}

function isDifferentiable(op: ComputedName): boolean {
  const definition = ops[op] as OpDefinition<ComputedName>;
  return !('notDifferentiable' in definition.gradient);
}

/** One op on inputs of these shapes, in the order and under the names of its definition. */
export function opCase<K extends ComputedName>(
  op: K,
  attributes: OpAttributes[K],
  shapes: readonly Shape[],
  fillings: readonly Filling[] = [],
): ConformanceCase {
  const names = ops[op].inputs;
  const { gradient: rules } = ops[op] as OpDefinition<K>;
  const inputs = shapes.map((shape, index) => ({
    fixed: !('notDifferentiable' in rules) && rules[index] === null,
    name: names[index] ?? '',
    shape,
    filling: fillings[index] ?? ('bell' as const),
  }));
  const shapeText = inputs.map(({ name, shape, filling }) => {
    const how = filling === 'bell' ? '' : ` ${typeof filling === 'object' ? 'labels' : filling}`;
    return `${name}=${formatShape(shape)}${how}`;
  });
  return {
    name: `${op}${describeAttributes(attributes)} ${shapeText.join(' ')}`,
    ops: [op],
    inputs,
    build: (builder, ...ids) => builder.apply(op, 'y', ids, attributes),
    differentiable: isDifferentiable(op),
    askForEverything: false,
  };
}

/** A chain as layers make it, ended by its last node, in the two ways of asking. */
function chains(
  name: string,
  chainOps: readonly ComputedName[],
  inputs: readonly CaseInput[],
  build: (builder: GraphBuilder, x: NodeId, w: NodeId, b: NodeId) => NodeId,
): readonly ConformanceCase[] {
  return [false, true].map((askForEverything) => ({
    name: `${name}${askForEverything ? ', everything asked for' : ''}`,
    ops: chainOps,
    inputs,
    build,
    differentiable: true,
    askForEverything,
  }));
}

const bell = (name: string, ...shape: number[]): CaseInput => ({ name, shape, filling: 'bell' });

/** One case for each shape; the variants of its attributes take turns. */
function inTurn<Variant, X>(
  shapes: readonly X[],
  variants: readonly Variant[],
  make: (shape: X, variant: Variant) => ConformanceCase,
): readonly ConformanceCase[] {
  if (variants.length > shapes.length) throw new Error('inTurn: more variants than shapes to show them on');
  return shapes.map((shape, index) => make(shape, variants[index % variants.length]!));
}

/** Two or three of the shapes, for a second way of filling them. */
const fewFlatShapes = flatShapes.filter((shape) => [7, 33, 630].includes(sizeOf(shape)));
/** Shares that dropout takes out. */
const rates = [0, 0.25, 0.5];

const elementwiseCases: readonly ConformanceCase[] = [
  ...flatShapes.flatMap((shape) => [
    opCase('add', {}, [shape, shape]),
    opCase('multiply', {}, [shape, shape]),
    opCase('scale', { factor: -2.5 }, [shape]),
    opCase('relu', {}, [shape]),
    opCase('sigmoid', {}, [shape]),
    opCase('tanh', { amplitude: 1.7159, slope: 2 / 3 }, [shape]),
    opCase('mean', {}, [shape]),
    opCase('subtract', {}, [shape, shape]),
    opCase('divide', {}, [shape, shape], ['bell', 'positive']),
    opCase('exp', {}, [shape]),
    opCase('log', {}, [shape], ['positive']),
    opCase('squareRoot', {}, [shape], ['positive']),
    opCase('maximum', {}, [shape, shape]),
    opCase('minimum', {}, [shape, shape]),
    opCase('leakyRelu', { slope: 0.1 }, [shape]),
    opCase('elu', { alpha: 1 }, [shape]),
    opCase('gelu', {}, [shape]),
    opCase('squaredError', {}, [shape, shape]),
    opCase('binaryCrossEntropy', {}, [shape, shape], ['bell', 'positive']),
    opCase('sgdUpdate', {}, [shape, shape, []], ['bell', 'bell', 0.1]),
    opCase('momentum', {}, [shape, shape, []], ['bell', 'bell', 0.9]),
    opCase('movingAverage', {}, [shape, shape, []], ['bell', 'bell', 0.9]),
    opCase('movingAverageOfSquares', {}, [shape, shape, []], ['positive', 'bell', 0.999]),
    opCase('accumulateSquares', {}, [shape, shape], ['positive', 'bell']),
    opCase('adaptiveUpdate', {}, [shape, shape, shape, [], []], ['bell', 'bell', 'positive', 0.01, 1e-8]),
    opCase('adadeltaDirection', {}, [shape, shape, shape, []], ['bell', 'positive', 'positive', 1e-6]),
    opCase('squaredNorm', {}, [shape]),
    opCase('scaleBy', {}, [shape, []], ['bell', 0.3]),
    opCase('penalize', {}, [shape, shape, [], []], ['bell', 'bell', 0.01, 0.1]),
    opCase('decayWeights', {}, [shape, [], []], ['bell', 0.01, 0.1]),
  ]),
  ...fewFlatShapes.flatMap((shape) => [
    opCase('relu', {}, [shape], ['ties']),
    opCase('sigmoid', {}, [shape], ['large']),
    opCase('tanh', { amplitude: 1, slope: 1 }, [shape], ['large']),
    opCase('maximum', {}, [shape, shape], ['ties', 'ties']),
    opCase('minimum', {}, [shape, shape], ['ties', 'ties']),
    opCase('leakyRelu', { slope: 0 }, [shape], ['ties']),
    opCase('elu', { alpha: 0.5 }, [shape], ['large']),
    opCase('gelu', {}, [shape], ['large']),
    opCase('binaryCrossEntropy', {}, [shape, shape], ['large', 'positive']),
    opCase('power', { exponent: 3 }, [shape]),
    opCase('penalize', {}, [shape, shape, [], []], ['bell', 'ties', 0.01, 0]),
    opCase('penalize', {}, [shape, shape, [], []], ['bell', 'ties', 0, 0.1]),
  ]),
  ...[-3, 0, 1, 2, 7, -1.5, 0.5, 2.25].flatMap((exponent) => opCase('power', { exponent }, [[5]], ['positive'])),
  ...inTurn(flatShapes, [-3, 0.5, 2, 2.25], (shape, exponent) => opCase('power', { exponent }, [shape], ['positive'])),
  ...inTurn(flatShapes, rates, (shape, rate) =>
    opCase('dropout', { stream: 'drop1' }, [shape, [], [], []], ['bell', rate, 12345, 7]),
  ),
  ...[8, 9, 16, 100, 4099].map((length) =>
    opCase('dropout', { stream: 'fc6.dropout' }, [[length], [], [], []], ['bell', 0.5, 2 ** 24 - 1, 20_000]),
  ),
  ...inTurn(flatShapes, [1, 2, 1000], (shape, step) =>
    opCase(
      'adamUpdate',
      {},
      [shape, shape, shape, [], [], [], [], []],
      ['bell', 'bell', 'positive', 0.01, step, 0.9, 0.999, 1e-8],
    ),
  ),
  ...[0, 0.5, 1e6].map((limit) => opCase('clipFactor', {}, [[], []], ['positive', limit])),
  opCase('squaredNorm', {}, [[9001]]),
];

export const conformanceCases: readonly ConformanceCase[] = [
  ...photographs.flatMap((x) => {
    const channels = x.at(-1) ?? 1;
    const background = Array.from({ length: channels }, (_, c) => c - 0.5);
    const scalars: Shape[] = [[], [], [], [], [], []];
    const drawn = (...strengths: readonly Filling[]): readonly Filling[] => ['bell', ...strengths, 12345, 7];
    return [
      opCase('warpImages', { stream: 'warp', background }, [x, ...scalars], drawn(0.5, 2, 0.4, 30)),
      opCase('warpImages', { stream: 'warp', background: [0.25] }, [x, ...scalars], drawn(0.5, 3, 0, 0)),
      opCase('warpImages', { stream: 'warp', background: [0.25] }, [x, ...scalars], drawn(0, 0, 0.7, 180)),
      opCase('jitterColours', { stream: 'jitter' }, [x, ...scalars], drawn(0.5, 0.4, 0.7, 60)),
      opCase('jitterColours', { stream: 'jitter' }, [x, ...scalars], drawn(0, 0, 0, 180)),
      opCase('eraseRectangles', { stream: 'erase' }, [x, [], [], [], []], drawn(0.7, 0.6)),
      opCase('eraseRectangles', { stream: 'erase' }, [x, [], [], [], []], drawn(1, 1)),
    ];
  }),
  ...feedings.flatMap(({ data, height, width, mean, deviation, batch }) => [
    opCase('gatherImages', { height, width, mean, deviation }, [data, [batch]], ['bytes', { labelsBelow: data[0]! }]),
    opCase('gatherImages', { height, width, mean, deviation }, [data, [batch]], ['numbers', { labelsBelow: data[0]! }]),
    opCase('gatherLabels', {}, [data.slice(0, 1), [batch]], ['bytes', { labelsBelow: data[0]! }]),
  ]),
  ...elementwiseCases,
  opCase('mean', {}, [[5000]]),
  opCase('reshape', { shape: [6, 20] }, [[2, 3, 4, 5]]),
  opCase('reshape', { shape: [] }, [[1, 1]]),
  ...channelShapes.flatMap((shape) => [
    opCase('addBias', {}, [shape, [shape.at(-1) ?? 1]]),
    opCase('channelScale', {}, [shape, [shape.at(-1) ?? 1]]),
    opCase('channelScaleGradient', {}, [shape, shape]),
    opCase('biasGradient', {}, [shape]),
  ]),
  ...[...convolutionShapes, ...tiledShapes, ...dilatedShapes, ...groupedShapes].map(
    ({ x, w, stride = [1, 1], padding = noPadding, ...rest }) => opCase('conv2d', { stride, padding, ...rest }, [x, w]),
  ),
  ...poolShapes.flatMap(({ x, ...attributes }) => [
    opCase('maxPool', attributes, [x]),
    opCase('maxPool', attributes, [x], ['ties']),
    opCase('averagePool', attributes, [x]),
    opCase('l2Pool', attributes, [x]),
    opCase('l2Pool', attributes, [x], ['ties']),
  ]),
  ...imageShapes.map((x) => opCase('globalAveragePool', {}, [x])),
  ...imageShapes.flatMap((x, index) =>
    (['nearest', 'bilinear'] as const).flatMap((method) => [
      opCase('resize', { height: 2 * (x[1] ?? 1), width: 2 * (x[2] ?? 1), method }, [x]),
      opCase('resize', { height: 1 + (index % 7), width: 1 + ((5 * index) % 11), method }, [x]),
    ]),
  ),
  ...matrixShapes.flatMap(([rows, depth, columns]) =>
    [false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) =>
        opCase('matmul', { transposeA, transposeB }, [
          transposeA ? [depth, rows] : [rows, depth],
          transposeB ? [columns, depth] : [depth, columns],
        ]),
      ),
    ),
  ),
  ...rowShapes.flatMap(([rows, classes]) => [
    opCase('softmax', {}, [[rows, classes]]),
    opCase('softmax', {}, [[rows, classes]], ['large']),
    opCase('argMax', {}, [[rows, classes]]),
    opCase('argMax', {}, [[rows, classes]], ['ties']),
    opCase('softmaxCrossEntropy', { rejectLogit: null }, [[rows, classes], [rows]], ['bell', { labelsBelow: classes }]),
    opCase('squaredDistance', {}, [
      [rows, 3],
      [classes, 3],
    ]),
  ]),
  ...inTurn(
    rowShapes,
    [{ rejectLogit: -1.5 }, { rejectLogit: null, labelSmoothing: 0.2 }, { rejectLogit: -1.5, labelSmoothing: 0.2 }],
    ([rows, classes], attributes) =>
      opCase('softmaxCrossEntropy', attributes, [[rows, classes], [rows]], ['bell', { labelsBelow: classes }]),
  ),
  // Several rows, of which some are wrong: a loss that is nearly zero everywhere shows only how exact a GPU's logarithm is.
  ...inTurn(
    rowShapes.filter(([rows]) => rows > 3),
    [null, -1.5],
    ([rows, classes], rejectLogit) =>
      opCase('softmaxCrossEntropy', { rejectLogit }, [[rows, classes], [rows]], ['large', { labelsBelow: classes }]),
  ),
  ...[1, 10].map((classes) =>
    opCase('squaredDistance', {}, [
      [5, 84],
      [classes, 84],
    ]),
  ),
  ...reductions.flatMap(([x, axes]) => [
    opCase('sum', { axes, keepDims: false }, [x]),
    opCase('sum', { axes, keepDims: true }, [x]),
    opCase('meanOver', { axes, keepDims: false }, [x]),
    opCase('broadcast', { axes, shape: x }, [x.filter((_, axis) => !axes.includes(axis))]),
  ]),
  ...blocks.flatMap(({ x, start, size }) => [
    opCase('slice', { start, size }, [x]),
    opCase('pad', { before: start, after: size }, [x]),
  ]),
  ...flips.map(({ x, axes }) => opCase('flip', { axes }, [x])),
  ...joints.map(({ a, b, axis }) => opCase('concatenate', { axis }, [a, b])),
  ...maskShapes.map((shape) => opCase('softDice', { smoothing: 1 }, [shape, shape], ['positive', 'positive'])),
  ...scoreShapes.flatMap(([rows, classes]) => [
    opCase('hinge', {}, [[rows, classes], [rows]], ['bell', { labelsBelow: classes }]),
    opCase('hinge', {}, [[rows, classes], [rows]], ['ties', { labelsBelow: classes }]),
  ]),
  ...styleShapes.map((shape) => opCase('gramMatrix', {}, [shape])),

  ...placeShapes.map((x) => opCase('layerNormalization', { epsilon: 1e-5 }, [x])),
  ...[...normalizationShapes, ...placeShapes].flatMap((x) => [
    opCase('localResponseNormalization', { size: 5, k: 2, alpha: 1e-4, beta: 0.75 }, [x]),
    opCase('localResponseNormalization', { size: 3, k: 0.5, alpha: 0.4, beta: 1.5 }, [x]),
  ]),
  ...normalizationShapes.flatMap((x) => {
    const vector = x.slice(-1);
    return [
      opCase('batchMean', {}, [x]),
      opCase('batchVariance', {}, [x]),
      opCase('normalize', { epsilon: 0.001 }, [x, vector, vector, vector, vector], ['bell', 'bell', 'positive']),
      ...chains(
        `batch normalization, relu x=${formatShape(x)}`,
        ['batchMean', 'batchVariance', 'normalize', 'relu'],
        [bell('x', ...x), bell('scale', ...vector), bell('shift', ...vector)],
        (builder, x_, scale, shift) => {
          const mean = builder.apply('batchMean', 'mean', [x_], {});
          const variance = builder.apply('batchVariance', 'variance', [x_], {});
          const inputs = [x_, mean, variance, scale, shift];
          return builder.apply('relu', 'y', [builder.apply('normalize', 'normalized', inputs, { epsilon: 1e-5 })], {});
        },
      ),
      ...chains(
        `two batch normalizations, their sum and a shortcut, relu x=${formatShape(x)}`,
        ['batchMean', 'batchVariance', 'normalize', 'add', 'relu'],
        [bell('x', ...x), bell('z', ...x), bell('scale', ...vector)],
        (builder, x_, z_, scale) => {
          const [left, right] = [x_, z_].map((input, index) => {
            const mean = builder.apply('batchMean', `mean${index}`, [input], {});
            const variance = builder.apply('batchVariance', `variance${index}`, [input], {});
            const inputs = [input, mean, variance, scale, scale];
            return builder.apply('normalize', `normalized${index}`, inputs, { epsilon: 1e-5 });
          }) as [NodeId, NodeId];
          const sum = builder.apply('relu', 'inner', [builder.apply('add', 'sum', [left, right], {})], {});
          return builder.apply('add', 'y', [sum, x_], {});
        },
      ),
    ];
  }),

  ...[...convolutionShapes, ...groupedShapes]
    .filter(({ x }) => (x[0] ?? 0) < 10)
    .flatMap(({ x, w, stride = [1, 1], padding = noPadding, ...rest }) =>
      chains(
        `convolution, bias, relu x=${formatShape(x)} w=${formatShape(w)} stride=${stride.join(',')}${describeAttributes(rest)}`,
        ['conv2d', 'addBias', 'relu'],
        [bell('x', ...x), bell('w', ...w), bell('b', w[3] ?? 1)],
        (builder, x_, w_, b_) => {
          const z = builder.apply('conv2d', 'z', [x_, w_], { stride, padding, ...rest });
          return builder.apply('relu', 'y', [builder.apply('addBias', 'biased', [z, b_], {})], {});
        },
      ),
    ),
  ...matrixShapes.flatMap(([rows, depth, columns]) =>
    chains(
      `dense, bias, relu ${rows}×${depth}×${columns}`,
      ['matmul', 'addBias', 'relu'],
      [bell('x', rows, depth), bell('w', depth, columns), bell('b', columns)],
      (builder, x, w, b) => {
        const z = builder.apply('matmul', 'z', [x, w], { transposeA: false, transposeB: false });
        return builder.apply('relu', 'y', [builder.apply('addBias', 'biased', [z, b], {})], {});
      },
    ),
  ),
  ...poolShapes.flatMap(({ x, ...attributes }) =>
    chains(
      `relu, max pool x=${formatShape(x)}${describeAttributes(attributes)}`,
      ['relu', 'maxPool'],
      [{ name: 'x', shape: x, filling: 'ties' }],
      (builder, x_) => builder.apply('maxPool', 'y', [builder.apply('relu', 'rectified', [x_], {})], attributes),
    ),
  ),
  ...sequenceShapes.flatMap(({ x, w, stride, dilation = 1, groups = 1 }) => [
    ...chains(
      `conv1d, relu x=${formatShape(x)} w=${formatShape(w)} stride=${stride} dilation=${dilation} groups=${groups}`,
      ['conv2d', 'relu'],
      [bell('x', ...x), bell('w', ...w)],
      (builder, x_, w_) => {
        const window = { stride, dilation, groups, padding: [1, 2] } as const;
        return builder.apply('relu', 'y', [conv1d(builder, 'z', x_, w_, window)], {});
      },
    ),
    ...(['maxPool', 'averagePool'] as const).flatMap((op) =>
      chains(`${op} 1-D x=${formatShape(x)} stride=${stride} ${groups}`, [op], [bell('x', ...x)], (builder, x_) =>
        pool1d(builder, op, 'y', x_, { window: Math.min(3, x[1] ?? 1), stride }),
      ),
    ),
  ]),
  ...transposedShapes.map(({ x, w, ...attributes }) => ({
    name: `transposed convolution x=${formatShape(x)} w=${formatShape(w)}${describeAttributes(attributes)}`,
    ops: ['conv2dInputGradient'] as const,
    inputs: [bell('x', ...x), bell('w', ...w)],
    build: (builder: GraphBuilder, x_: NodeId, w_: NodeId) => transposedConvolution(builder, 'y', x_, w_, attributes),
    differentiable: true,
    askForEverything: false,
  })),
  ...imageShapes.map((x) => ({
    name: `one factor for each channel of each image, x=${formatShape(x)}`,
    ops: ['broadcast', 'multiply'] as const,
    inputs: [bell('x', ...x), bell('s', x[0] ?? 1, x[3] ?? 1)],
    build: (builder: GraphBuilder, x_: NodeId, s: NodeId) => scaleOfEachImage(builder, 'y', x_, s),
    differentiable: true,
    askForEverything: false,
  })),
  ...maxoutShapes.flatMap(([pieces, ...x]) =>
    chains(`maxout ${pieces} of x=${formatShape(x)}`, ['maxPool'], [bell('x', ...x)], (builder, x_) =>
      maxout(builder, 'y', x_, pieces),
    ),
  ),
  ...chains('one value used three times', ['add', 'multiply', 'scale'], [bell('x', 3, 5)], (builder, x) => {
    const double = builder.apply('scale', 'double', [x], { factor: 2 });
    const square = builder.apply('multiply', 'square', [double, double], {});
    return builder.apply('add', 'y', [square, double], {});
  }),
];
