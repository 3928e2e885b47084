/**
 * What every executor must compute as the reference does: one list of small graphs, as plain data, for any executor.
 *
 * Picture: a case is an op with input shapes chosen to be awkward (batch 1, one cell, channels that do not divide by four,
 * strides larger than the kernel, lopsided padding, ties). `caseGraph` applies the op to `input` leaves and, where the op is
 * differentiable, appends the gradients of the loss mean(y · weights) with respect to every float input. So the backward ops
 * run on the same shapes. Chains of ops that executors like to fuse are cases too, once asked for their end only and once for
 * everything in between.
 */
import { createBuilder } from '../../src/graph/builder';
import { noPadding } from '../../src/graph/convolution';
import { gradient } from '../../src/graph/gradient';
import type { Graph, NodeId, OpAttributes, Padding, Pair, PoolAttributes } from '../../src/graph/graph';
import type { ComputedName, GraphBuilder, OpDefinition } from '../../src/graph/opDefinition';
import { ops } from '../../src/graph/ops';
import { conv1d, maxout, pool1d } from '../../src/graph/shapeWrappers';
import { randomStream } from '../../src/tensor/random';
import { formatShape, sizeOf, type Shape, type Values } from '../../src/tensor/shape';

/**
 * bell: mean 0, variance 1. positive: uniform in (0.1, 1.1). ties: whole numbers −1 … 1. labels: int32 classes below the given
 * number. large: every other value
 * is of the order of 30, where exponentials overflow or vanish. A number stands for itself.
 */
export type Filling = 'bell' | 'positive' | 'ties' | 'large' | { readonly labelsBelow: number } | number;

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
  }[filling];
  return Float32Array.from({ length: size }, draw);
}

