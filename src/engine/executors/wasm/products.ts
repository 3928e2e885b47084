/**
 * Convolutions and matrix products, forward and backward, as calls of the one product kernel (`product.as.ts`); 3×3 convolutions of
 * stride 1 that are large enough go through `winograd.ts`.
 *
 * Picture: the two tables that turn an array into a matrix. Row table: where the receptive field of each output pixel starts;
 * depth table: where each kernel cell lies in it. An array with padding is first copied into a border of zeros; the copy is
 * shared by the convolution and its filter gradient. Groups are products of strips of channels, depthwise convolutions
 * have kernels of their own (`groups.as.ts`).
 *
 * The file is long because forward, filter gradient and input gradient share the tables.
 */
import { convolutionSizes, type ConvolutionSizes } from '../../../graph/convolution';
import type { NodeId, NodeOf } from '../../../graph/graph';
import type { Epilogue } from './epilogue';
import type { Buffer, Parameter } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';
import { callInShares, cutBetweenExamples, type Shares } from './shares';
import {
  lowerWinogradConvolution,
  lowerWinogradFilterGradient,
  lowerWinogradInputGradient,
  suitsWinograd,
} from './winograd';

const STORE = 0;
const STORE_RELU = 1;
const PANEL_COLUMNS = 8;
const TILE_ROWS = 4;
/** Rows that the product kernel takes with one panel after the other (`ROW_BLOCK` in `product.as.ts`). */
const PRODUCT_ROWS = 128;
/** Rows of a sum taken at once in a filter gradient, bounded so that both factors fit the first-level cache. */
const FILTER_BLOCK_BYTES = 16384;
const LARGEST_SCATTER_BLOCK = 192;
const ANY_SCATTER_BLOCK = 128;
const SMALLEST_SCATTER_BLOCK = 32;
/** Longer sums over the batch are split, to round less. */
const LONGEST_SUM = 512;
/** Packing the right factor pays when its rows are long and many rows of the left factor use it. */
const PACK_FROM_COLUMNS = 32;
const PACK_FROM_ROWS = 16;
const SHORTEST_RUN = 8;

interface Geometry {
  readonly sizes: ConvolutionSizes;
  readonly paddedHeight: number;
  readonly paddedWidth: number;
  readonly isPadded: boolean;
  /** N · OH · OW. */
  readonly pixels: number;
  /** KH · KW · I/groups. */
  readonly depth: number;
  readonly rowTable: Buffer;
  readonly depthTable: Buffer;
}

/** Where each kernel cell lies in a receptive field, row by row: KH · KW offsets. */
function cellTable({ sizes, paddedWidth }: Geometry, recorder: Recorder): Buffer {
  const { kernelHeight, kernelWidth, inputChannels, dilationVertical, dilationHorizontal } = sizes;
  const key = [paddedWidth, kernelHeight, kernelWidth, inputChannels, dilationVertical, dilationHorizontal];
  return recorder.table(`cells ${key.join(' ')}`, () =>
    Uint32Array.from({ length: kernelHeight * kernelWidth }, (_, cell) => {
      const row = Math.floor(cell / kernelWidth) * dilationVertical;
      const column = (cell % kernelWidth) * dilationHorizontal;
      return (row * paddedWidth + column) * inputChannels * BYTES_PER_VALUE;
    }),
  );
}

/** One channel in and one out in each group. */
function isDepthwise({ groups, groupInputChannels, groupOutputChannels }: ConvolutionSizes): boolean {
  return groups > 1 && groupInputChannels === 1 && groupOutputChannels === 1;
}

