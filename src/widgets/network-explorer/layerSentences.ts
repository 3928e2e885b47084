/** What a layer does, in a sentence, where there are no weights to show: every kind of layer without a panel of its own. */

import type { LayerKind } from '../../network/spec';

/** Kinds whose weights are drawn. */
export type KindWithPanel = 'convolution' | 'dense' | 'subsampling' | 'euclidean';

export const layerSentences: { readonly [K in Exclude<LayerKind, KindWithPanel>]: string } = {
  activation: 'No weights: every cell passes through the same function by itself. Pick a cell to see it on the curve.',
  maxPool: 'No weights: of each window of the layer before, the largest value is kept. Pick a cell to see its window.',
  averagePool: 'No weights: each window of the layer before becomes its mean. Pick a cell to see its window.',
  l2Pool: 'No weights: each window of the layer before becomes the square root of its sum of squares.',
  globalAveragePool: 'No weights: of each map of the layer before, the mean is kept.',
  flatten:
    'No weights: the maps are written out as one long vector, cell by cell, so that a dense layer can read them.',
  batchNormalization:
    'Each map is moved to mean 0 and variance 1, by averages kept while training; then to a mean and a deviation that are trained, two numbers for each map.',
  layerNormalization:
    'At each place, the values of all maps are moved to mean 0 and variance 1; then each map to a mean and a deviation that are trained.',
  localResponseNormalization:
    'No weights: each value is divided by what the maps next to its own amount to at the same place.',
  transposedConvolution:
    'Each cell of the layer before lays a kernel, times its value, over the larger map; where kernels overlap they add up.',
  dropout: 'No weights: while training, values are left out at random; here, everything passes.',
  add: 'No weights: the layers that lead here are added, cell by cell.',
  concatenate: 'No weights: the maps of the layers that lead here stand one behind the other.',
  channelScale: 'No weights: each map is multiplied by one number, which another layer computed.',
  maxout: 'No weights: the maps stand in equal groups, of which the largest value is kept at each place.',
  shortcut: 'No weights: the way around a block. Cells are left out and maps of zeros added until the shapes agree.',
  pad: 'No weights: a margin of zeros around each map.',
  crop: 'No weights: cells at the border of each map are taken away.',
  resize: 'No weights: each map is enlarged or reduced like a picture.',
};