/** The graph of a case with outputs `y`, and `gradient <input>` for each float input of a differentiable case. */
export function caseGraph(testCase: ConformanceCase): CaseGraph {
  const builder = createBuilder();
  const values = new Map<string, Values>();
  const inputs = testCase.inputs.map((input) => {
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
      (weight) => weight * sizeOf(shape),
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
  return { graph: builder.finish({ outputs }), outputs: Object.keys(outputs), values };
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
function opCase<K extends ComputedName>(
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

interface ConvolutionShape {
  readonly x: Shape;
  readonly w: Shape;
  readonly stride?: Pair;
  readonly padding?: Padding;
  readonly dilation?: Pair;
  readonly groups?: number;
}

const around = (cells: number): Padding => ({ top: cells, bottom: cells, left: cells, right: cells });

const convolutionShapes: readonly ConvolutionShape[] = [
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1] },
  { x: [1, 5, 5, 1], w: [3, 3, 1, 1] },
  { x: [2, 9, 7, 3], w: [3, 2, 3, 5] },
  { x: [4, 32, 32, 1], w: [5, 5, 1, 6] },
  { x: [3, 14, 14, 6], w: [5, 5, 6, 16] },
  { x: [3, 5, 5, 16], w: [5, 5, 16, 20] },
  { x: [1, 6, 6, 4], w: [3, 3, 4, 8], padding: around(1) },
  { x: [2, 7, 5, 2], w: [3, 3, 2, 9], padding: { top: 2, bottom: 0, left: 1, right: 3 } },
  { x: [2, 9, 9, 3], w: [3, 3, 3, 4], stride: [2, 2], padding: around(1) },
  { x: [2, 11, 8, 3], w: [2, 2, 3, 7], stride: [3, 4] },
  { x: [3, 6, 6, 5], w: [1, 1, 5, 13] },
  { x: [2, 8, 8, 33], w: [3, 3, 33, 34], padding: around(1) },
  { x: [2, 4, 9, 8], w: [4, 3, 8, 2], stride: [1, 2] },
  { x: [1, 12, 1, 2], w: [5, 1, 2, 3], stride: [2, 1] },
  { x: [70, 2, 2, 1], w: [2, 2, 1, 1] },
  { x: [1, 3, 3, 1], w: [5, 5, 1, 2], padding: around(2) },
];

/** 3×3 at stride 1, large enough for minimal filtering in tiles of 2×2: odd heights and widths, channels that fill no panel, any border. */
export const tiledShapes: readonly ConvolutionShape[] = [
  { x: [2, 9, 11, 9], w: [3, 3, 9, 10], padding: around(1) },
  { x: [1, 16, 12, 8], w: [3, 3, 8, 8] },
  { x: [1, 19, 18, 13], w: [3, 3, 13, 19] },
  { x: [5, 8, 8, 16], w: [3, 3, 16, 32], padding: around(1) },
  { x: [2, 10, 13, 20], w: [3, 3, 20, 9], padding: around(2) },
  { x: [3, 10, 9, 11], w: [3, 3, 11, 24], padding: { top: 2, bottom: 0, left: 1, right: 3 } },
  // A border wider than the kernel: the gradient leaves out the rim of dy.
  { x: [2, 7, 8, 8], w: [3, 3, 8, 12], padding: { top: 3, bottom: 4, left: 4, right: 3 } },
  // Several blocks of tiles, the last one incomplete.
  { x: [7, 24, 22, 12], w: [3, 3, 12, 17], padding: around(1) },
];

const dilatedShapes: readonly ConvolutionShape[] = [
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1], dilation: [3, 3] },
  { x: [1, 5, 5, 1], w: [3, 3, 1, 1], dilation: [2, 2] },
  { x: [2, 9, 7, 3], w: [3, 2, 3, 5], dilation: [3, 1] },
  { x: [2, 7, 9, 3], w: [2, 3, 3, 5], dilation: [1, 3] },
  { x: [1, 9, 9, 4], w: [3, 3, 4, 8], dilation: [2, 2], padding: around(2) },
  { x: [2, 9, 9, 2], w: [3, 3, 2, 9], dilation: [4, 4], stride: [2, 2], padding: around(3) },
  { x: [2, 11, 8, 3], w: [2, 2, 3, 7], dilation: [2, 2], stride: [3, 4] },
  { x: [3, 6, 6, 5], w: [1, 1, 5, 13], dilation: [2, 5] },
  { x: [1, 8, 8, 33], w: [3, 3, 33, 17], dilation: [2, 2], padding: around(2) },
  { x: [2, 5, 9, 8], w: [2, 3, 8, 2], dilation: [3, 2], stride: [1, 2] },
  { x: [1, 13, 1, 2], w: [5, 1, 2, 3], dilation: [2, 1], stride: [2, 1] },
  { x: [20, 5, 5, 1], w: [2, 2, 1, 6], dilation: [3, 3], padding: { top: 2, bottom: 0, left: 0, right: 1 } },
];

const groupedShapes: readonly ConvolutionShape[] = [
  { x: [1, 1, 1, 2], w: [1, 1, 1, 2], groups: 2 },
  { x: [1, 5, 5, 2], w: [3, 3, 1, 2], groups: 2 },
  { x: [2, 7, 6, 6], w: [3, 2, 3, 4], groups: 2 },
  { x: [2, 6, 6, 6], w: [3, 3, 2, 9], groups: 3, padding: around(1) },
  { x: [1, 9, 7, 16], w: [3, 3, 4, 36], groups: 4, stride: [2, 2] },
  { x: [2, 5, 5, 9], w: [2, 2, 3, 27], groups: 3, stride: [3, 3], padding: { top: 1, bottom: 0, left: 0, right: 1 } },
  { x: [1, 8, 8, 20], w: [3, 3, 10, 20], groups: 2, dilation: [2, 2], padding: around(2) },
  // Depthwise, with one filter per channel and with several.
  { x: [2, 5, 5, 3], w: [3, 3, 1, 3], groups: 3, padding: around(1) },
  { x: [3, 8, 8, 8], w: [3, 3, 1, 8], groups: 8, stride: [2, 2], padding: around(1) },
  { x: [4, 14, 14, 13], w: [5, 5, 1, 13], groups: 13 },
  { x: [1, 9, 9, 6], w: [3, 2, 1, 6], groups: 6, dilation: [2, 3], padding: { top: 1, bottom: 0, left: 2, right: 0 } },
  { x: [2, 4, 9, 4], w: [2, 3, 1, 4], groups: 4, stride: [3, 4] },
  { x: [1, 6, 6, 4], w: [3, 3, 1, 8], groups: 4, padding: around(1) },
];

