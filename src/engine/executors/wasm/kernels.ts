/** The kernel module as TypeScript sees it: names, and an instance over one imported memory. What they do: `*.as.ts`. */

export const kernelNames = [
  'accumulateRowBlocks',
  'accumulateSquares',
  'adadeltaDirection',
  'adadeltaStep',
  'adagradStep',
  'adamStep',
  'adamUpdate',
  'adaptiveUpdate',
  'clipFactor',
  'clipFactorOfChunks',
  'decayWeights',
  'momentumStep',
  'nesterovStep',
  'penalize',
  'rmspropStep',
  'scaleBy',
  'sgdStep',
  'squaredNorm',
  'squaredNorms',
  'add',
  'addBias',
  'argMax',
  'averagePool',
  'averagePoolGradient',
  'binaryCrossEntropy',
  'channelScale',
  'channelScaleGradient',
  'columnMeans',
  'columnMoments',
  'columnSums',
  'columnVariancesGradient',
  'copy',
  'copyAxes',
  'crop',
  'depthwise',
  'depthwiseFilterGradient',
  'depthwiseInputGradient',
  'exponentials',
  'fill',
  'groupedFilterGradient',
  'groupedProduct',
  'inputGradientRows',
  'l2Pool',
  'l2PoolGradient',
  'layerNormalization',
  'layerNormalizationGradient',
  'localResponseNormalization',
  'localResponseNormalizationGradient',
  'logarithms',
  'mapMeans',
  'divide',
  'dropout',
  'elu',
  'eluGradient',
  'foldMiddle',
  'eraseRectangles',
  'gatherImages',
  'gatherNumbers',
  'jitterColours',
  'warpImages',
  'gatherLabels',
  'gelu',
  'geluGradient',
  'gramMatrix',
  'gramMatrixGradient',
  'hinge',
  'hingeGradient',
  'leakyRelu',
  'leakyReluGradient',
  'maximum',
  'maximumGradientA',
  'maximumGradientB',
  'maxPool',
  'maxPoolGradient',
  'maxPoolGradientSaved',
  'maxPoolReluGradientSaved',
  'minimum',
  'momentum',
  'movingAverage',
  'movingAverageOfSquares',
  'multiply',
  'normalizationGradient',
  'normalize',
  'normalizeFactors',
  'normalizeStatisticsGradient',
  'normalizeSums',
  'packRows',
  'packTransposed',
  'pad',
  'power',
  'product',
  'relu',
  'reluGradient',
  'resize',
  'resizeGradient',
  'scale',
  'scatterCells',
  'scatterRows',
  'sgdUpdate',
  'sigmoid',
  'sigmoidGradient',
  'softDice',
  'softDiceGradient',
  'softmax',
  'softmaxCrossEntropy',
  'softmaxCrossEntropyGradient',
  'softmaxGradient',
  'spread',
  'spreadColumns',
  'spreadMaps',
  'squaredDistance',
  'squaredDistanceGradientPoints',
  'squaredDistanceGradientPrototypes',
  'squaredError',
  'squareRoot',
  'subtract',
  'tanh',
  'tanhGradient',
  'total',
  'wholePower',
  'winogradConvolution',
  'winogradFilterGradient',
  'winogradFilters',
] as const;
export type KernelName = (typeof kernelNames)[number];

/** Addresses, counts and numbers in; results lie in memory. */
export type Kernel = (...parameters: number[]) => void;
export type Kernels = Readonly<Record<KernelName, Kernel>>;

export interface KernelInstance {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  /** The first address that the module's constants leave free. */
  readonly heapBase: number;
  /** How far the memory may grow. */
  readonly limitBytes: number;
}

export interface MemoryOptions {
  /** For the build over shared memory. */
  readonly shared?: boolean;
  /** How far the memory may grow, in pages of 64 KiB. */
  readonly maximumPages?: number | undefined;
}

/** All that 32-bit addresses reach: 4 GiB. */
export const LARGEST_MEMORY_PAGES = 65536;
const FIRST_PAGES = 16;

/** Shared memory has its place reserved up to its maximum, which a small machine may refuse: then a smaller one. */
function createMemory({ shared = false, maximumPages = LARGEST_MEMORY_PAGES }: MemoryOptions): {
  readonly memory: WebAssembly.Memory;
  readonly maximumPages: number;
} {
  try {
    const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: maximumPages, shared });
    return { memory, maximumPages };
  } catch (error) {
    if (!(error instanceof RangeError) || maximumPages / 2 < LARGEST_MEMORY_PAGES / 16) throw error;
    return createMemory({ shared, maximumPages: maximumPages / 2 });
  }
}

/** @throws when the module is not the one that belongs to this code (a stale build). */
export function instantiateKernels(module: WebAssembly.Module, options: MemoryOptions = {}): KernelInstance {
  const { memory, maximumPages } = createMemory(options);
  // `abort` is never called: nothing in the module asserts. AssemblyScript asks for it all the same in some builds.
  const abort = (): never => {
    throw new Error('internal: wasm kernels: aborted');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const missing = [...kernelNames, 'heapBase'].filter((name) => typeof exports[name] !== 'function');
  if (missing.length > 0) {
    throw new Error(
      `internal: wasm kernels: expected the exports ${missing.join(', ')}, found none of these names. Run \`npm run kernels\`.`,
    );
  }
  return {
    kernels: exports as unknown as Kernels,
    memory,
    heapBase: (exports['heapBase'] as () => number)(),
    limitBytes: maximumPages * 65536,
  };
}