function geometryOf(sizes: ConvolutionSizes, recorder: Recorder): Geometry {
  const { batch, inputHeight, inputWidth, inputChannels, kernelHeight, kernelWidth, outputHeight, outputWidth } = sizes;
  const { strideVertical, strideHorizontal, dilationVertical, dilationHorizontal, groupInputChannels, padding } = sizes;
  const paddedHeight = inputHeight + padding.top + padding.bottom;
  const paddedWidth = inputWidth + padding.left + padding.right;
  const pixels = batch * outputHeight * outputWidth;
  const depth = kernelHeight * kernelWidth * groupInputChannels;
  const cellBytes = inputChannels * BYTES_PER_VALUE;
  const rowKey = [
    batch,
    paddedHeight,
    paddedWidth,
    inputChannels,
    outputHeight,
    outputWidth,
    strideVertical,
    strideHorizontal,
  ];
  const rowTable = recorder.table(`receptive fields ${rowKey.join(' ')}`, () => {
    const offsets = new Uint32Array(pixels);
    let pixel = 0;
    for (let n = 0; n < batch; n++) {
      for (let i = 0; i < outputHeight; i++) {
        for (let j = 0; j < outputWidth; j++) {
          const row = n * paddedHeight + i * strideVertical;
          offsets[pixel++] = (row * paddedWidth + j * strideHorizontal) * cellBytes;
        }
      }
    }
    return offsets;
  });
  const depthKey = [
    paddedWidth,
    kernelHeight,
    kernelWidth,
    inputChannels,
    groupInputChannels,
    dilationVertical,
    dilationHorizontal,
  ];
  const depthTable = recorder.table(`kernel cells ${depthKey.join(' ')}`, () => {
    const offsets = new Uint32Array(depth);
    let cell = 0;
    for (let u = 0; u < kernelHeight; u++) {
      for (let v = 0; v < kernelWidth; v++) {
        const start = (u * dilationVertical * paddedWidth + v * dilationHorizontal) * cellBytes;
        for (let c = 0; c < groupInputChannels; c++) offsets[cell++] = start + c * BYTES_PER_VALUE;
      }
    }
    return offsets;
  });
  const isPadded = paddedHeight !== inputHeight || paddedWidth !== inputWidth;
  return { sizes, paddedHeight, paddedWidth, isPadded, pixels, depth, rowTable, depthTable };
}

/** Byte offsets 0, stride, 2 · stride, … */
function strides(recorder: Recorder, count: number, strideBytes: number): Buffer {
  return recorder.table(`strides ${count} ${strideBytes}`, () =>
    Uint32Array.from({ length: count }, (_, i) => i * strideBytes),
  );
}

/** What `pad` and `crop` take after the number of images. */
function borderArguments({ sizes }: Geometry): readonly number[] {
  const { inputHeight, inputWidth, inputChannels, padding } = sizes;
  return [inputHeight, inputWidth, inputChannels, padding.top, padding.bottom, padding.left, padding.right];
}

function paddedBytes({ sizes, paddedHeight, paddedWidth }: Geometry): number {
  return sizes.batch * paddedHeight * paddedWidth * sizes.inputChannels * BYTES_PER_VALUE;
}

/** The input inside its border of zeros; without padding, the input itself. */
function padded(id: NodeId, geometry: Geometry, recorder: Recorder): Buffer {
  const x = recorder.value(id);
  if (!geometry.isPadded) return x;
  const border = borderArguments(geometry);
  return recorder.shared(
    `${recorder.node(id).name} padded ${border.slice(3).join(' ')}`,
    paddedBytes(geometry),
    (y) => {
      callInShares(
        recorder,
        'pad',
        { reads: [x], writes: [y] },
        { units: geometry.sizes.batch, sliced: [x, y] },
        (at, images) => [at(x), at(y), images, ...border],
      );
    },
  );
}

