/**
 * Random graphs: what executors do between ops (fusing, sharing and reusing memory, updating in place) on wirings that nobody thought
 * of.
 *
 * Picture: a list of steps, each an op on values that are there already, all of one shape [N,H,W,C], so that any of them fits; behind
 * them a loss, its gradient, and an update of every parameter. Some nodes are asked for, the others an executor may fuse away. A
 * counterexample prints as the calls of a builder that make its graph.
 *
 * Deliberately not here: shapes, which `randomCases.ts` is about, and any op that has no company to be fused with.
 */
import fc from 'fast-check';
import { createBuilder } from '../../src/graph/builder';
import { samePadding } from '../../src/graph/convolution';
import { gradient } from '../../src/graph/gradient';
import type { Graph, NodeId, Update } from '../../src/graph/graph';
import type { GraphBuilder } from '../../src/graph/opDefinition';
import type { Shape } from '../../src/tensor/shape';

export interface RandomGraph {
  readonly graph: Graph;
  /** Names of the outputs that are asked for. */
  readonly outputs: readonly string[];
  readonly toString: () => string;
}

interface Place {
  readonly builder: GraphBuilder;
  readonly shape: Shape;
  readonly name: string;
  /** Two values that are there, perhaps the same one. */
  readonly a: NodeId;
  readonly b: NodeId;
}

/** A parameter of one number for each channel; the few names make steps share them. */
const vectorOf = ({ builder, shape }: Place, name: string): NodeId => builder.parameter(name, shape.slice(-1));

function convolve({ builder, shape, name, a }: Place, cells: 1 | 3): NodeId {
  const channels = shape.at(-1) ?? 1;
  const w = builder.parameter(`filters${cells}`, [cells, cells, channels, channels]);
  const around = (cells - 1) / 2;
  return builder.apply('conv2d', name, [a, w], {
    stride: [1, 1],
    padding: { top: around, bottom: around, left: around, right: around },
  });
}

function pool({ builder, shape, name, a }: Place, op: 'maxPool' | 'averagePool', window: 2 | 3): NodeId {
  const [, height = 1, width = 1] = shape;
  const padding = samePadding([height, width], [window, window], [1, 1]);
  return builder.apply(op, name, [a], { window: [window, window], stride: [1, 1], padding });
}

function normalize(place: Place): NodeId {
  const { builder, name, a } = place;
  const mean = builder.apply('batchMean', `${name}.mean`, [a], {});
  const variance = builder.apply('batchVariance', `${name}.variance`, [a], {});
  const inputs = [a, mean, variance, vectorOf(place, 'gains'), vectorOf(place, 'shifts')];
  return builder.apply('normalize', name, inputs, { epsilon: 0.1 });
}

const steps = {
  relu: ({ builder, name, a }: Place) => builder.apply('relu', name, [a], {}),
  // Often, because executors join it with what stands before and behind it.
  'relu again': ({ builder, name, a }: Place) => builder.apply('relu', name, [a], {}),
  sigmoid: ({ builder, name, a }: Place) => builder.apply('sigmoid', name, [a], {}),
  scale: ({ builder, name, a }: Place) => builder.apply('scale', name, [a], { factor: -0.5 }),
  add: ({ builder, name, a, b }: Place) => builder.apply('add', name, [a, b], {}),
  subtract: ({ builder, name, a, b }: Place) => builder.apply('subtract', name, [a, b], {}),
  maximum: ({ builder, name, a, b }: Place) => builder.apply('maximum', name, [a, b], {}),
  gate: ({ builder, name, a, b }: Place) =>
    builder.apply('multiply', name, [a, builder.apply('sigmoid', `${name}.gate`, [b], {})], {}),
  addBias: (place: Place) => place.builder.apply('addBias', place.name, [place.a, vectorOf(place, 'bias')], {}),
  channelScale: (place: Place) =>
    place.builder.apply('channelScale', place.name, [place.a, vectorOf(place, 'gains')], {}),
  'convolution 3×3': (place: Place) => convolve(place, 3),
  'convolution 1×1': (place: Place) => convolve(place, 1),
  'max pooling 2×2': (place: Place) => pool(place, 'maxPool', 2),
  'max pooling 3×3': (place: Place) => pool(place, 'maxPool', 3),
  'average pooling': (place: Place) => pool(place, 'averagePool', 3),
  'batch normalization': normalize,
  'there and back': ({ builder, shape, name, a }: Place) => {
    const flat = builder.apply('reshape', `${name}.flat`, [a], { shape: [shape.reduce((x, y) => x * y, 1)] });
    return builder.apply('reshape', name, [flat], { shape });
  },
} as const;
const stepNames = Object.keys(steps) as readonly (keyof typeof steps)[];

