import { describe, expect, test } from 'vitest';
import { canLookAt, networkOn, type DataForm } from './adapt';
import { resolveNetwork } from './resolve';
import { smallNetwork } from './testNetworks';
import { networkNamed, zoo } from './zoo';

const grey = [28, 28, 1] as const;
const colour = [32, 32, 3] as const;
const large = [64, 64, 3] as const;
const point = [1, 1, 2] as const;
const signal = [1, 128, 1] as const;
const shapes = [grey, colour, large, point, signal];
const classCounts = [2, 10, 26, 47, 100];

/** Which data each network of the zoo can look at, decided by hand: layers of windows need cells, 1998 needs its ten bitmaps. */
const pictures = [grey, colour, large];
const fitting: Readonly<Record<string, { shapes: readonly (readonly number[])[]; classes: readonly number[] }>> = {
  lenet5: { shapes: pictures, classes: classCounts },
  'lenet5-1998': { shapes: [grey, colour], classes: [10] },
  mlp: { shapes, classes: classCounts },
  'small-alexnet': { shapes: pictures, classes: classCounts },
  'small-vgg': { shapes: pictures, classes: classCounts },
  inception: { shapes: pictures, classes: classCounts },
  // No window without padding: a row of cells is a signal, one cell a point.
  'resnet-8': { shapes, classes: classCounts },
  'resnet-20': { shapes, classes: classCounts },
  // Pools two cells of a row.
  'rhythm-cnn': { shapes: [...pictures, signal], classes: classCounts },
};

describe.each(zoo.map((spec) => [spec.name, spec] as const))('%s', (name, spec) => {
  const cases = shapes.flatMap((shape) => classCounts.map((classes) => [shape.join('×'), classes, shape] as const));

  test.each(cases)('on %s with %i classes: resolves, or says why not', (_, classes, shape) => {
    const may = fitting[name];
    const expected = may !== undefined && may.shapes.includes(shape) && may.classes.includes(classes);
    const answer = canLookAt(spec, { shape, classes });
    expect(answer.can).toBe(expected);
    if (!answer.can) {
      expect(() => networkOn(spec, { shape, classes })).toThrow(answer.why);
      expect(answer.why).toMatch(
        new RegExp(`^${spec.title} on .*: layer [^ ]+ \\(.*: expected .*, found .*\\. .*hoose`, 's'),
      );
      return;
    }
    const network = resolveNetwork(networkOn(spec, { shape, classes }));
    expect(network.classes).toBe(classes);
    expect(network.input.shape[2]).toBe(shape[2]);
    expect(network.input.shape[0]).toBeGreaterThanOrEqual(shape[0]);
    expect(network.input.shape[1]).toBeGreaterThanOrEqual(shape[1]);
  });
});

test('x=28×28×1: pictures sit in the larger input of the description; x=64×64×3: the input grows', () => {
  const inputOn = (name: string, shape: DataForm['shape']) =>
    networkOn(networkNamed(name), { shape, classes: 10 }).inputs[0]?.shape;
  expect(inputOn('lenet5', grey)).toEqual([32, 32, 1]);
  expect(inputOn('resnet-8', grey)).toEqual([32, 32, 1]);
  expect(inputOn('lenet5', large)).toEqual([64, 64, 3]);
  expect(inputOn('mlp', [20, 40, 1])).toEqual([28, 40, 1]);
  // A border around a point or a signal would mean nothing.
  expect(inputOn('mlp', point)).toEqual([1, 1, 2]);
  expect(inputOn('mlp', [1, 20, 1])).toEqual([1, 20, 1]);
});

test('only the input and the layer that makes the logits change', () => {
  const spec = networkNamed('lenet5');
  const adapted = networkOn(spec, { shape: colour, classes: 26 });
  expect(adapted).toEqual({
    ...spec,
    inputs: [{ name: 'image', shape: [32, 32, 3] }],
    layers: [...spec.layers.slice(0, -1), { kind: 'dense', name: 'dense3', units: 26, initializer: 'lecun1998' }],
  });
  // The first convolution sees three channels, the last layer has 26 × (84 + 1) numbers, the rest is as it was.
  const count = (network: typeof spec): number =>
    resolveNetwork(network)
      .layers.flatMap(({ parameters }) => parameters)
      .reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);
  expect(count(adapted) - count(spec)).toBe(5 * 5 * 2 * 6 + 16 * 85);
});

test('nothing changes: the same object; the same question: the same answer', () => {
  for (const spec of zoo) {
    const { input, classes } = resolveNetwork(spec);
    expect(networkOn(spec, { shape: input.shape, classes })).toBe(spec);
  }
  const lenet = networkNamed('lenet5');
  expect(networkOn(lenet, { shape: grey, classes: 10 })).toBe(lenet);
  expect(networkOn(lenet, { shape: grey, classes: 47 })).toBe(networkOn(lenet, { shape: grey, classes: 47 }));
  expect(networkOn(lenet, { shape: grey, classes: 47 })).not.toBe(networkOn(lenet, { shape: grey, classes: 26 }));
});

test('classes reach a convolution through what only passes its channels on', () => {
  const spec = smallNetwork([
    { kind: 'convolution', name: 'scores', filters: 10, kernel: [1, 1] },
    { kind: 'activation', name: 'relu', function: 'relu' },
    { kind: 'globalAveragePool', name: 'average' },
  ]);
  const { layers } = networkOn(spec, { shape: [6, 6, 1], classes: 7 });
  expect(layers[0]).toMatchObject({ name: 'scores', filters: 7 });
  expect(layers.slice(1)).toEqual(spec.layers.slice(1));
});

test('refusals, in words', () => {
  const original = networkNamed('lenet5-1998');
  expect(() => networkOn(original, { shape: grey, classes: 47 })).toThrow(
    'LeNet-5 of 1998 on 47 classes: layer output (euclidean): expected the 10 classes that it was made for, found 47. Choose data of 10 classes, or a network that ends with a dense layer.',
  );
  expect(() => networkOn(original, { shape: large, classes: 10 })).toThrow(
    'LeNet-5 of 1998 on data of 64×64×3: layer C5 (convolution): expected an input of 5×5 cells, which its kernel covers as a whole, found 13×13. Choose pictures of at most 32×32, or another network.',
  );
  expect(() => networkOn(networkNamed('small-vgg'), { shape: signal, classes: 5 })).toThrow(
    'Small VGG on data of 1×128×1: layer pool1 (maxPool, after relu2): expected a window that fits into the input’s 1×128 cells, found 2×2. The nearest that fits is 1×2. Or choose other data, or a network of dense layers alone, which takes any size.',
  );
});