/** The right factor [depth, columns] as the kernel wants it: buffer, bytes per depth step, bytes per panel. */
function rightFactor(
  b: Buffer,
  rows: number,
  depth: number,
  columns: number,
  recorder: Recorder,
): { readonly buffer: Buffer; readonly layout: readonly [Buffer, number, number] } {
  if (columns < PACK_FROM_COLUMNS || rows < PACK_FROM_ROWS) {
    return { buffer: b, layout: [b, columns * BYTES_PER_VALUE, PANEL_COLUMNS * BYTES_PER_VALUE] };
  }
  const panelBytes = depth * PANEL_COLUMNS * BYTES_PER_VALUE;
  const packed = recorder.scratch(`${b.label} packed`, panelBytes * Math.ceil(columns / PANEL_COLUMNS));
  recorder.call('packRows', [b, depth, columns, packed], { reads: [b], writes: [packed] });
  return { buffer: packed, layout: [packed, PANEL_COLUMNS * BYTES_PER_VALUE, panelBytes] };
}

export function lowerConvolution(node: NodeOf<'conv2d'>, recorder: Recorder, epilogue: Epilogue): void {
  const [xId, wId] = node.inputs as [NodeId, NodeId];
  const sizes = convolutionSizes(recorder.node(xId).shape, recorder.node(wId).shape, node.attributes);
  if (suitsWinograd(sizes)) {
    lowerWinogradConvolution(node, sizes, recorder, epilogue);
    return;
  }
  const geometry = geometryOf(sizes, recorder);
  const { pixels, depth, rowTable, depthTable } = geometry;
  const x = padded(xId, geometry, recorder);
  if (sizes.groups > 1) {
    lowerGroups(geometry, x, recorder.value(wId), recorder, epilogue);
    return;
  }
  const w = rightFactor(recorder.value(wId), pixels, depth, sizes.outputChannels, recorder);
  const bias = epilogue.bias === null ? null : recorder.value(epilogue.bias);
  const y = recorder.result(epilogue.result);
  callInShares(
    recorder,
    'product',
    { reads: bias === null ? [x, w.buffer] : [x, w.buffer, bias], writes: [y] },
    pixelShares(geometry, x, y, recorder),
    (at, count, first) => [
      ...[x, { buffer: rowTable, offsetBytes: first * BYTES_PER_VALUE }, 0, depthTable, count, depth],
      ...w.layout,
      ...[bias ?? 0, at(y), 0, sizes.outputChannels * BYTES_PER_VALUE, sizes.outputChannels],
      ...[epilogue.relu ? STORE_RELU : STORE, runOf(sizes)],
    ],
  );
}

/** How many cells of a receptive field lie side by side, if going through them without the table pays; else 1. */
function runOf({ dilationHorizontal, kernelWidth, groupInputChannels }: ConvolutionSizes): number {
  const run = dilationHorizontal === 1 ? kernelWidth * groupInputChannels : groupInputChannels;
  return run < SHORTEST_RUN ? 1 : run;
}

/** The pixels of a convolution's output y, shared out by images if that is fair: then a thread reads its own images of x only. */
function pixelShares({ sizes, pixels, depth }: Geometry, x: Buffer, y: Buffer, recorder: Recorder): Shares {
  const ofImage = sizes.outputHeight * sizes.outputWidth;
  const multiple = cutBetweenExamples(sizes.batch, ofImage, recorder.threads);
  const operations = productOperations(pixels, depth, sizes.outputChannels);
  return multiple === ofImage
    ? { units: pixels, multiple, operations, sliced: [x, y] }
    : { units: pixels, multiple: TILE_ROWS, operations, sliced: [y] };
}

/** Eight multiply-adds take about as long as one value of an elementwise pass. */
function productOperations(rows: number, depth: number, columns: number): number {
  return (rows * depth * columns) / 8;
}

