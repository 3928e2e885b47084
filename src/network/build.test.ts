import { describe, expect, test } from 'vitest';
import { evaluate } from '../reference/evaluate';
import { Grid } from '../reference/grid';
import { randomStream } from '../tensor/random';
import { sizeOf } from '../tensor/shape';
import { buildEvaluation, buildInspection, buildTraining } from './build';
import { smallAlexnet } from './families';
import { hyperparametersOf } from './hyperparameters';
import { optimizerNames } from './spec';
import { everyKind, smallFamilies } from './testNetworks';
import { networkNamed, zoo } from './zoo';

describe('buildTraining', () => {
  test('declares inputs, outputs, slots and moments by their names', () => {
    const { graph, slots, trainable } = buildTraining(networkNamed('lenet5'), { batchSize: 8, optimizer: 'adam' });
    const inputs = graph.nodes.filter((node) => node.op === 'input').map((node) => [node.name, node.shape, node.dtype]);
    expect(inputs).toEqual([
      ['image', [8, 32, 32, 1], 'float32'],
      ['labels', [8], 'int32'],
    ]);
    expect(Object.keys(graph.outputs)).toEqual(['loss', 'predicted']);
    expect(trainable).toEqual(
      ['conv1', 'conv2', 'dense1', 'dense2', 'dense3'].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]),
    );
    expect(slots).toHaveLength(30);
    expect(slots.slice(10, 12)).toEqual([
      { name: 'conv1.weight@mean', shape: [5, 5, 1, 6] },
      { name: 'conv1.weight@meanSquare', shape: [5, 5, 1, 6] },
    ]);
  });

  test.each([
    ['sgd', [], 1],
    ['momentum', ['momentum'], 2],
    ['nesterov', ['momentum'], 2],
    ['adagrad', ['epsilon'], 2],
    ['adadelta', ['rho', 'epsilon'], 3],
    ['rmsprop', ['rho', 'epsilon'], 2],
    ['adam', ['step', 'beta1', 'beta2', 'epsilon'], 3],
    ['adamw', ['step', 'beta1', 'beta2', 'epsilon'], 3],
  ] as const)('%s reads %s and what all read, and updates every slot it declares', (optimizer, own, perParameter) => {
    const { graph, slots, trainable } = buildTraining(networkNamed('lenet5-1998'), { batchSize: 2, optimizer });
    const scalars = graph.nodes.filter((node) => node.op === 'scalar').map((node) => node.name);
    const common = ['learningRate', 'l1', 'l2', 'weightDecay', 'clipNorm'];
    expect(new Set(scalars)).toEqual(new Set([...common, ...own]));
    expect(new Set(hyperparametersOf(optimizer))).toEqual(new Set(scalars.filter((name) => name !== 'step')));
    expect(slots).toHaveLength(trainable.length * perParameter);
    expect(new Set(graph.updates.map((update) => update.slot))).toEqual(new Set(slots.map((slot) => slot.name)));
  });

  test('computes no gradient of the image', () => {
    for (const spec of zoo) {
      for (const optimizer of optimizerNames) {
        const { graph } = buildTraining(spec, { batchSize: 2, optimizer });
        expect(graph.nodes.some((node) => node.name.startsWith('image#'))).toBe(false);
      }
    }
  });

  test('refuses a batch of nothing', () => {
    expect(() => buildTraining(networkNamed('lenet5'), { batchSize: 0, optimizer: 'sgd' })).toThrow(
      'lenet5: expected a batch size that is a whole number, 1 or more, found 0. Choose 32 if in doubt.',
    );
  });
});

test('buildEvaluation gives losses, predictions and probabilities, and changes nothing', () => {
  const { graph, slots } = buildEvaluation(networkNamed('lenet5'), { batchSize: 100 });
  const shapes = Object.entries(graph.outputs).map(([name, id]) => [name, graph.nodes[id]!.shape]);
  expect(shapes).toEqual([
    ['losses', [100]],
    ['predicted', [100]],
    ['probabilities', [100, 10]],
  ]);
  expect(graph.updates).toEqual([]);
  expect(slots).toHaveLength(10);
});

test('buildInspection gives the image, every layer and the probabilities', () => {
  const { graph } = buildInspection(networkNamed('lenet5-1998'));
  const shape = (name: string) => graph.nodes[graph.outputs[name]!]!.shape;
  expect(Object.keys(graph.outputs)).toEqual([
    'image',
    ...networkNamed('lenet5-1998').layers.map((layer) => layer.name),
    'probabilities',
  ]);
  expect([shape('image'), shape('C3'), shape('F6'), shape('output')]).toEqual([
    [1, 32, 32, 1],
    [1, 10, 10, 16],
    [1, 84],
    [1, 10],
  ]);
});

