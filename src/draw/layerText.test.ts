import { expect, test } from 'vitest';
import type { LayerSpec } from '../network/spec';
import { operationText, parameterArithmetic } from './layerText';

/** The value of sums of products, with one level of brackets. */
function valueOf(text: string): number {
  const flat = text.replace(/\(([^)]*)\)/, (_, inner: string) => String(valueOf(inner)));
  return flat
    .split(' + ')
    .map((product) => product.split('·').reduce((value, factor) => value * Number(factor), 1))
    .reduce((sum, value) => sum + value, 0);
}

test.each<[LayerSpec, string]>([
  [{ kind: 'convolution', name: 'a', filters: 6, kernel: [5, 5] }, 'convolution 5 × 5'],
  [{ kind: 'convolution', name: 'a', filters: 6, kernel: [3, 1], stride: [2, 2] }, 'convolution 3 × 1, stride 2'],
  [{ kind: 'convolution', name: 'a', filters: 6, kernel: [3, 3], padding: 'same' }, 'convolution 3 × 3, same padding'],
  [{ kind: 'convolution', name: 'a', filters: 6, kernel: [3, 3], padding: 'full' }, 'convolution 3 × 3, full padding'],
  [
    { kind: 'convolution', name: 'a', filters: 6, kernel: [3, 3], padding: { top: 1, bottom: 1, left: 1, right: 1 } },
    'convolution 3 × 3, padding 1',
  ],
  [{ kind: 'maxPool', name: 'a', window: [2, 2] }, 'max pooling 2 × 2, stride 2'],
  [{ kind: 'averagePool', name: 'a', window: [3, 3], stride: [1, 2] }, 'average pooling 3 × 3, stride 1 × 2'],
  [{ kind: 'subsampling', name: 'a', window: [2, 2] }, 'sub-sampling 2 × 2'],
  [{ kind: 'activation', name: 'a', function: 'scaledTanh' }, 'scaled tanh'],
  [{ kind: 'dense', name: 'a', units: 10 }, 'dense'],
  [{ kind: 'flatten', name: 'a' }, 'flatten'],
  [{ kind: 'euclidean', name: 'a', prototypes: 'digits-7x12' }, 'Euclidean units'],
])('%j reads %s', (layer, text) => expect(operationText(layer)).toBe(text));

test('the arithmetic of the parameters comes to the published numbers', () => {
  const conv = (filters: number, connections?: number[][]): LayerSpec => ({
    kind: 'convolution',
    name: 'a',
    filters,
    kernel: [5, 5],
    ...(connections === undefined ? {} : { connections }),
  });
  const first = parameterArithmetic(conv(6), [32, 32, 1], [28, 28, 6]);
  expect(first).toBe('(5·5·1 + 1)·6');
  expect(valueOf(first)).toBe(156);
  const sparse = parameterArithmetic(
    conv(2, [
      [0, 1, 2],
      [1, 2, 3, 4],
    ]),
    [14, 14, 6],
    [10, 10, 2],
  );
  expect(sparse).toBe('5·5·7 + 2');
  expect(valueOf(sparse)).toBe(177);
  expect(valueOf(parameterArithmetic({ kind: 'dense', name: 'a', units: 120 }, [400], [120]))).toBe(48_120);
  expect(parameterArithmetic({ kind: 'subsampling', name: 'a', window: [2, 2] }, [28, 28, 6], [14, 14, 6])).toBe('2·6');
  expect(parameterArithmetic({ kind: 'flatten', name: 'a' }, [5, 5, 16], [400])).toBe('');
});