/** The calls that build a graph, as text. */
function codeOf({ nodes, outputs, updates }: Graph, asked: readonly string[]): string {
  const id = (node: NodeId): string => `nodes[${node}]!`;
  const lines = nodes.map((node) => {
    const name = JSON.stringify(node.name);
    const shape = JSON.stringify(node.shape);
    switch (node.op) {
      case 'input':
        return `builder.input(${name}, ${shape}, '${node.dtype}'),`;
      case 'parameter':
        return `builder.parameter(${name}, ${shape}),`;
      case 'scalar':
        return `builder.scalar(${name}),`;
      case 'constant':
        return `builder.constant(${name}, ${shape}, Float32Array.of(${node.attributes.values.join(', ')})),`;
      default:
        return `builder.apply('${node.op}', ${name}, [${node.inputs.map(id).join(', ')}], ${JSON.stringify(node.attributes)}),`;
    }
  });
  const named = Object.entries(outputs).map(([name, node]) => `${JSON.stringify(name)}: ${id(node)}`);
  const updated = updates.map(({ slot, value }) => `{ slot: ${JSON.stringify(slot)}, value: ${id(value)} }`);
  return [
    '',
    ...lines.map((line, index) => `/* ${index} */ ${line}`),
    `builder.finish({ outputs: { ${named.join(', ')} }, updates: [${updated.join(', ')}] })`,
    `compiled for ${JSON.stringify(asked)}`,
    '',
  ].join('\n');
}

interface Step {
  readonly step: keyof typeof steps;
  /** Which of the values so far, counted from the last. */
  readonly a: number;
  readonly b: number;
  readonly asked: boolean;
}

function build(shape: Shape, list: readonly Step[], trained: boolean): RandomGraph {
  const builder = createBuilder();
  const values: NodeId[] = [builder.input('x', shape, 'float32')];
  const outputs: Record<string, NodeId> = {};
  list.forEach(({ step, a, b, asked }, index) => {
    const back = (count: number): NodeId => values[Math.max(0, values.length - 1 - count)]!;
    const name = `${index} ${step}`;
    const value = steps[step]({ builder, shape, name, a: back(a), b: back(b) });
    values.push(value);
    if (asked) outputs[name] = value;
  });
  const last = values.at(-1)!;
  outputs['loss'] = builder.apply('mean', 'loss', [builder.apply('multiply', 'squares', [last, last], {})], {});
  const updates: Update[] = [];
  const parameters = builder.nodes.flatMap((node) => (node.op === 'parameter' ? [node] : []));
  const influential = parameters.filter(({ id }) => reaches(builder, id, last));
  if (trained && influential.length > 0) {
    const rate = builder.scalar('rate');
    const wanted = influential.map(({ id }) => id);
    for (const [id, slope] of gradient(builder, outputs['loss'], wanted)) {
      const { name } = builder.node(id);
      updates.push({ slot: name, value: builder.apply('sgdUpdate', `${name}.next`, [id, slope, rate], {}) });
    }
  }
  const graph = builder.finish({ outputs, updates });
  const asked = Object.keys(outputs);
  return { graph, outputs: asked, toString: () => codeOf(graph, asked) };
}

function reaches(builder: GraphBuilder, from: NodeId, to: NodeId): boolean {
  return to === from || builder.node(to).inputs.some((input) => reaches(builder, from, input));
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  step: fc.constantFrom(...stepNames),
  // The value before, mostly: chains are what executors join.
  a: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
  b: fc.nat(4),
  asked: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

export const randomGraphs: fc.Arbitrary<RandomGraph> = fc
  .record({
    shape: fc.tuple(
      fc.integer({ min: 2, max: 3 }),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 1, max: 9 }),
    ),
    list: fc.array(stepArbitrary, { minLength: 1, maxLength: 10 }),
    trained: fc.boolean(),
  })
  .map(({ shape, list, trained }) => build(shape, list, trained));