function lowerGroups(geometry: Geometry, x: Buffer, w: Buffer, recorder: Recorder, epilogue: Epilogue): void {
  const { sizes, depth, rowTable, depthTable } = geometry;
  const { groups, groupInputChannels, groupOutputChannels, kernelHeight, kernelWidth, outputChannels } = sizes;
  const bias = epilogue.bias === null ? null : recorder.value(epilogue.bias);
  const mode = epilogue.relu ? STORE_RELU : STORE;
  const y = recorder.result(epilogue.result);
  const access = { reads: bias === null ? [x, w] : [x, w, bias], writes: [y] };
  const shares = pixelShares(geometry, x, y, recorder);
  const rows = (first: number): Parameter => ({ buffer: rowTable, offsetBytes: first * BYTES_PER_VALUE });
  if (isDepthwise(sizes)) {
    const cells = cellTable(geometry, recorder);
    callInShares(recorder, 'depthwise', access, shares, (at, count, first) => [
      ...[x, rows(first), cells, count, kernelHeight * kernelWidth],
      ...[w, bias ?? 0, at(y), outputChannels, mode],
    ]);
  } else {
    callInShares(recorder, 'groupedProduct', access, shares, (at, count, first) => [
      ...[x, rows(first), depthTable, count, depth],
      ...[w, bias ?? 0, at(y), groups, groupInputChannels, groupOutputChannels, mode],
    ]);
  }
}

export function lowerFilterGradient(node: NodeOf<'conv2dFilterGradient'>, recorder: Recorder): void {
  const [xId, dyId] = node.inputs as [NodeId, NodeId];
  const sizes = convolutionSizes(recorder.node(xId).shape, node.attributes.filterShape, node.attributes);
  if (suitsWinograd(sizes)) {
    lowerWinogradFilterGradient(node, sizes, recorder);
    return;
  }
  const geometry = geometryOf(sizes, recorder);
  const { pixels, depth, rowTable, depthTable } = geometry;
  const x = padded(xId, geometry, recorder);
  const dy = recorder.value(dyId);
  const dw = recorder.result(node.id);
  const bytesPerPixel =
    (sizes.outputChannels + sizes.inputChannels * sizes.strideVertical * sizes.strideHorizontal) * BYTES_PER_VALUE;
  const block = Math.max(64, Math.min(LONGEST_SUM, Math.floor(FILTER_BLOCK_BYTES / bytesPerPixel)));
  const access = { reads: [x, dy], writes: [dw] };
  if (isDepthwise(sizes)) {
    const window = [rowTable, cellTable(geometry, recorder), pixels, sizes.kernelHeight * sizes.kernelWidth];
    recorder.call('depthwiseFilterGradient', [x, ...window, dy, dw, sizes.outputChannels], access);
    return;
  }
  if (sizes.groups > 1) {
    const channels = [sizes.groups, sizes.groupInputChannels, sizes.groupOutputChannels];
    recorder.call(
      'groupedFilterGradient',
      [x, rowTable, depthTable, pixels, block, depth, dy, dw, ...channels],
      access,
    );
    return;
  }
  callWeightGradient(recorder, [x, rowTable, depthTable, dy, dw], pixels, block, depth, sizes.outputChannels);
}

/** dw[depth, columns] = the view of x, transposed, times dy[pixels, columns]; shared out by rows of dw. */
function callWeightGradient(
  recorder: Recorder,
  [x, rowTable, depthTable, dy, dw]: readonly [Buffer, Buffer, Buffer, Buffer, Buffer],
  pixels: number,
  block: number,
  depth: number,
  columns: number,
): void {
  callInShares(
    recorder,
    'accumulateRowBlocks',
    { reads: [x, dy], writes: [dw] },
    {
      units: depth,
      multiple: TILE_ROWS,
      operations: productOperations(pixels, depth, columns),
      sliced: [depthTable, dw],
    },
    (at, count) => [x, rowTable, at(depthTable), pixels, block, count, dy, columns, at(dw)],
  );
}

/** Where a gradient of the input is collected: dx itself, or a padded array from which dx is cut out by `finish`. */
function collected(
  node: NodeOf<'conv2dInputGradient'>,
  geometry: Geometry,
  recorder: Recorder,
): { readonly target: Buffer; readonly finish: () => void } {
  const dx = recorder.result(node.id);
  if (!geometry.isPadded) return { target: dx, finish: () => undefined };
  const target = recorder.scratch(`${node.name} padded`, paddedBytes(geometry));
  const finish = (): void =>
    callInShares(
      recorder,
      'crop',
      { reads: [target], writes: [dx] },
      { units: geometry.sizes.batch, sliced: [target, dx] },
      (at, images) => [at(target), at(dx), images, ...borderArguments(geometry)],
    );
  return { target, finish };
}

