/** The table of layer kinds, total by its type. How to add one is told in `layerDefinition.ts`. */

import type { LayerKind, LayerSpec } from '../spec';
import { activation } from './activation';
import { add } from './add';
import { batchNormalization } from './batchNormalization';
import { concatenate } from './concatenate';
import { convolution } from './convolution';
import { dense } from './dense';
import { dropout } from './dropout';
import { euclidean } from './euclidean';
import { flatten } from './flatten';
import { globalAveragePool } from './globalAveragePool';
import type { LayerDefinition } from './layerDefinition';
import { localResponseNormalization } from './localResponseNormalization';
import { pad } from './pad';
import { pool } from './pool';
import { shortcut } from './shortcut';
import { subsampling } from './subsampling';

export const layerKinds: { readonly [K in LayerKind]: LayerDefinition<K> } = {
  convolution,
  dense,
  activation,
  maxPool: pool,
  averagePool: pool,
  subsampling,
  globalAveragePool,
  batchNormalization,
  localResponseNormalization,
  dropout,
  add,
  concatenate,
  shortcut,
  pad,
  flatten,
  euclidean,
};

/** The row of a layer's own kind. */
export function definitionOf(layer: LayerSpec): LayerDefinition<LayerKind> {
  // Sound only together with this layer, which TypeScript cannot say: the row takes layers of `layer.kind`, not of every kind.
  return layerKinds[layer.kind];
}