test('C3 sees only the maps that its table opens', () => {
  const { graph } = buildInspection(networkNamed('lenet5-1998'));
  const mask = graph.nodes.find((node) => node.name === 'C3.connections')!;
  if (mask.op !== 'constant') throw new Error('the table of connections is no constant');
  const seenBy = (filter: number): number[] =>
    [0, 1, 2, 3, 4, 5].filter((channel) => mask.attributes.values[channel * 16 + filter] === 1);
  expect([0, 5, 11, 12, 13, 14, 15].map(seenBy)).toEqual([
    [0, 1, 2],
    [0, 1, 5],
    [0, 1, 2, 5],
    [0, 1, 3, 4],
    [1, 2, 4, 5],
    [0, 2, 3, 5],
    [0, 1, 2, 3, 4, 5],
  ]);
  const counts = Array.from({ length: 6 }, (_, channel) =>
    Array.from({ length: 16 }, (_unused, filter) => filter).filter((filter) => seenBy(filter).includes(channel)),
  ).map((filters) => filters.length);
  // Every map of S2 feeds ten of the sixteen.
  expect(counts).toEqual([10, 10, 10, 10, 10, 10]);
});

describe('the whole backward pass against finite differences, batch 2, float64', () => {
  const lenets = [networkNamed('lenet5'), networkNamed('lenet5-1998')];
  const alexnet = smallAlexnet({ input: [16, 16, 3], width: 4 });
  const dropping = { ...alexnet, name: 'small-alexnet with dropout' };
  test.each([...lenets, ...smallFamilies(), dropping, ...everyKind()].map((spec) => [spec.name, spec] as const))(
    '%s',
    (_, spec) => {
      const { graph, trainable, scalars } = buildTraining(spec, { batchSize: 2, optimizer: 'sgd' });
      const stream = randomStream(5, spec.name);
      // Weights of a size that keeps the signal alive through all layers, so that no gradient drowns in rounding.
      const values = new Map(
        graph.nodes.flatMap(({ op, name, shape }) => {
          if (op !== 'parameter' && op !== 'input') return [];
          if (name === 'labels') return [[name, new Grid(shape, [3, 8])] as const];
          const fanIn = shape.length < 2 || op === 'input' ? 1 : sizeOf(shape.slice(0, -1));
          const size = Math.sqrt(1 / fanIn);
          return [
            [
              name,
              new Grid(
                shape,
                Float64Array.from({ length: sizeOf(shape) }, () => stream.bell() * size),
              ),
            ] as const,
          ];
        }),
      );
      for (const [slot, value] of Object.entries({ ...scalars, seed: 7, step: 1, learningRate: 1 }))
        values.set(slot, new Grid([], [value]));
      const loss = graph.outputs['loss']!;
      const forward = graph.nodes.slice(0, loss + 1);
      const backward = graph.nodes.slice(
        0,
        graph.nodes.findIndex((node) => node.op === 'squaredNorm'),
      );
      const analytic = evaluate(backward, (leaf) => values.get(leaf.name)!);
      const lossWith = (slot: string, changed: Grid): number =>
        evaluate(forward, (leaf) => (leaf.name === slot ? changed : values.get(leaf.name)!))
          .get(loss)!
          .get();

      for (const slot of trainable) {
        const x = values.get(slot)!;
        const dx = analytic.get(graph.nodes.find((node) => node.name === `${slot}#gradient`)!.id)!;
        // Along one random direction for all elements at once, so that none is left out.
        const direction = Float64Array.from(x.values, () => stream.bell());
        const expected = dx.values.reduce((sum, slope, element) => sum + slope * direction[element]!, 0);
        const step = 1e-6;
        const moved = (by: number): Grid =>
          new Grid(
            x.shape,
            x.values.map((value, element) => value + by * direction[element]!),
          );
        const numeric = (lossWith(slot, moved(step)) - lossWith(slot, moved(-step))) / (2 * step);
        const where = `${slot}: rules ${expected}, finite difference ${numeric}`;
        expect(Math.abs(expected), where).toBeGreaterThan(1e-4);
        expect(Math.abs(numeric - expected), where).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
      }
    },
    60_000,
  );
});