const poolShapes: readonly ({ readonly x: Shape } & PoolAttributes)[] = [
  { x: [1, 1, 1, 1], window: [1, 1], stride: [1, 1] },
  { x: [1, 4, 4, 1], window: [2, 2], stride: [2, 2] },
  { x: [2, 6, 4, 2], window: [2, 2], stride: [2, 2] },
  { x: [2, 6, 6, 3], window: [3, 3], stride: [3, 3] },
  { x: [3, 8, 8, 6], window: [2, 2], stride: [2, 2] },
  { x: [2, 5, 7, 6], window: [2, 2], stride: [2, 2] },
  { x: [2, 7, 7, 5], window: [3, 3], stride: [2, 2] },
  { x: [1, 9, 9, 16], window: [3, 3], stride: [2, 2] },
  { x: [2, 8, 8, 7], window: [2, 2], stride: [3, 3] },
  { x: [2, 9, 6, 4], window: [2, 3], stride: [1, 2] },
  { x: [1, 6, 6, 9], window: [3, 3], stride: [1, 1] },
  { x: [2, 5, 5, 8], window: [5, 5], stride: [1, 1] },
  { x: [1, 17, 17, 3], window: [17, 17], stride: [1, 1] },
  { x: [1, 1, 1, 1], window: [3, 3], stride: [1, 1], padding: around(1) },
  { x: [2, 7, 6, 6], window: [3, 3], stride: [1, 1], padding: around(1) },
  { x: [1, 7, 7, 3], window: [3, 3], stride: [2, 2], padding: around(1) },
  { x: [2, 5, 4, 9], window: [2, 3], stride: [1, 2], padding: { top: 1, bottom: 0, left: 0, right: 2 } },
  // Windows that tile the padded picture, to its end and not.
  { x: [2, 3, 5, 4], window: [2, 2], stride: [2, 2], padding: { top: 1, bottom: 0, left: 0, right: 1 } },
  { x: [1, 6, 6, 7], window: [2, 2], stride: [2, 2], padding: around(1) },
  { x: [2, 5, 5, 2], window: [2, 2], stride: [2, 2], padding: { top: 1, bottom: 1, left: 1, right: 0 } },
];

const imageShapes: readonly Shape[] = [
  [1, 1, 1, 1],
  [1, 4, 4, 1],
  [2, 1, 5, 3],
  [2, 3, 1, 4],
  [3, 2, 2, 5],
  [1, 7, 7, 6],
  [2, 5, 3, 7],
  [4, 8, 8, 8],
  [2, 6, 6, 9],
  [1, 17, 16, 13],
  [5, 3, 4, 17],
  [2, 2, 9, 32],
];

const matrixShapes: readonly (readonly [rows: number, depth: number, columns: number])[] = [
  [1, 1, 1],
  [1, 400, 10],
  [2, 3, 5],
  [4, 8, 8],
  [5, 7, 9],
  [32, 400, 120],
  [33, 84, 10],
  [3, 1, 17],
  [17, 33, 34],
  [16, 30, 33],
  [7, 600, 6],
  [130, 5, 40],
];

