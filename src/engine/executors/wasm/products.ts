/**
 * Convolutions and matrix products, forward and backward, as calls of the one product kernel (`product.as.ts`).
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
import type { Buffer } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';
import {
  lowerWinogradConvolution,
  lowerWinogradFilterGradient,
  lowerWinogradInputGradient,
  suitsWinograd,
} from './winograd';

const STORE = 0;
const STORE_RELU = 1;
const PANEL_COLUMNS = 8;
/** Rows of a sum taken at once in a filter gradient, bounded so that both factors fit the first-level cache. */
const FILTER_BLOCK_BYTES = 16384;
const SCATTER_BLOCK_PIXELS = 128;
/** Longer sums over the batch are split, to round less. */
const LONGEST_SUM = 512;
/** Packing the right factor pays when its rows are long and many rows of the left factor use it. */
const PACK_FROM_COLUMNS = 32;
const PACK_FROM_ROWS = 16;

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

function borderArguments({ sizes }: Geometry): readonly number[] {
  const { batch, inputHeight, inputWidth, inputChannels, padding } = sizes;
  return [batch, inputHeight, inputWidth, inputChannels, padding.top, padding.bottom, padding.left, padding.right];
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
    `${recorder.node(id).name} padded ${border.slice(4).join(' ')}`,
    paddedBytes(geometry),
    (y) => {
      recorder.call('pad', [x, y, ...border], { reads: [x], writes: [y] });
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
  recorder.call(
    'product',
    [
      ...[x, rowTable, 0, depthTable, pixels, depth],
      ...w.layout,
      ...[bias ?? 0, y, 0, sizes.outputChannels * BYTES_PER_VALUE, sizes.outputChannels],
      epilogue.relu ? STORE_RELU : STORE,
    ],
    { reads: bias === null ? [x, w.buffer] : [x, w.buffer, bias], writes: [y] },
  );
}

function lowerGroups(geometry: Geometry, x: Buffer, w: Buffer, recorder: Recorder, epilogue: Epilogue): void {
  const { sizes, pixels, depth, rowTable, depthTable } = geometry;
  const { groups, groupInputChannels, groupOutputChannels, kernelHeight, kernelWidth, outputChannels } = sizes;
  const bias = epilogue.bias === null ? null : recorder.value(epilogue.bias);
  const mode = epilogue.relu ? STORE_RELU : STORE;
  const y = recorder.result(epilogue.result);
  const access = { reads: bias === null ? [x, w] : [x, w, bias], writes: [y] };
  if (isDepthwise(sizes)) {
    const window = [rowTable, cellTable(geometry, recorder), pixels, kernelHeight * kernelWidth];
    recorder.call('depthwise', [x, ...window, w, bias ?? 0, y, outputChannels, mode], access);
  } else {
    const channels = [groups, groupInputChannels, groupOutputChannels];
    recorder.call(
      'groupedProduct',
      [x, rowTable, depthTable, pixels, depth, w, bias ?? 0, y, ...channels, mode],
      access,
    );
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
  recorder.call(
    'accumulateRowBlocks',
    [x, rowTable, depthTable, pixels, block, depth, dy, sizes.outputChannels, dw],
    access,
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
    recorder.call('crop', [target, dx, ...borderArguments(geometry)], { reads: [target], writes: [dx] });
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
    recorder.call(
      'depthwiseInputGradient',
      [dy, rowTable, cells, pixels, cellCount, w, target, bytes, sizes.outputChannels],
      { reads: [dy, w], writes: [target] },
    );
  } else {
    const panels = Math.ceil(groupInputChannels / PANEL_COLUMNS);
    const packedBytes = cellCount * panels * groupOutputChannels * PANEL_COLUMNS * BYTES_PER_VALUE;
    const packed = recorder.scratch(`${w.label} packed by cell`, packedBytes);
    recorder.call(
      'scatterCells',
      [
        ...[dy, rowTable, strides(recorder, groupOutputChannels, BYTES_PER_VALUE), pixels, SCATTER_BLOCK_PIXELS],
        ...[w, packed, cells, cellCount, target, bytes, groups, groupInputChannels, groupOutputChannels],
      ],
      { reads: [dy, w], writes: [packed, target] },
    );
  }
  finish();
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
  const packed = recorder.scratch(
    `${w.label} packed by row`,
    kernelHeight * panels * outputChannels * PANEL_COLUMNS * BYTES_PER_VALUE,
  );
  const bytes = paddedBytes(geometry);
  const { target, finish } = collected(node, geometry, recorder);
  recorder.call(
    'scatterRows',
    [
      ...[dy, geometry.rowTable, strides(recorder, outputChannels, BYTES_PER_VALUE), geometry.pixels],
      ...[SCATTER_BLOCK_PIXELS, outputChannels, w, packed, kernelHeight, runColumns],
      ...[target, geometry.paddedWidth * inputChannels * BYTES_PER_VALUE, bytes],
    ],
    { reads: [dy, w], writes: [packed, target] },
  );
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
    recorder.call('accumulateRowBlocks', [a, depthTable, rowTable, depth, LONGEST_SUM, rows, b, columns, y], {
      reads: [a, b],
      writes: [y],
    });
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
  recorder.call(
    'product',
    [
      ...[a, 0, transposeA ? BYTES_PER_VALUE : depth * BYTES_PER_VALUE, depthTable, rows, depth],
      ...right.layout,
      ...[bias ?? 0, y, 0, columns * BYTES_PER_VALUE, columns],
      epilogue.relu ? STORE_RELU : STORE,
    ],
    { reads: bias === null ? [a, right.buffer] : [a, right.buffer, bias], writes: [y] },
  );
}
