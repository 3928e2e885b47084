import { describe, expect, test } from 'vitest';
import type { NodeId, Padding } from '../graph/graph';
import { evaluate } from '../reference/evaluate';
import { Grid, indices } from '../reference/grid';
import { randomStream } from '../tensor/random';
import { sizeOf } from '../tensor/shape';
import { buildInspection } from './build';
import { inception, resnet } from './families';
import { initialParameters } from './initialize';
import { summarize } from './summary';
import { everyKind, smallNetwork } from './testNetworks';
import { networkNamed } from './zoo';

const modern = summarize(networkNamed('lenet5'));
const original = summarize(networkNamed('lenet5-1998'));

/** Layer, shape, parameters, connections, multiply-adds, bytes of the activation, receptive field. */
function rows(summary: typeof modern): unknown[][] {
  return summary.layers.map((layer) => [
    layer.name,
    layer.shape.join('×'),
    layer.parameters,
    layer.connections,
    layer.multiplyAdds,
    layer.activationBytes,
    layer.receptiveField.size.join('×'),
    layer.receptiveField.jump.join('×'),
  ]);
}

describe('lenet5, the modern form', () => {
  test('layer by layer', () => {
    expect(rows(modern)).toEqual([
      ['conv1', '28×28×6', 156, 122_304, 117_600, 18_816, '5×5', '1×1'],
      ['relu1', '28×28×6', 0, 0, 0, 18_816, '5×5', '1×1'],
      ['pool1', '14×14×6', 0, 4_704, 0, 4_704, '6×6', '2×2'],
      ['conv2', '10×10×16', 2_416, 241_600, 240_000, 6_400, '14×14', '2×2'],
      ['relu2', '10×10×16', 0, 0, 0, 6_400, '14×14', '2×2'],
      ['pool2', '5×5×16', 0, 1_600, 0, 1_600, '16×16', '4×4'],
      ['flatten', '400', 0, 0, 0, 1_600, '16×16', '4×4'],
      ['dense1', '120', 48_120, 48_120, 48_000, 480, '32×32', '0×0'],
      ['relu3', '120', 0, 0, 0, 480, '32×32', '0×0'],
      ['dense2', '84', 10_164, 10_164, 10_080, 336, '32×32', '0×0'],
      ['relu4', '84', 0, 0, 0, 336, '32×32', '0×0'],
      ['dense3', '10', 850, 850, 840, 40, '32×32', '0×0'],
    ]);
  });

  test('in all: 61,706 parameters, 416,520 multiply-adds', () => {
    expect(modern).toMatchObject({ parameters: 61_706, multiplyAdds: 416_520, parameterBytes: 246_824 });
  });

  test('names what feeds each layer and what it trains', () => {
    expect(modern.layers[0]).toMatchObject({
      from: ['image'],
      inputShapes: [[32, 32, 1]],
      slots: [
        { name: 'conv1.weight', shape: [5, 5, 1, 6] },
        { name: 'conv1.bias', shape: [6] },
      ],
    });
    expect(modern.layers[7]).toMatchObject({ from: ['flatten'], slots: [{ shape: [400, 120] }, { shape: [120] }] });
  });
});

describe('lenet5-1998', () => {
  test('layer by layer, as the paper counts', () => {
    expect(rows(original).filter(([name]) => !String(name).endsWith('tanh'))).toEqual([
      ['C1', '28×28×6', 156, 122_304, 117_600, 18_816, '5×5', '1×1'],
      ['S2', '14×14×6', 12, 5_880, 1_176, 4_704, '6×6', '2×2'],
      ['C3', '10×10×16', 1_516, 151_600, 150_000, 6_400, '14×14', '2×2'],
      ['S4', '5×5×16', 32, 2_000, 400, 1_600, '16×16', '4×4'],
      ['C5', '1×1×120', 48_120, 48_120, 48_000, 480, '32×32', '4×4'],
      ['flatten', '120', 0, 0, 0, 480, '32×32', '4×4'],
      ['F6', '84', 10_164, 10_164, 10_080, 336, '32×32', '0×0'],
      ['output', '10', 0, 840, 840, 40, '32×32', '0×0'],
    ]);
  });

  test('in all: 60,000 trained parameters and 340,908 connections', () => {
    expect(original).toMatchObject({ parameters: 60_000, connections: 340_908 });
  });
});