const reductions: readonly (readonly [x: Shape, axes: readonly number[]])[] = [
  [[1], [0]],
  [[7], [0]],
  [[1, 1], [1]],
  [[3, 5], [0]],
  [[3, 5], [1]],
  [[300, 6], [0]],
  [[6, 300], [1]],
  [
    [2, 3],
    [0, 1],
  ],
  [[2, 3, 5], [1]],
  [
    [2, 9, 9, 6],
    [1, 2],
  ],
  [
    [1, 7, 5, 4],
    [1, 2],
  ],
  [
    [3, 8, 8, 17],
    [0, 1, 2],
  ],
  [
    [2, 3, 4, 5],
    [0, 2],
  ],
  [
    [2, 3, 4, 5],
    [1, 3],
  ],
  [[2, 3, 4, 5], [3]],
  [
    [2, 3, 4, 5],
    [0, 3],
  ],
];

const blocks: readonly { x: Shape; start: Shape; size: Shape }[] = [
  { x: [1], start: [0], size: [1] },
  { x: [1, 1, 1, 1], start: [0, 0, 0, 0], size: [1, 1, 1, 1] },
  { x: [9], start: [3], size: [5] },
  { x: [4, 6], start: [1, 0], size: [3, 6] },
  { x: [4, 6], start: [0, 5], size: [4, 1] },
  { x: [3, 4, 5], start: [1, 1, 1], size: [2, 2, 3] },
  { x: [2, 3, 7], start: [0, 2, 0], size: [2, 1, 7] },
  { x: [2, 8, 8, 3], start: [0, 2, 1, 0], size: [2, 5, 7, 3] },
  { x: [1, 5, 5, 6], start: [0, 0, 0, 2], size: [1, 5, 5, 3] },
  { x: [3, 6, 4, 5], start: [2, 1, 0, 4], size: [1, 4, 3, 1] },
  { x: [2, 7, 3, 16], start: [0, 0, 1, 8], size: [2, 7, 1, 8] },
  { x: [5, 3, 3, 1], start: [1, 0, 1, 0], size: [3, 3, 2, 1] },
];
const flips: readonly { x: Shape; axes: readonly number[] }[] = [
  { x: [1], axes: [0] },
  { x: [7], axes: [0] },
  { x: [3, 5], axes: [0] },
  { x: [3, 5], axes: [1] },
  { x: [2, 3, 4], axes: [0, 2] },
  { x: [1, 1, 1, 1], axes: [2] },
  { x: [2, 8, 8, 3], axes: [2] },
  { x: [2, 5, 7, 4], axes: [1] },
  { x: [1, 6, 3, 5], axes: [1, 2] },
  { x: [3, 2, 2, 6], axes: [3] },
  { x: [3, 2, 5, 2], axes: [0, 1, 2, 3] },
  { x: [2, 9, 1, 17], axes: [0, 3] },
];
const joints: readonly { a: Shape; b: Shape; axis: number }[] = [
  { a: [1], b: [1], axis: 0 },
  { a: [3], b: [5], axis: 0 },
  { a: [2, 3], b: [2, 1], axis: 1 },
  { a: [1, 7], b: [4, 7], axis: 0 },
  { a: [2, 3, 5], b: [2, 2, 5], axis: 1 },
  { a: [1, 1, 1, 1], b: [1, 1, 1, 1], axis: 3 },
  { a: [2, 4, 4, 3], b: [2, 4, 4, 5], axis: 3 },
  { a: [2, 5, 3, 16], b: [2, 5, 3, 8], axis: 3 },
  { a: [1, 9, 9, 6], b: [1, 9, 9, 1], axis: 3 },
  { a: [3, 2, 4, 2], b: [3, 5, 4, 2], axis: 1 },
  { a: [3, 2, 4, 2], b: [3, 2, 1, 2], axis: 2 },
  { a: [3, 2, 4, 2], b: [1, 2, 4, 2], axis: 0 },
];

