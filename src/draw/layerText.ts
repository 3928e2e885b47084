/**
 * A layer in words and arithmetic, read from its description: what a table, a drawing or a breadcrumb says about it. Works for
 * every kind of layer; nothing here knows a layer's name.
 */

import type { Padding, Pair } from '../graph/graph';
import type { ActivationName, LayerSpec } from '../network/spec';
import type { Shape } from '../tensor/shape';

const activationText: Record<ActivationName, string> = {
  relu: 'ReLU',
  leakyRelu: 'leaky ReLU',
  elu: 'ELU',
  gelu: 'GELU',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  scaledTanh: 'scaled tanh',
  softmax: 'softmax',
};

const pair = ([vertical, horizontal]: Pair): string => `${vertical} × ${horizontal}`;

function strideText(stride: Pair): string {
  if (stride[0] === 1 && stride[1] === 1) return '';
  return stride[0] === stride[1] ? `, stride ${stride[0]}` : `, stride ${pair(stride)}`;
}
function dilationText({ dilation, groups }: LayerSpec & { kind: 'convolution' }): string {
  const apart =
    dilation === undefined || dilation.every((cells) => cells === 1)
      ? ''
      : `, dilation ${dilation[0] === dilation[1] ? dilation[0] : pair(dilation)}`;
  return `${apart}${groups === undefined || groups === 1 ? '' : `, ${groups} groups`}`;
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
      return `convolution ${pair(layer.kernel)}${strideText(layer.stride ?? [1, 1])}${dilationText(layer)}${paddingText(layer.padding)}`;
    case 'transposedConvolution':
      return `transposed convolution ${pair(layer.kernel)}${strideText(layer.stride ?? [1, 1])}${paddingText(layer.padding)}`;
    case 'dense':
      return 'dense';
    case 'activation':
      return activationText[layer.function];
    case 'maxPool':
      return `max pooling ${pair(layer.window)}${strideText(layer.stride ?? layer.window)}${paddingText(layer.padding)}`;
    case 'averagePool':
      return `average pooling ${pair(layer.window)}${strideText(layer.stride ?? layer.window)}${paddingText(layer.padding)}`;
    case 'l2Pool':
      return `L2 pooling ${pair(layer.window)}${strideText(layer.stride ?? layer.window)}${paddingText(layer.padding)}`;
    case 'subsampling':
      return `sub-sampling ${pair(layer.window)}`;
    case 'globalAveragePool':
      return 'global average pooling';
    case 'batchNormalization':
      return 'batch normalization';
    case 'layerNormalization':
      return 'layer normalization';
    case 'localResponseNormalization':
      return 'local response normalization';
    case 'dropout':
      return `dropout ${layer.rate}`;
    case 'add':
      return 'sum';
    case 'concatenate':
      return 'concatenation';
    case 'channelScale':
      return 'scaled channels';
    case 'maxout':
      return `maxout of ${layer.pieces}`;
    case 'shortcut':
      return `shortcut${strideText(layer.stride ?? [1, 1])}`;
    case 'pad':
      return `zeros around${paddingText(layer.padding)}`;
    case 'crop':
      return `cropping${paddingText(layer.cropping).replace(', padding', '')}`;
    case 'resize':
      return `resize to ${layer.height} × ${layer.width}, ${layer.method ?? 'nearest'}`;
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
        const seen = inputs / (layer.groups ?? 1);
        return hasBias ? `(${kernel}·${seen} + 1)·${outputs}` : `${kernel}·${seen}·${outputs}`;
      }
      const crosses = layer.connections.reduce((sum, channels) => sum + channels.length, 0);
      return `${kernel}·${crosses}${hasBias ? ` + ${outputs}` : ''}`;
    }
    case 'transposedConvolution': {
      const weights = `${layer.kernel.join('·')}·${inputs}`;
      return layer.bias === false ? `${weights}·${outputs}` : `(${weights} + 1)·${outputs}`;
    }
    case 'dense':
      return `(${inputs} + 1)·${outputs}`;
    case 'subsampling':
    case 'batchNormalization':
    case 'layerNormalization':
      return `2·${outputs}`;
    case 'activation':
    case 'maxPool':
    case 'averagePool':
    case 'l2Pool':
    case 'globalAveragePool':
    case 'localResponseNormalization':
    case 'dropout':
    case 'add':
    case 'concatenate':
    case 'channelScale':
    case 'maxout':
    case 'shortcut':
    case 'pad':
    case 'crop':
    case 'resize':
    case 'flatten':
    case 'euclidean':
      return '';
  }
}