describe('receptive fields', () => {
  test('start above and to the left of the image where there is padding', () => {
    const padding: Padding = { top: 2, bottom: 0, left: 1, right: 0 };
    const { layers } = summarize(
      smallNetwork([
        { kind: 'convolution', name: 'first', filters: 1, kernel: [3, 3], padding: 'same' },
        { kind: 'averagePool', name: 'pool', window: [2, 2] },
        { kind: 'convolution', name: 'second', filters: 1, kernel: [3, 2], stride: [1, 2], padding },
        { kind: 'flatten', name: 'flat' },
        { kind: 'dense', name: 'last', units: 2 },
      ]),
    );
    const fields = layers.map((layer) => layer.receptiveField);
    expect(fields[0]).toEqual({ size: [3, 3], jump: [1, 1], start: [-1, -1] });
    expect(fields[1]).toEqual({ size: [4, 4], jump: [2, 2], start: [-1, -1] });
    expect(fields[2]).toEqual({ size: [8, 6], jump: [2, 4], start: [-5, -3] });
    // Three rows of jump 2 and two columns of jump 4.
    expect(fields[4]).toEqual({ size: [12, 10], jump: [0, 0], start: [-5, -3] });
  });

  test.each(
    [
      ...everyKind(),
      resnet({ input: [8, 8, 1], width: 2, blocks: 1 }),
      inception({ input: [16, 16, 1], width: 2 }),
    ].map((spec) => [spec.name, spec] as const),
  )('hold all that depends on a pixel: %s', (_, spec) => {
    const { graph } = buildInspection(spec);
    const parameters = initialParameters(spec, 1);
    const shape = spec.inputs[0]!.shape;
    const random = randomStream(3, spec.name);
    const plain = Float64Array.from({ length: sizeOf(shape) }, () => random.bell());
    const valuesWith = (image: Float64Array): ReadonlyMap<NodeId, Grid> =>
      evaluate(graph.nodes, (leaf) =>
        leaf.op === 'input'
          ? new Grid(leaf.shape, image)
          : new Grid(leaf.shape, Float64Array.from(parameters.get(leaf.name)!)),
      );
    const before = valuesWith(plain);
    const { layers } = summarize(spec);
    let touched = 0;
    for (const pixel of [0, 27, 45, shape[0] * shape[1] - 1]) {
      const changed = plain.slice();
      for (let channel = 0; channel < shape[2]; channel++) changed[pixel * shape[2] + channel]! += 3;
      const after = valuesWith(changed);
      const at = [Math.floor(pixel / shape[1]), pixel % shape[1]] as const;
      for (const { name, shape: grid, receptiveField } of layers) {
        if (grid.length !== 3) continue;
        const [old, now] = [before, after].map((values) => values.get(graph.outputs[name]!)!.values);
        for (let cell = 0; cell < grid[0]! * grid[1]!; cell++) {
          const channels = Array.from({ length: grid[2]! }, (_unused, channel) => cell * grid[2]! + channel);
          if (channels.every((index) => old![index] === now![index])) continue;
          touched++;
          const position = [Math.floor(cell / grid[1]!), cell % grid[1]!] as const;
          for (const axis of [0, 1] as const) {
            const { start, jump, size } = receptiveField;
            const from = start[axis] + position[axis] * jump[axis];
            // Between two cells of a grid that was enlarged or reduced, the field is right to within a cell of that grid.
            const slack = Number.isInteger(jump[axis]) ? 0 : 2;
            expect(at[axis], `${name} ${position.join(',')}`).toBeGreaterThanOrEqual(from - slack);
            expect(at[axis], `${name} ${position.join(',')}`).toBeLessThan(from + size[axis] + slack);
          }
        }
      }
    }
    expect(touched).toBeGreaterThan(50);
  });

  test('agree with what really depends on a pixel', () => {
    const spec = smallNetwork([
      { kind: 'convolution', name: 'first', filters: 1, kernel: [2, 3], padding: 'same' },
      { kind: 'activation', name: 'squash', function: 'tanh' },
      { kind: 'averagePool', name: 'pool', window: [2, 2], stride: [1, 2] },
      { kind: 'convolution', name: 'second', filters: 1, kernel: [2, 2] },
      { kind: 'flatten', name: 'flat' },
      { kind: 'dense', name: 'last', units: 2 },
    ]);
    const { graph } = buildInspection(spec);
    const parameters = initialParameters(spec, 1);
    const second = (image: Grid): Grid =>
      evaluate(graph.nodes, (leaf) =>
        leaf.op === 'input' ? image : new Grid(leaf.shape, parameters.get(leaf.name) ?? null),
      ).get(graph.outputs['second']!)!;
    const field = summarize(spec).layers.find((layer) => layer.name === 'second')!.receptiveField;
    const dark = second(new Grid([1, 6, 6, 1]));
    const [, rowsOut, columnsOut] = dark.shape;

    for (const [row, column] of indices(6, 6)) {
      const image = new Grid([1, 6, 6, 1]);
      image.set(1, 0, row, column, 0);
      const changed = second(image);
      for (const [i, j] of indices(rowsOut!, columnsOut!)) {
        const seen = [row, column].every((pixel, axis) => {
          const first = field.start[axis]! + [i, j][axis]! * field.jump[axis]!;
          return pixel >= first && pixel < first + field.size[axis]!;
        });
        expect(changed.get(0, i, j, 0) !== dark.get(0, i, j, 0), `pixel ${row},${column} cell ${i},${j}`).toBe(seen);
      }
    }
  });
});