const maskShapes: readonly Shape[] = [
  [1],
  [5],
  [1, 1],
  [2, 7],
  [4, 4],
  [3, 33],
  [2, 3, 5],
  [1, 9, 9, 1],
  [2, 16, 16, 1],
  [3, 8, 8, 5],
  [2, 1, 1, 6],
  [7, 2, 3, 4],
];
const scoreShapes: readonly (readonly [number, number])[] = [
  [1, 2],
  [1, 10],
  [2, 3],
  [3, 2],
  [5, 4],
  [32, 10],
  [7, 13],
  [4, 100],
  [9, 8],
  [2, 17],
  [33, 5],
  [1, 3],
];

const styleShapes: readonly Shape[] = [
  [1, 1, 1, 1],
  [1, 4, 4, 1],
  [2, 3, 5, 2],
  [1, 7, 7, 3],
  [3, 2, 2, 4],
  [2, 5, 4, 5],
  [1, 9, 9, 6],
  [2, 1, 3, 7],
  [1, 16, 16, 8],
  [2, 6, 6, 13],
  [1, 1, 1, 17],
  [1, 32, 32, 16],
];

const flatShapes: readonly Shape[] = [[], [1], [7], [2, 3], [3, 5, 7, 6], [2, 16, 16, 4]];
const channelShapes: readonly Shape[] = [
  [1, 1],
  [3, 5],
  [2, 4],
  [300, 3],
  [7, 6],
  [2, 3, 4, 5],
  [3, 9, 9, 6],
  [600, 17],
];
const rowShapes: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 10],
  [3, 2],
  [5, 4],
  [32, 10],
  [7, 13],
];

/** At least 8 places for each channel: a variance of fewer is mostly rounding. */
const normalizationShapes: readonly Shape[] = [
  [8, 1],
  [9, 3],
  [8, 4],
  [8, 1, 1, 5],
  [1, 4, 4, 1],
  [1, 3, 3, 2],
  [1, 5, 3, 7],
  [2, 2, 2, 8],
  [3, 9, 9, 6],
  [5, 4, 7, 13],
  [2, 16, 16, 4],
  [600, 17],
];

/** At least 8 channels at each place. */
const placeShapes: readonly Shape[] = [
  [8],
  [1, 9],
  [3, 8],
  [1, 1, 1, 11],
  [1, 4, 4, 12],
  [2, 3, 1, 13],
  [1, 5, 3, 16],
  [2, 2, 2, 17],
  [3, 9, 9, 8],
  [7, 20],
  [2, 4, 4, 33],
  [300, 10],
];

const sequenceShapes: readonly { x: Shape; w: Shape; stride: number; dilation?: number; groups?: number }[] = [
  { x: [1, 1, 1], w: [1, 1, 1], stride: 1 },
  { x: [2, 9, 3], w: [3, 3, 5], stride: 2 },
  { x: [1, 12, 4], w: [2, 4, 8], stride: 3, dilation: 3 },
  { x: [3, 16, 6], w: [5, 1, 6], stride: 1, groups: 6 },
];
const maxoutShapes: readonly (readonly [pieces: number, ...x: number[]])[] = [
  [1, 1, 1],
  [2, 3, 6],
  [5, 4, 5],
  [3, 2, 4, 5, 9],
  [4, 1, 3, 3, 32],
];

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

