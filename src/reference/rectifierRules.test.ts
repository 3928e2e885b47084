import { expect, test } from 'vitest';
import { createBuilder } from '../graph/builder';
import { gradient, rectifierRules } from '../graph/gradient';
import { evaluate } from './evaluate';
import { valuesOf, vector } from './literals';

/** The four cases of a rectifier: off and on, with a negative and a positive gradient. */
const expected = {
  derivative: [0, 0, -1, 1],
  deconvnet: [0, 1, 0, 1],
  guided: [0, 0, 0, 1],
} as const;

test.each(rectifierRules)('%s: x=[−2,−2,3,3] dy=[−1,1,−1,1]', (rectifier) => {
  const builder = createBuilder();
  const x = builder.input('x', [4], 'float32');
  const y = builder.apply('relu', 'y', [x], {});
  const weights = builder.constant('weights', [4], Float32Array.of(-4, 4, -4, 4));
  const loss = builder.apply('mean', 'loss', [builder.apply('multiply', 'weighted', [y, weights], {})], {});
  const dx = gradient(builder, loss, [x], { rectifier }).get(x)!;
  const values = evaluate(builder.nodes, () => vector(-2, -2, 3, 3));
  expect(valuesOf(values.get(dx)!).map((value) => value + 0)).toEqual(expected[rectifier]);
});

test('every rectifier on the way follows the rule, and other ops keep theirs', () => {
  const builder = createBuilder();
  const x = builder.input('x', [3], 'float32');
  const first = builder.apply('relu', 'first', [x], {});
  const second = builder.apply('relu', 'second', [builder.apply('scale', 'twice', [first], { factor: 2 })], {});
  const loss = builder.apply('mean', 'loss', [second], {});
  gradient(builder, loss, [x], { rectifier: 'guided' });
  expect(builder.nodes.slice(loss + 2).map((node) => `${node.op} ${node.name}`)).toEqual([
    'meanGradient second#gradient',
    'relu twice#gradient.positive',
    'reluGradient twice#gradient',
    'scale first#gradient',
    'relu x#gradient.positive',
    'reluGradient x#gradient',
  ]);
});