/** For groups and dilation: by kernel cell instead of by kernel row, whose cells do not lie side by side then. */
function lowerScatteredCells(node: NodeOf<'conv2dInputGradient'>, geometry: Geometry, recorder: Recorder): void {
  const [w, dy] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
  const { sizes, pixels, rowTable } = geometry;
  const { groups, groupInputChannels, groupOutputChannels, kernelHeight, kernelWidth } = sizes;
  const cellCount = kernelHeight * kernelWidth;
  const cells = cellTable(geometry, recorder);
  const bytes = paddedBytes(geometry);
  const { target, finish } = collected(node, geometry, recorder);
  if (isDepthwise(sizes)) {
    const images = { units: sizes.batch, operations: productOperations(pixels, cellCount, sizes.outputChannels) };
    callInShares(
      recorder,
      'depthwiseInputGradient',
      { reads: [dy, w], writes: [target] },
      { ...images, sliced: [dy, target] },
      (at, count) => {
        const share = count / sizes.batch;
        return [at(dy), rowTable, cells, pixels * share, cellCount, w, at(target), bytes * share, sizes.outputChannels];
      },
    );
  } else {
    const panels = Math.ceil(groupInputChannels / PANEL_COLUMNS);
    const packedBytes = cellCount * panels * groupOutputChannels * PANEL_COLUMNS * BYTES_PER_VALUE;
    callScatter(geometry, 'scatterCells', { dy, w, target, packedBytes }, recorder, (packed, to, toBytes) => [
      ...[w, packed, cells, cellCount],
      ...[to, toBytes, groups, groupInputChannels, groupOutputChannels],
    ]);
  }
  finish();
}

/**
 * How many pixels to scatter at once, and after how many images a cut may lie. The order of blocks is the order of sums within an
 * image, so that it matters where in an image they end: always at the same places if blocks are whole images or an image is
 * whole blocks, else again after some images.
 */
function scatterBlock(pixelsPerImage: number): { readonly pixels: number; readonly images: number } {
  if (pixelsPerImage <= LARGEST_SCATTER_BLOCK) {
    return { pixels: Math.floor(LARGEST_SCATTER_BLOCK / Math.max(1, pixelsPerImage)) * pixelsPerImage, images: 1 };
  }
  for (let pixels = LARGEST_SCATTER_BLOCK; pixels >= SMALLEST_SCATTER_BLOCK; pixels--) {
    if (pixelsPerImage % pixels === 0) return { pixels, images: 1 };
  }
  let images = 1;
  while ((pixelsPerImage * images) % ANY_SCATTER_BLOCK !== 0) images *= 2;
  return { pixels: ANY_SCATTER_BLOCK, images };
}

/** Kernel(dy, tables, pixels, block, rest …), shared out by images; each thread packs the weights for itself. */
function callScatter(
  { sizes, pixels, depth, rowTable }: Geometry,
  kernel: 'scatterCells' | 'scatterRows',
  { dy, w, target, packedBytes }: { dy: Buffer; w: Buffer; target: Buffer; packedBytes: number },
  recorder: Recorder,
  rest: (packed: Parameter, target: Parameter, targetBytes: number) => readonly Parameter[],
): void {
  const packed = recorder.scratch(`${w.label} packed`, packedBytes * recorder.threads);
  const block = scatterBlock(sizes.outputHeight * sizes.outputWidth);
  const columns = strides(recorder, sizes.groupOutputChannels, BYTES_PER_VALUE);
  const parameters = (from: number, to: number, part: number): readonly Parameter[] => {
    const at = (buffer: Buffer): Parameter => ({ buffer, offsetBytes: (from * buffer.bytes) / sizes.batch });
    const share = (to - from) / sizes.batch;
    const own: Parameter = { buffer: packed, offsetBytes: part * packedBytes };
    return [
      ...[at(dy), rowTable, columns, pixels * share, block.pixels],
      ...rest(own, at(target), target.bytes * share),
    ];
  };
  recorder.call(
    kernel,
    parameters(0, sizes.batch, 0),
    { reads: [dy, w], writes: [packed, target] },
    {
      units: sizes.batch,
      multiple: block.images,
      operations: productOperations(pixels, depth, sizes.outputChannels),
      sliced: [dy, target],
      scratch: [packed],
      parameters,
    },
  );
}

