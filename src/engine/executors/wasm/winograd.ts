/**
 * Convolutions by Winograd's minimal filtering (`winograd.as.ts`), forward and backward, as kernel calls.
 *
 * Picture: filters are transformed once a step, images block by block inside the kernel. The input's gradient is a convolution of
 * dy with turned filters, whose border is what the forward padding leaves of the two cells around.
 *
 * Deliberately not here: anything but 3×3 kernels at stride 1, undilated and ungrouped; for those see `products.ts`.
 */
import type { ConvolutionSizes } from '../../../graph/convolution';
import type { NodeOf } from '../../../graph/graph';
import type { Epilogue } from './epilogue';
import type { Buffer, Parameter } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';
import { cutBetweenExamples } from './shares';

/** Below, the transforms cost more than the products save. */
const LEAST_CHANNELS = 8;
/** What transforming images costs, as a share of the products, and what transforming filters costs, in tiles. */
const TRANSFORM_SHARE = 0.25;
const FILTER_TILES = 3;
/** V and M of a block, bounded so that they stay in the second-level cache, and rows of V in the first-level cache. */
const BLOCK_BYTES = 512 * 1024;
const BLOCK_SLICE_BYTES = 16 * 1024;
/** As in the kernel. */
const STAGGER = 64;
const PLACES = 36;
const TILE = 4;
const HALFWAY_BYTES = 576;

function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}

function tilesOf(images: number, height: number, width: number): number {
  return images * Math.ceil(height / TILE) * Math.ceil(width / TILE);
}

/** Eight multiply-adds take about as long as one value of an elementwise pass. */
function productOperations(tiles: number, inputs: number, outputs: number): number {
  return (PLACES * tiles * inputs * outputs) / 8;
}

/** Whether a convolution and its gradients are of the right kind, and large enough to gain. */
export function suitsWinograd(sizes: ConvolutionSizes): boolean {
  const { kernelHeight, kernelWidth, strideVertical, strideHorizontal, dilationVertical, dilationHorizontal } = sizes;
  const { batch, outputHeight, outputWidth, inputChannels, outputChannels, groups } = sizes;
  const isPlain3x3 =
    kernelHeight === 3 &&
    kernelWidth === 3 &&
    [strideVertical, strideHorizontal, dilationVertical, dilationHorizontal, groups].every((value) => value === 1);
  const products = PLACES * (tilesOf(batch, outputHeight, outputWidth) * (1 + TRANSFORM_SHARE) + FILTER_TILES);
  return (
    isPlain3x3 &&
    Math.min(inputChannels, outputChannels) >= LEAST_CHANNELS &&
    products < 9 * batch * outputHeight * outputWidth
  );
}

/** Tiles of a block, and the bytes that the 36 matrices of V and of M (or Z) take with the patch. */
function blockOf(left: number, right: number, tiles: number): { readonly tiles: number; readonly bytes: number } {
  const fitting = Math.min(
    BLOCK_BYTES / (PLACES * (left + right) * BYTES_PER_VALUE),
    BLOCK_SLICE_BYTES / (left * BYTES_PER_VALUE),
    tiles + 3,
  );
  const blockTiles = Math.max(4, Math.floor(fitting / 4) * 4);
  const bytes =
    HALFWAY_BYTES + PLACES * (left * BYTES_PER_VALUE + blockTiles * (left + right) * BYTES_PER_VALUE + 2 * STAGGER);
  return { tiles: blockTiles, bytes };
}

function filtersFor(
  w: Buffer,
  { inputChannels, outputChannels }: ConvolutionSizes,
  turned: boolean,
  recorder: Recorder,
): Buffer {
  const [depth, columns] = turned ? [outputChannels, inputChannels] : [inputChannels, outputChannels];
  const matrixBytes = depth * roundUp(columns, 8) * BYTES_PER_VALUE;
  const cells = recorder.scratch(`${w.label} cells`, 9 * matrixBytes + HALFWAY_BYTES);
  const u = recorder.scratch(`${w.label} transformed`, PLACES * matrixBytes);
  recorder.call('winogradFilters', [w, inputChannels, outputChannels, turned ? 1 : 0, cells, u], {
    reads: [w],
    writes: [cells, u],
  });
  return u;
}

interface Convolved {
  readonly x: Buffer;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly top: number;
  readonly left: number;
  readonly u: Buffer;
  readonly bias: Buffer | null;
  readonly y: Buffer;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly relu: boolean;
}

