/**
 * The tables of all ops, leaves apart from those that compute: one row each, total by their types, so that a name in
 * `OpAttributes` without a row does not compile.
 * How to add one is told in `opDefinition.ts`.
 */

import type { OpName } from './graph';
import type { ComputedName, LeafTable, OpTable } from './opDefinition';
import { accumulateSquares } from './ops/accumulateSquares';
import { adadeltaDirection } from './ops/adadeltaDirection';
import { adamUpdate } from './ops/adamUpdate';
import { adaptiveUpdate } from './ops/adaptiveUpdate';
import { add } from './ops/add';
import { addBias } from './ops/addBias';
import { argMax } from './ops/argMax';
import { averagePool } from './ops/averagePool';
import { averagePoolGradient } from './ops/averagePoolGradient';
import { batchMean } from './ops/batchMean';
import { batchMeanGradient } from './ops/batchMeanGradient';
import { batchVariance } from './ops/batchVariance';
import { batchVarianceGradient } from './ops/batchVarianceGradient';
import { biasGradient } from './ops/biasGradient';
import { binaryCrossEntropy } from './ops/binaryCrossEntropy';
import { broadcast } from './ops/broadcast';
import { channelScale } from './ops/channelScale';
import { channelScaleGradient } from './ops/channelScaleGradient';
import { clipFactor } from './ops/clipFactor';
import { concatenate } from './ops/concatenate';
import { constant } from './ops/constant';
import { conv2d } from './ops/conv2d';
import { conv2dFilterGradient } from './ops/conv2dFilterGradient';
import { conv2dInputGradient } from './ops/conv2dInputGradient';
import { data } from './ops/data';
import { decayWeights } from './ops/decayWeights';
import { divide } from './ops/divide';
import { dropout } from './ops/dropout';
import { elu } from './ops/elu';
import { eluGradient } from './ops/eluGradient';
import { eraseRectangles } from './ops/eraseRectangles';
import { exp } from './ops/exp';
import { flip } from './ops/flip';
import { gatherImages } from './ops/gatherImages';
import { gatherLabels } from './ops/gatherLabels';
import { gelu } from './ops/gelu';
import { geluGradient } from './ops/geluGradient';
import { globalAveragePool } from './ops/globalAveragePool';
import { globalAveragePoolGradient } from './ops/globalAveragePoolGradient';
import { gramMatrix } from './ops/gramMatrix';
import { gramMatrixGradient } from './ops/gramMatrixGradient';
import { hinge } from './ops/hinge';
import { hingeGradient } from './ops/hingeGradient';
import { input } from './ops/input';
import { jitterColours } from './ops/jitterColours';
import { l2Pool } from './ops/l2Pool';
import { l2PoolGradient } from './ops/l2PoolGradient';
import { layerNormalization } from './ops/layerNormalization';
import { layerNormalizationGradient } from './ops/layerNormalizationGradient';
import { leakyRelu } from './ops/leakyRelu';
import { leakyReluGradient } from './ops/leakyReluGradient';
import { localResponseNormalization } from './ops/localResponseNormalization';
import { localResponseNormalizationGradient } from './ops/localResponseNormalizationGradient';
import { log } from './ops/log';
import { matmul } from './ops/matmul';
import { maxPool } from './ops/maxPool';
import { maxPoolGradient } from './ops/maxPoolGradient';
import { maximum } from './ops/maximum';
import { maximumGradient } from './ops/maximumGradient';
import { mean } from './ops/mean';
import { meanGradient } from './ops/meanGradient';
import { meanOver } from './ops/meanOver';
import { minimum } from './ops/minimum';
import { momentum } from './ops/momentum';
import { movingAverage } from './ops/movingAverage';
import { movingAverageOfSquares } from './ops/movingAverageOfSquares';
import { multiply } from './ops/multiply';
import { normalize } from './ops/normalize';
import { normalizeGradient } from './ops/normalizeGradient';
import { normalizeStatisticsGradient } from './ops/normalizeStatisticsGradient';
import { pad } from './ops/pad';
import { parameter } from './ops/parameter';
import { penalize } from './ops/penalize';
import { power } from './ops/power';
import { relu } from './ops/relu';
import { reluGradient } from './ops/reluGradient';
import { reshape } from './ops/reshape';
import { resize } from './ops/resize';
import { resizeGradient } from './ops/resizeGradient';
import { scalar } from './ops/scalar';
import { scale } from './ops/scale';
import { scaleBy } from './ops/scaleBy';
import { sgdUpdate } from './ops/sgdUpdate';
import { sigmoid } from './ops/sigmoid';
import { sigmoidGradient } from './ops/sigmoidGradient';
import { slice } from './ops/slice';
import { softDice } from './ops/softDice';
import { softDiceGradient } from './ops/softDiceGradient';
import { softmax } from './ops/softmax';
import { softmaxCrossEntropy } from './ops/softmaxCrossEntropy';
import { softmaxCrossEntropyGradient } from './ops/softmaxCrossEntropyGradient';
import { softmaxGradient } from './ops/softmaxGradient';
import { squareRoot } from './ops/squareRoot';
import { squaredDistance } from './ops/squaredDistance';
import { squaredDistanceGradient } from './ops/squaredDistanceGradient';
import { squaredError } from './ops/squaredError';
import { squaredNorm } from './ops/squaredNorm';
import { subtract } from './ops/subtract';
import { sum } from './ops/sum';
import { tanh } from './ops/tanh';
import { tanhGradient } from './ops/tanhGradient';
import { warpImages } from './ops/warpImages';

export const leaves: LeafTable = { input, parameter, scalar, constant, data };

export const ops: OpTable = {
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

/** Names of the ops that compute something, in the order of the table. */
export const computedNames = Object.keys(ops) as readonly ComputedName[];
/** Every op's name, leaves first. */
export const opNames: readonly OpName[] = [...(Object.keys(leaves) as readonly OpName[]), ...computedNames];
