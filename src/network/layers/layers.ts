/** The table of layer kinds, total by its type. How to add one is told in `layerDefinition.ts`. */

import type { LayerKind, LayerSpec } from '../spec';
import { activation } from './activation';
import { add } from './add';
import { batchNormalization } from './batchNormalization';
import { channelScale } from './channelScale';
import { concatenate } from './concatenate';
import { convolution } from './convolution';
import { crop } from './crop';
import { dense } from './dense';
import { dropout } from './dropout';
import { euclidean } from './euclidean';
import { flatten } from './flatten';
import { globalAveragePool } from './globalAveragePool';
import type { LayerDefinition } from './layerDefinition';
import { layerNormalization } from './layerNormalization';
import { localResponseNormalization } from './localResponseNormalization';
import { maxout } from './maxout';
import { pad } from './pad';
import { pool } from './pool';
import { resize } from './resize';
import { shortcut } from './shortcut';
import { subsampling } from './subsampling';
import { transposedConvolution } from './transposedConvolution';

export const layerKinds: { readonly [K in LayerKind]: LayerDefinition<K> } = {
  convolution,
  transposedConvolution,
  dense,
  activation,
  maxPool: pool,
  averagePool: pool,
  l2Pool: pool,
  subsampling,
  globalAveragePool,
  batchNormalization,
  layerNormalization,
  localResponseNormalization,
  dropout,
  add,
  concatenate,
  channelScale,
  maxout,
  shortcut,
  pad,
  crop,
  resize,
  flatten,
  euclidean,
};

/** The row of a layer's own kind. */
export function definitionOf(layer: LayerSpec): LayerDefinition<LayerKind> {
  // Sound only together with this layer, which TypeScript cannot say: the row takes layers of `layer.kind`, not of every kind.
  return layerKinds[layer.kind];
}
