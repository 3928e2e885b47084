/**
 * A layer in words and arithmetic, read from its description: what a table, a drawing or a breadcrumb says about it. Works for
 * every kind of layer; nothing here knows a layer's name.
 */

import type { Padding, Pair } from '../graph/graph';
import type { ActivationName, LayerSpec } from '../network/spec';
import type { Shape } from '../tensor/shape';

const activationText: Record<ActivationName, string> = {
  relu: 'ReLU',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  scaledTanh: 'scaled tanh',
};

const pair = ([vertical, horizontal]: Pair): string => `${vertical} × ${horizontal}`;

function strideText(stride: Pair): string {
  if (stride[0] === 1 && stride[1] === 1) return '';
  return stride[0] === stride[1] ? `, stride ${stride[0]}` : `, stride ${pair(stride)}`;
}
function paddingText(padding: 'valid' | 'same' | 'full' | Padding | undefined): string {
  if (padding === undefined || padding === 'valid') return '';
  if (padding === 'same' || padding === 'full') return `, ${padding} padding`;
  const { top, bottom, left, right } = padding;
  return top === bottom && left === right && top === left
    ? `, padding ${top}`
    : `, padding ${top}/${bottom}/${left}/${right}`;
}

/** What the layer does: `convolution 5 × 5`, `max pooling 2 × 2, stride 2`, `ReLU`. */
export function operationText(layer: LayerSpec): string {
  switch (layer.kind) {
    case 'convolution':
      return `convolution ${pair(layer.kernel)}${strideText(layer.stride ?? [1, 1])}${paddingText(layer.padding)}`;
    case 'dense':
      return 'dense';
    case 'activation':
      return activationText[layer.function];
    case 'maxPool':
      return `max pooling ${pair(layer.window)}${strideText(layer.stride ?? layer.window)}${paddingText(layer.padding)}`;
    case 'averagePool':
      return `average pooling ${pair(layer.window)}${strideText(layer.stride ?? layer.window)}${paddingText(layer.padding)}`;
    case 'subsampling':
      return `sub-sampling ${pair(layer.window)}`;
    case 'globalAveragePool':
      return 'global average pooling';
    case 'batchNormalization':
      return 'batch normalization';
    case 'localResponseNormalization':
      return 'local response normalization';
    case 'dropout':
      return `dropout ${layer.rate}`;
    case 'add':
      return 'sum';
    case 'concatenate':
      return 'concatenation';
    case 'shortcut':
      return `shortcut${strideText(layer.stride ?? [1, 1])}`;
    case 'pad':
      return `zeros around${paddingText(layer.padding)}`;
    case 'flatten':
      return 'flatten';
    case 'euclidean':
      return 'Euclidean units';
  }
}

/**
 * How the layer's parameters are counted, ready to be read: `(5·5·1 + 1)·6`; with a connection table `5·5·60 + 16`, where 60 is
 * the number of its crosses. Empty for a layer without parameters.
 *
 * @param inputShape [H,W,C] or [C] of the layer that feeds it, the first one where it joins several
 * @param outputShape [H,W,C] or [C] of its own output
 */
export function parameterArithmetic(layer: LayerSpec, inputShape: Shape, outputShape: Shape): string {
  const inputs = inputShape.at(-1) ?? 0;
  const outputs = outputShape.at(-1) ?? 0;
  switch (layer.kind) {
    case 'convolution': {
      const kernel = layer.kernel.join('·');
      const hasBias = layer.bias !== false;
      if (layer.connections === undefined) {
        return hasBias ? `(${kernel}·${inputs} + 1)·${outputs}` : `${kernel}·${inputs}·${outputs}`;
      }
      const crosses = layer.connections.reduce((sum, channels) => sum + channels.length, 0);
      return `${kernel}·${crosses}${hasBias ? ` + ${outputs}` : ''}`;
    }
    case 'dense':
      return `(${inputs} + 1)·${outputs}`;
    case 'subsampling':
    case 'batchNormalization':
      return `2·${outputs}`;
    case 'activation':
    case 'maxPool':
    case 'averagePool':
    case 'globalAveragePool':
    case 'localResponseNormalization':
    case 'dropout':
    case 'add':
    case 'concatenate':
    case 'shortcut':
    case 'pad':
    case 'flatten':
    case 'euclidean':
      return '';
  }
}