export const conformanceCases: readonly ConformanceCase[] = [
  ...flatShapes.flatMap((shape) => [
    opCase('add', {}, [shape, shape]),
    opCase('multiply', {}, [shape, shape]),
    opCase('scale', { factor: -2.5 }, [shape]),
    opCase('relu', {}, [shape]),
    opCase('relu', {}, [shape], ['ties']),
    opCase('sigmoid', {}, [shape]),
    opCase('sigmoid', {}, [shape], ['large']),
    opCase('tanh', { amplitude: 1.7159, slope: 2 / 3 }, [shape]),
    opCase('tanh', { amplitude: 1, slope: 1 }, [shape], ['large']),
    opCase('mean', {}, [shape]),
    opCase('subtract', {}, [shape, shape]),
    opCase('divide', {}, [shape, shape], ['bell', 'positive']),
    ...[-3, 0, 1, 2, 7].map((exponent) => opCase('power', { exponent }, [shape], ['positive'])),
    ...[-1.5, 0.5, 2.25].map((exponent) => opCase('power', { exponent }, [shape], ['positive'])),
    opCase('power', { exponent: 3 }, [shape]),
    opCase('exp', {}, [shape]),
    opCase('log', {}, [shape], ['positive']),
    opCase('squareRoot', {}, [shape], ['positive']),
    ...(['maximum', 'minimum'] as const).flatMap((op) => [
      opCase(op, {}, [shape, shape]),
      opCase(op, {}, [shape, shape], ['ties', 'ties']),
    ]),
    opCase('leakyRelu', { slope: 0.1 }, [shape]),
    opCase('leakyRelu', { slope: 0 }, [shape], ['ties']),
    opCase('elu', { alpha: 1 }, [shape]),
    opCase('elu', { alpha: 0.5 }, [shape], ['large']),
    opCase('gelu', {}, [shape]),
    opCase('gelu', {}, [shape], ['large']),
    opCase('squaredError', {}, [shape, shape]),
    opCase('binaryCrossEntropy', {}, [shape, shape], ['bell', 'positive']),
    opCase('binaryCrossEntropy', {}, [shape, shape], ['large', 'positive']),
    ...[0, 0.25, 0.5].map((rate) =>
      opCase('dropout', { stream: 'drop1' }, [shape, [], [], []], ['bell', rate, 12345, 7]),
    ),
    opCase('sgdUpdate', {}, [shape, shape, []], ['bell', 'bell', 0.1]),
    opCase('momentum', {}, [shape, shape, []], ['bell', 'bell', 0.9]),
    opCase('movingAverage', {}, [shape, shape, []], ['bell', 'bell', 0.9]),
    opCase('movingAverageOfSquares', {}, [shape, shape, []], ['positive', 'bell', 0.999]),
    ...[1, 2, 1000].map((step) =>
      opCase(
        'adamUpdate',
        { epsilon: 1e-8 },
        [shape, shape, shape, [], [], [], []],
        ['bell', 'bell', 'positive', 0.01, step, 0.9, 0.999],
      ),
    ),
  ]),
  opCase('mean', {}, [[5000]]),
  opCase('reshape', { shape: [6, 20] }, [[2, 3, 4, 5]]),
  opCase('reshape', { shape: [] }, [[1, 1]]),
  opCase('meanGradient', { shape: [3, 7] }, [[]]),
  ...channelShapes.flatMap((shape) => [
    opCase('addBias', {}, [shape, [shape.at(-1) ?? 1]]),
    opCase('channelScale', {}, [shape, [shape.at(-1) ?? 1]]),
    opCase('biasGradient', {}, [shape]),
    opCase('channelScaleGradient', {}, [shape, shape]),
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
    ...[null, -1.5].flatMap((rejectLogit) =>
      (['bell', 'large'] as const).map((filling) =>
        opCase('softmaxCrossEntropy', { rejectLogit }, [[rows, classes], [rows]], [filling, { labelsBelow: classes }]),
      ),
    ),
    ...[null, -1.5].map((rejectLogit) =>
      opCase(
        'softmaxCrossEntropy',
        { rejectLogit, labelSmoothing: 0.2 },
        [[rows, classes], [rows]],
        ['bell', { labelsBelow: classes }],
      ),
    ),
    opCase('squaredDistance', {}, [
      [rows, 84],
      [classes, 84],
    ]),
    opCase('squaredDistance', {}, [
      [rows, 3],
      [classes, 3],
    ]),
  ]),
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
  ...[8, 9, 16, 100, 4099].map((length) =>
    opCase('dropout', { stream: 'fc6.dropout' }, [[length], [], [], []], ['bell', 0.5, 2 ** 24 - 1, 20_000]),
  ),

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
