/** Lowering of what feeds a network: images and labels gathered from stored bytes. */
import type { NodeOf } from '../../../graph/graph';
import { sizeOf } from '../../../tensor/shape';
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

export function lowerGatherImages(node: NodeOf<'gatherImages'>, recorder: Recorder): void {
  const [data, indices] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
  const images = recorder.node(node.inputs[0]!).shape;
  const [batch, height, width] = node.shape as [number, number, number];
  const { mean, deviation } = node.attributes;
  const table = recorder.table(`${node.name} normalization`, () => normalizationTable(node.attributes));
  const tableStep = Math.max(mean.length, deviation.length) > 1 ? 1024 : 0;
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
    'gatherImages',
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