/** The one call that a convolution and an input gradient both are. Threads take ranges of tiles, each with scratch of its own. */
function convolve(label: string, batch: number, call: Convolved, recorder: Recorder): void {
  const { x, u, bias, y } = call;
  const tiles = tilesOf(batch, call.outHeight, call.outWidth);
  const ofImage = tiles / batch;
  // Between images where that is fair: then a thread keeps to images of its own from call to call.
  const multiple = cutBetweenExamples(batch, ofImage, recorder.threads, 4);
  const block = blockOf(roundUp(call.channels, 4), roundUp(call.outChannels, 8), tiles);
  const scratch = recorder.scratch(`${label} block`, recorder.threads * block.bytes);
  const parameters = (from: number, to: number, part: number): readonly Parameter[] => [
    ...[x, call.height, call.width, call.channels, call.top, call.left, u, bias ?? 0],
    ...[y, call.outHeight, call.outWidth, call.outChannels, call.relu ? 1 : 0],
    ...[from, to, block.tiles, { buffer: scratch, offsetBytes: part * block.bytes }],
  ];
  recorder.call(
    'winogradConvolution',
    parameters(0, tiles, 0),
    { reads: bias === null ? [x, u] : [x, u, bias], writes: [y, scratch] },
    {
      units: tiles,
      multiple,
      operations: productOperations(tiles, call.channels, call.outChannels),
      sliced: multiple === ofImage ? [x, y] : [],
      scratch: [scratch],
      parameters,
    },
  );
}

export function lowerWinogradConvolution(
  node: NodeOf<'conv2d'>,
  sizes: ConvolutionSizes,
  recorder: Recorder,
  epilogue: Epilogue,
): void {
  const [x, w] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
  const bias = epilogue.bias === null ? null : recorder.value(epilogue.bias);
  const u = filtersFor(w, sizes, false, recorder);
  const call: Convolved = {
    x,
    height: sizes.inputHeight,
    width: sizes.inputWidth,
    channels: sizes.inputChannels,
    top: sizes.padding.top,
    left: sizes.padding.left,
    u,
    bias,
    y: recorder.result(epilogue.result),
    outHeight: sizes.outputHeight,
    outWidth: sizes.outputWidth,
    outChannels: sizes.outputChannels,
    relu: epilogue.relu,
  };
  convolve(node.name, sizes.batch, call, recorder);
}

export function lowerWinogradInputGradient(
  node: NodeOf<'conv2dInputGradient'>,
  sizes: ConvolutionSizes,
  recorder: Recorder,
): void {
  const [w, dy] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
  const u = filtersFor(w, sizes, true, recorder);
  const call: Convolved = {
    x: dy,
    height: sizes.outputHeight,
    width: sizes.outputWidth,
    channels: sizes.outputChannels,
    top: 2 - sizes.padding.top,
    left: 2 - sizes.padding.left,
    u,
    bias: null,
    y: recorder.result(node.id),
    outHeight: sizes.inputHeight,
    outWidth: sizes.inputWidth,
    outChannels: sizes.inputChannels,
    relu: false,
  };
  convolve(node.name, sizes.batch, call, recorder);
}

export function lowerWinogradFilterGradient(
  node: NodeOf<'conv2dFilterGradient'>,
  sizes: ConvolutionSizes,
  recorder: Recorder,
): void {
  const [x, dy] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
  const { batch, inputHeight, inputWidth, inputChannels, outputHeight, outputWidth, outputChannels, padding } = sizes;
  const rows = roundUp(inputChannels, 4);
  const columns = roundUp(outputChannels, 8);
  const tiles = tilesOf(batch, outputHeight, outputWidth);
  const block = blockOf(rows, columns, tiles);
  const bytes = block.bytes + PLACES * (rows * columns * BYTES_PER_VALUE + STAGGER);
  const scratch = recorder.scratch(`${node.name} block`, recorder.threads * bytes);
  const dw = recorder.result(node.id);
  // Threads take ranges of input channels: each goes over all tiles, so no sum depends on how many there are.
  const parameters = (from: number, to: number, part: number): readonly Parameter[] => [
    ...[x, batch, inputHeight, inputWidth, inputChannels, padding.top, padding.left],
    ...[dy, outputHeight, outputWidth, outputChannels, dw],
    ...[from, to, block.tiles, { buffer: scratch, offsetBytes: part * bytes }],
  ];
  recorder.call(
    'winogradFilterGradient',
    parameters(0, inputChannels, 0),
    { reads: [x, dy], writes: [dw, scratch] },
    {
      units: inputChannels,
      multiple: 4,
      operations: productOperations(tiles, inputChannels, outputChannels),
      scratch: [scratch],
      parameters,
    },
  );
}