/** Stride 1 downwards: all kernel rows that reach a row of the input at once. Shared out by images; each thread packs for itself. */
function callInputGradientRows(
  { sizes, pixels, depth, paddedWidth, paddedHeight }: Geometry,
  { dy, w, target, packedBytes }: { dy: Buffer; w: Buffer; target: Buffer; packedBytes: number },
  recorder: Recorder,
): void {
  const { batch, inputChannels, outputChannels, outputHeight, outputWidth, kernelHeight, kernelWidth } = sizes;
  const { strideHorizontal } = sizes;
  const dyRowBytes = outputWidth * outputChannels * BYTES_PER_VALUE;
  const dxRowBytes = paddedWidth * inputChannels * BYTES_PER_VALUE;
  const places = (imageBytes: number, columnBytes: number): Buffer =>
    recorder.table(`columns ${batch} ${outputWidth} ${imageBytes} ${columnBytes}`, () =>
      Uint32Array.from(
        { length: batch * outputWidth },
        (_, place) => Math.floor(place / outputWidth) * imageBytes + (place % outputWidth) * columnBytes,
      ),
    );
  const dyOffsets = places(outputHeight * dyRowBytes, outputChannels * BYTES_PER_VALUE);
  const dxOffsets = places(paddedHeight * dxRowBytes, strideHorizontal * inputChannels * BYTES_PER_VALUE);
  const runs = recorder.table(`rows ${kernelHeight} ${outputChannels} ${dyRowBytes}`, () =>
    Uint32Array.from(
      { length: kernelHeight * outputChannels },
      (_, step) => Math.floor(step / outputChannels) * dyRowBytes + (step % outputChannels) * BYTES_PER_VALUE,
    ),
  );
  const block = Math.max(1, Math.floor(PRODUCT_ROWS / outputWidth)) * outputWidth;
  const packed = recorder.scratch(`${w.label} packed`, packedBytes * recorder.threads);
  const parameters = (from: number, to: number, part: number): readonly Parameter[] => {
    const at = (buffer: Buffer): Parameter => ({ buffer, offsetBytes: (from * buffer.bytes) / batch });
    return [
      ...[at(dy), dyOffsets, dxOffsets, runs, (to - from) * outputWidth, block],
      ...[outputHeight, outputChannels, dyRowBytes],
      ...[w, { buffer: packed, offsetBytes: part * packedBytes }, kernelHeight, kernelWidth * inputChannels],
      ...[at(target), dxRowBytes, (target.bytes * (to - from)) / batch],
    ];
  };
  recorder.call(
    'inputGradientRows',
    parameters(0, batch, 0),
    { reads: [dy, w], writes: [packed, target] },
    {
      units: batch,
      operations: productOperations(pixels, depth, outputChannels),
      sliced: [dy, target],
      scratch: [packed],
      parameters,
    },
  );
}

