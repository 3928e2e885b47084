/** The table of layer kinds, total by its type. How to add one is told in `layerDefinition.ts`. */

import type { LayerKind, LayerSpec } from '../spec';
import { activation } from './activation';
import { convolution } from './convolution';
import { dense } from './dense';
import { euclidean } from './euclidean';
import { flatten } from './flatten';
import type { LayerDefinition } from './layerDefinition';
import { pool } from './pool';
import { subsampling } from './subsampling';

export const layerKinds: { readonly [K in LayerKind]: LayerDefinition<K> } = {
  convolution,
  dense,
  activation,
  maxPool: pool,
  averagePool: pool,
  subsampling,
  flatten,
  euclidean,
};

/** The row of a layer's own kind. */
export function definitionOf(layer: LayerSpec): LayerDefinition<LayerKind> {
  // Sound only together with this layer, which TypeScript cannot say: the row takes layers of `layer.kind`, not of every kind.
  return layerKinds[layer.kind];
}
