/** Lowering of what feeds a network: images and labels gathered from stored data, and augmentation. */
import type { NodeOf } from '../../../graph/graph';
import { hashName } from '../../../tensor/random';
import { sizeOf } from '../../../tensor/shape';
import type { KernelName } from './kernels';
import type { Buffer } from './memoryPlan';
import type { Recorder } from './recorder';

/** What each byte becomes: one column of 256 numbers for all channels, or one for each. The bits of float32, as tables want them. */
function normalizationTable({ mean, deviation }: NodeOf<'gatherImages'>['attributes']): Uint32Array {
  const columns = Math.max(mean.length, deviation.length);
  const table = Float32Array.from({ length: 256 * columns }, (_, i) => {
    const column = Math.floor(i / 256);
    return ((i % 256) - (mean[column] ?? mean[0]!)) / (deviation[column] ?? deviation[0]!);
  });
  return new Uint32Array(table.buffer);
}

/** Mean and deviation as two float64 for all channels, or for each. */
function normalizationPairs({ mean, deviation }: NodeOf<'gatherImages'>['attributes']): Uint32Array {
  const columns = Math.max(mean.length, deviation.length);
  const pairs = Float64Array.from({ length: 2 * columns }, (_, i) => {
    const column = i >> 1;
    return i % 2 === 0 ? (mean[column] ?? mean[0]!) : (deviation[column] ?? deviation[0]!);
  });
  return new Uint32Array(pairs.buffer);
}

export function lowerGatherImages(node: NodeOf<'gatherImages'>, recorder: Recorder): void {
  const [data, indices] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
  const { shape: images, dtype } = recorder.node(node.inputs[0]!);
  const isBytes = dtype === 'uint8';
  const [batch, height, width] = node.shape as [number, number, number];
  const { mean, deviation } = node.attributes;
  const table = recorder.table(`${node.name} normalization`, () =>
    isBytes ? normalizationTable(node.attributes) : normalizationPairs(node.attributes),
  );
  const tableStep = Math.max(mean.length, deviation.length) > 1 ? (isBytes ? 1024 : 16) : 0;
  const y = recorder.result(node.id);
  const parameters = (from: number, to: number): readonly (Buffer | number)[] => [
    data,
    indices,
    table,
    tableStep,
    y,
    from,
    to,
    ...images,
    height,
    width,
  ];
  recorder.call(
    isBytes ? 'gatherImages' : 'gatherNumbers',
    parameters(0, batch),
    { reads: [data, indices, table], writes: [y] },
    { units: batch, operations: sizeOf(node.shape), parameters },
  );
}

export function lowerGatherLabels(node: NodeOf<'gatherLabels'>, recorder: Recorder): void {
  const [data, indices] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
  const y = recorder.result(node.id);
  const count = recorder.node(node.inputs[0]!).shape[0]!;
  recorder.call('gatherLabels', [data, indices, y, node.shape[0]!, count], { reads: [data, indices], writes: [y] });
}

/** kernel(inputs …, stream, numbers …, result, from, to, sizes …), image by image. */
function lowerAugmentation(
  node: NodeOf<'warpImages'> | NodeOf<'jitterColours'> | NodeOf<'eraseRectangles'>,
  recorder: Recorder,
  kernel: KernelName,
  numbers: readonly (Buffer | number)[],
  sizes: readonly number[],
  inPlace: boolean,
): void {
  const inputs = node.inputs.map((id) => recorder.value(id));
  const y = recorder.result(node.id);
  const batch = node.shape[0]!;
  const parameters = (from: number, to: number): readonly (Buffer | number)[] => [
    ...inputs,
    hashName(node.attributes.stream),
    ...numbers,
    y,
    from,
    to,
    ...sizes,
  ];
  const tables = numbers.filter((entry) => typeof entry !== 'number');
  recorder.call(
    kernel,
    parameters(0, batch),
    { reads: [...inputs, ...tables], writes: [y], overwritable: inPlace ? inputs.slice(0, 1) : [] },
    { units: batch, operations: 4 * sizeOf(node.shape), parameters },
  );
}

export function lowerWarp(node: NodeOf<'warpImages'>, recorder: Recorder): void {
  const { background } = node.attributes;
  const table = recorder.table(`${node.name} background`, () => new Uint32Array(Float32Array.from(background).buffer));
  const step = background.length > 1 ? 4 : 0;
  lowerAugmentation(node, recorder, 'warpImages', [table, step], node.shape.slice(1), false);
}

export function lowerJitter(node: NodeOf<'jitterColours'>, recorder: Recorder): void {
  const [, height, width, channels] = node.shape as [number, number, number, number];
  lowerAugmentation(node, recorder, 'jitterColours', [], [height * width, channels], true);
}

export function lowerErase(node: NodeOf<'eraseRectangles'>, recorder: Recorder): void {
  lowerAugmentation(node, recorder, 'eraseRectangles', [], node.shape.slice(1), true);
}