export function lowerInputGradient(node: NodeOf<'conv2dInputGradient'>, recorder: Recorder): void {
  const [wId, dyId] = node.inputs as [NodeId, NodeId];
  const sizes = convolutionSizes(node.attributes.inputShape, recorder.node(wId).shape, node.attributes);
  if (suitsWinograd(sizes)) {
    lowerWinogradInputGradient(node, sizes, recorder);
    return;
  }
  const geometry = geometryOf(sizes, recorder);
  if (sizes.groups > 1 || sizes.dilationVertical > 1 || sizes.dilationHorizontal > 1) {
    lowerScatteredCells(node, geometry, recorder);
    return;
  }
  const { inputChannels, outputChannels, kernelHeight, kernelWidth } = sizes;
  const w = recorder.value(wId);
  const dy = recorder.value(dyId);
  const runColumns = kernelWidth * inputChannels;
  const panels = Math.ceil(runColumns / PANEL_COLUMNS);
  const packedBytes = kernelHeight * panels * outputChannels * PANEL_COLUMNS * BYTES_PER_VALUE;
  const { target, finish } = collected(node, geometry, recorder);
  if (sizes.strideVertical === 1) {
    callInputGradientRows(geometry, { dy, w, target, packedBytes }, recorder);
    finish();
    return;
  }
  callScatter(geometry, 'scatterRows', { dy, w, target, packedBytes }, recorder, (packed, to, toBytes) => [
    ...[outputChannels, w, packed, kernelHeight, runColumns],
    ...[to, geometry.paddedWidth * inputChannels * BYTES_PER_VALUE, toBytes],
  ]);
  finish();
}

export function lowerMatmul(node: NodeOf<'matmul'>, recorder: Recorder, epilogue: Epilogue): void {
  const [aId, bId] = node.inputs as [NodeId, NodeId];
  const { transposeA, transposeB } = node.attributes;
  const [rows, columns] = node.shape as [number, number];
  const depth = recorder.node(aId).shape[transposeA ? 0 : 1]!;
  const a = recorder.value(aId);
  const b = recorder.value(bId);
  const bias = epilogue.bias === null ? null : recorder.value(epilogue.bias);
  const depthTable = strides(recorder, depth, transposeA ? rows * BYTES_PER_VALUE : BYTES_PER_VALUE);

  if (transposeA && !transposeB && depth > LONGEST_SUM && bias === null && !epilogue.relu) {
    const y = recorder.result(epilogue.result);
    const rowTable = strides(recorder, rows, BYTES_PER_VALUE);
    callWeightGradient(recorder, [a, depthTable, rowTable, b, y], depth, LONGEST_SUM, rows, columns);
    return;
  }

  let right: ReturnType<typeof rightFactor>;
  if (transposeB) {
    const panelBytes = depth * PANEL_COLUMNS * BYTES_PER_VALUE;
    const packed = recorder.scratch(`${b.label} packed`, panelBytes * Math.ceil(columns / PANEL_COLUMNS));
    recorder.call('packTransposed', [b, columns, depth, packed], { reads: [b], writes: [packed] });
    right = { buffer: packed, layout: [packed, PANEL_COLUMNS * BYTES_PER_VALUE, panelBytes] };
  } else {
    right = rightFactor(b, rows, depth, columns, recorder);
  }
  const y = recorder.result(epilogue.result);
  const rowBytes = transposeA ? BYTES_PER_VALUE : depth * BYTES_PER_VALUE;
  callInShares(
    recorder,
    'product',
    { reads: bias === null ? [a, right.buffer] : [a, right.buffer, bias], writes: [y] },
    {
      units: rows,
      multiple: TILE_ROWS,
      operations: productOperations(rows, depth, columns),
      sliced: transposeA ? [y] : [a, y],
    },
    (at, count, first) => [
      ...[{ buffer: a, offsetBytes: first * rowBytes }, 0, rowBytes, depthTable, count, depth],
      ...right.layout,
      ...[bias ?? 0, at(y), 0, columns * BYTES_PER_VALUE, columns],
      ...[epilogue.relu ? STORE_RELU : STORE, transposeA || depth < SHORTEST_RUN ? 1 : depth],
    ],
  );
}
