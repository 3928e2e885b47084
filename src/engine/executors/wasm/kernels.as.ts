/**
 * The entry of the kernel module: everything the executor may call.
 *
 * Rules of all kernels: arguments are byte addresses and counts, nothing allocates, nothing throws, sums run in a fixed order.
 * Every buffer starts on a 64-byte line and owns whole lines (heap.ts): elementwise kernels may write up to the next 16 bytes,
 * where nothing is kept, and any kernel may read up to 32 bytes past an end, provided that the result is not stored.
 */
export { inputGradientRows } from './inputGradient.as';
export { accumulateRowBlocks, packRows, packTransposed, product, scatterRows } from './product.as';
export { winogradConvolution, winogradFilterGradient, winogradFilters } from './winograd.as';
export { copy, crop, pad } from './layout.as';
export {
  add,
  addBias,
  channelScale,
  channelScaleGradient,
  columnSums,
  fill,
  multiply,
  relu,
  reluGradient,
  scale,
  sigmoid,
  sigmoidGradient,
  spread,
  tanh,
  tanhGradient,
  total,
} from './elementwise.as';
export {
  averagePool,
  averagePoolGradient,
  maxPool,
  maxPoolGradient,
  maxPoolGradientSaved,
  maxPoolReluGradientSaved,
} from './pooling.as';
export {
  argMax,
  softmax,
  softmaxCrossEntropy,
  softmaxCrossEntropyGradient,
  softmaxGradient,
  squaredDistance,
  squaredDistanceGradientPoints,
  squaredDistanceGradientPrototypes,
} from './classification.as';
export {
  columnMeans,
  columnMoments,
  columnVariancesGradient,
  layerNormalization,
  layerNormalizationGradient,
  localResponseNormalization,
  localResponseNormalizationGradient,
  mapMeans,
  normalizationGradient,
  normalize,
  normalizeFactors,
  normalizeStatisticsGradient,
  normalizeSums,
  spreadColumns,
  spreadMaps,
} from './normalization.as';
export {
  depthwise,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  groupedFilterGradient,
  groupedProduct,
  scatterCells,
} from './groups.as';
export {
  l2Pool,
  l2PoolGradient,
} from './lengths.as';
export {
  resize,
  resizeGradient,
} from './resize.as';
export {
  accumulateSquares,
  adadeltaDirection,
  adamUpdate,
  adaptiveUpdate,
  clipFactor,
  decayWeights,
  momentum,
  movingAverage,
  movingAverageOfSquares,
  penalize,
  scaleBy,
  sgdUpdate,
  squaredNorm,
} from './optimizers.as';
export {
  adadeltaStep,
  adagradStep,
  adamStep,
  clipFactorOfChunks,
  momentumStep,
  nesterovStep,
  rmspropStep,
  sgdStep,
  squaredNorms,
} from './updates.as';
export { exponentials, logarithms } from './mathematics.as';
export { divide, maximum, maximumGradientA, maximumGradientB, minimum, power, squareRoot, subtract, wholePower } from './arithmetic.as';
export { elu, eluGradient, gelu, geluGradient, leakyRelu, leakyReluGradient } from './activations.as';
export { copyAxes, foldMiddle } from './axes.as';
export { binaryCrossEntropy, hinge, hingeGradient, softDice, softDiceGradient, squaredError } from './losses.as';
export { eraseRectangles, jitterColours, warpImages } from './augmentation.as';
export { gatherImages, gatherLabels, gatherNumbers } from './feeding.as';
export { gramMatrix, gramMatrixGradient } from './gram.as';
export { dropout } from './random.as';

/** The first byte that the module's own constants do not use. */
export function heapBase(): usize {
  return __heap_base;
}
