/**
 * The table of all reference ops, total by its type, and the one function that applies a graph node by it.
 */

import type { NodeOf } from '../graph/graph';
import type { ComputedName } from '../graph/opDefinition';
import { accumulateSquares } from './accumulateSquares';
import { adadeltaDirection } from './adadeltaDirection';
import { adamUpdate } from './adamUpdate';
import { adaptiveUpdate } from './adaptiveUpdate';
import { add } from './add';
import { addBias } from './addBias';
import { argMax } from './argMax';
import { averagePool } from './averagePool';
import { averagePoolGradient } from './averagePoolGradient';
import { batchMean } from './batchMean';
import { batchMeanGradient } from './batchMeanGradient';
import { batchVariance } from './batchVariance';
import { batchVarianceGradient } from './batchVarianceGradient';
import { biasGradient } from './biasGradient';
import { binaryCrossEntropy } from './binaryCrossEntropy';
import { broadcast } from './broadcast';
import { channelScale } from './channelScale';
import { channelScaleGradient } from './channelScaleGradient';
import { clipFactor } from './clipFactor';
import { concatenate } from './concatenate';
import { conv2d } from './conv2d';
import { conv2dFilterGradient } from './conv2dFilterGradient';
import { conv2dInputGradient } from './conv2dInputGradient';
import { decayWeights } from './decayWeights';
import { divide } from './divide';
import { dropout } from './dropout';
import { elu } from './elu';
import { eluGradient } from './eluGradient';
import { eraseRectangles } from './eraseRectangles';
import { exp } from './exp';
import { flip } from './flip';
import { gatherImages } from './gatherImages';
import { gatherLabels } from './gatherLabels';
import { gelu } from './gelu';
import { geluGradient } from './geluGradient';
import { globalAveragePool } from './globalAveragePool';
import { globalAveragePoolGradient } from './globalAveragePoolGradient';
import { gramMatrix } from './gramMatrix';
import { gramMatrixGradient } from './gramMatrixGradient';
import type { Grid } from './grid';
import { hinge } from './hinge';
import { hingeGradient } from './hingeGradient';
import { jitterColours } from './jitterColours';
import { l2Pool } from './l2Pool';
import { l2PoolGradient } from './l2PoolGradient';
import { layerNormalization } from './layerNormalization';
import { layerNormalizationGradient } from './layerNormalizationGradient';
import { leakyRelu } from './leakyRelu';
import { leakyReluGradient } from './leakyReluGradient';
import { localResponseNormalization } from './localResponseNormalization';
import { localResponseNormalizationGradient } from './localResponseNormalizationGradient';
import { log } from './log';
import { matmul } from './matmul';
import { maxPool } from './maxPool';
import { maxPoolGradient } from './maxPoolGradient';
import { maximum } from './maximum';
import { maximumGradient } from './maximumGradient';
import { mean } from './mean';
import { meanGradient } from './meanGradient';
import { meanOver } from './meanOver';
import { minimum } from './minimum';
import { momentum } from './momentum';
import { movingAverage } from './movingAverage';
import { movingAverageOfSquares } from './movingAverageOfSquares';
import { multiply } from './multiply';
import { normalize } from './normalize';
import { normalizeGradient } from './normalizeGradient';
import { normalizeStatisticsGradient } from './normalizeStatisticsGradient';
import { pad } from './pad';
import { penalize } from './penalize';
import { power } from './power';
import type { ReferenceOp } from './referenceOp';
import { relu } from './relu';
import { reluGradient } from './reluGradient';
import { reshape } from './reshape';
import { resize } from './resize';
import { resizeGradient } from './resizeGradient';
import { scale } from './scale';
import { scaleBy } from './scaleBy';
import { sgdUpdate } from './sgdUpdate';
import { sigmoid } from './sigmoid';
import { sigmoidGradient } from './sigmoidGradient';
import { slice } from './slice';
import { softDice } from './softDice';
import { softDiceGradient } from './softDiceGradient';
import { softmax } from './softmax';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';
import { softmaxCrossEntropyGradient } from './softmaxCrossEntropyGradient';
import { softmaxGradient } from './softmaxGradient';
import { squareRoot } from './squareRoot';
import { squaredDistance } from './squaredDistance';
import { squaredDistanceGradient } from './squaredDistanceGradient';
import { squaredError } from './squaredError';
import { squaredNorm } from './squaredNorm';
import { subtract } from './subtract';
import { sum } from './sum';
import { tanh } from './tanh';
import { tanhGradient } from './tanhGradient';
import { warpImages } from './warpImages';

export const referenceOps: { readonly [K in ComputedName]: ReferenceOp<K> } = {
  // Feeding
  gatherImages,
  gatherLabels,
  warpImages,
  jitterColours,
  eraseRectangles,
  // Forward
  add,
  multiply,
  scale,
  conv2d,
  addBias,
  relu,
  sigmoid,
  tanh,
  maxPool,
  averagePool,
  channelScale,
  reshape,
  matmul,
  softmax,
  softmaxCrossEntropy,
  squaredDistance,
  argMax,
  mean,
  batchMean,
  batchVariance,
  normalize,
  globalAveragePool,
  layerNormalization,
  localResponseNormalization,
  l2Pool,
  resize,
  subtract,
  divide,
  power,
  exp,
  log,
  squareRoot,
  maximum,
  minimum,
  leakyRelu,
  elu,
  gelu,
  sum,
  meanOver,
  broadcast,
  slice,
  pad,
  flip,
  concatenate,
  squaredError,
  binaryCrossEntropy,
  hinge,
  softDice,
  gramMatrix,
  dropout,
  // Backward
  meanGradient,
  conv2dInputGradient,
  conv2dFilterGradient,
  biasGradient,
  reluGradient,
  sigmoidGradient,
  tanhGradient,
  maxPoolGradient,
  averagePoolGradient,
  channelScaleGradient,
  softmaxGradient,
  softmaxCrossEntropyGradient,
  squaredDistanceGradient,
  batchMeanGradient,
  batchVarianceGradient,
  normalizeGradient,
  normalizeStatisticsGradient,
  globalAveragePoolGradient,
  layerNormalizationGradient,
  localResponseNormalizationGradient,
  l2PoolGradient,
  resizeGradient,
  maximumGradient,
  leakyReluGradient,
  eluGradient,
  geluGradient,
  hingeGradient,
  softDiceGradient,
  gramMatrixGradient,
  // Optimizers
  sgdUpdate,
  momentum,
  movingAverage,
  movingAverageOfSquares,
  adamUpdate,
  accumulateSquares,
  adaptiveUpdate,
  adadeltaDirection,
  squaredNorm,
  clipFactor,
  scaleBy,
  penalize,
  decayWeights,
};

/** The value of a node from the values of its inputs. */
export function applyReference<K extends ComputedName>(node: NodeOf<K>, inputs: readonly Grid[]): Grid {
  const op: ReferenceOp<K> = referenceOps[node.op];
  return op(node.attributes, ...inputs);
}
