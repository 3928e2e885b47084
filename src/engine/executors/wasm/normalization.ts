/**
 * How normalization becomes kernel calls.
 *
 * Picture: nodes of the graph each take their statistics anew; here the mean of an array and the two sums of a backward pass
 * are computed once, where they are first needed, and shared by everyone who asks (`recorder.shared`).
 */
import type { NodeId, NodeOf } from '../../../graph/graph';
import { sizeOf } from '../../../tensor/shape';
import type { Buffer } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';

/** An array […, C] seen as a matrix. */
function rowsAndChannels(id: NodeId, recorder: Recorder): readonly [rows: number, channels: number] {
  const { shape } = recorder.node(id);
  const channels = shape.at(-1) ?? 1;
  return [sizeOf(shape) / channels, channels];
}

function meansOf(x: NodeId, recorder: Recorder): Buffer {
  const [rows, channels] = rowsAndChannels(x, recorder);
  return recorder.shared(`${recorder.node(x).name} means`, channels * BYTES_PER_VALUE, (means) => {
    const source = recorder.value(x);
    recorder.call('columnMeans', [source, means, rows, channels], { reads: [source], writes: [means] });
  });
}

export function lowerBatchMean(node: NodeOf<'batchMean'>, recorder: Recorder): void {
  recorder.alias(node.id, meansOf(node.inputs[0]!, recorder));
}

export function lowerBatchMeanGradient(node: NodeOf<'batchMeanGradient'>, recorder: Recorder): void {
  const dm = recorder.value(node.inputs[0]!);
  const dx = recorder.result(node.id);
  recorder.call('spreadColumns', [dm, dx, ...rowsAndChannels(node.id, recorder)], { reads: [dm], writes: [dx] });
}

export function lowerBatchVariance(node: NodeOf<'batchVariance'>, recorder: Recorder): void {
  const x = recorder.value(node.inputs[0]!);
  const means = meansOf(node.inputs[0]!, recorder);
  const y = recorder.result(node.id);
  recorder.call('columnVariances', [x, means, y, ...rowsAndChannels(node.inputs[0]!, recorder)], {
    reads: [x, means],
    writes: [y],
  });
}

export function lowerBatchVarianceGradient(node: NodeOf<'batchVarianceGradient'>, recorder: Recorder): void {
  const [x, dv] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
  const means = meansOf(node.inputs[0]!, recorder);
  const dx = recorder.result(node.id);
  recorder.call('columnVariancesGradient', [x, means, dv, dx, ...rowsAndChannels(node.id, recorder)], {
    reads: [x, means, dv],
    writes: [dx],
    overwritable: [x],
  });
}

/** scale / √(variance + ε), used forward and backward. */
function factorsOf(variance: NodeId, scale: NodeId, epsilon: number, recorder: Recorder): Buffer {
  const channels = sizeOf(recorder.node(scale).shape);
  return recorder.shared(`factors of ${variance} ${scale} ${epsilon}`, channels * BYTES_PER_VALUE, (factors) => {
    const [v, s] = [recorder.value(variance), recorder.value(scale)];
    recorder.call('normalizeFactors', [v, s, epsilon, factors, channels], { reads: [v, s], writes: [factors] });
  });
}

export function lowerNormalize(node: NodeOf<'normalize'>, recorder: Recorder): void {
  const [xId, meanId, varianceId, scaleId, shiftId] = node.inputs as [NodeId, NodeId, NodeId, NodeId, NodeId];
  const factors = factorsOf(varianceId, scaleId, node.attributes.epsilon, recorder);
  const [x, mean, shift] = [recorder.value(xId), recorder.value(meanId), recorder.value(shiftId)];
  const y = recorder.result(node.id);
  recorder.call('normalize', [x, mean, factors, shift, y, ...rowsAndChannels(node.id, recorder)], {
    reads: [x, mean, factors, shift],
    writes: [y],
    overwritable: [x],
  });
}

export function lowerNormalizeGradient(node: NodeOf<'normalizeGradient'>, recorder: Recorder): void {
  const [varianceId, scaleId, dyId] = node.inputs as [NodeId, NodeId, NodeId];
  const factors = factorsOf(varianceId, scaleId, node.attributes.epsilon, recorder);
  const dy = recorder.value(dyId);
  const dx = recorder.result(node.id);
  recorder.call('channelScale', [dy, factors, dx, ...rowsAndChannels(node.id, recorder)], {
    reads: [dy, factors],
    writes: [dx],
    overwritable: [dy],
  });
}

const STATISTIC = { mean: 0, variance: 1, scale: 2, shift: 3 } as const;

export function lowerNormalizeStatisticsGradient(
  node: NodeOf<'normalizeStatisticsGradient'>,
  recorder: Recorder,
): void {
  const { epsilon, of } = node.attributes;
  const [x, mean, variance, scale, dy] = node.inputs.map((id) => recorder.value(id)) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const [rows, channels] = rowsAndChannels(node.inputs[0]!, recorder);
  const [xId, meanId, varianceId, , dyId] = node.inputs;
  const key = `sums over ${[xId, meanId, varianceId, dyId].join(' ')} ${epsilon}`;
  const sums = recorder.shared(key, 2 * channels * BYTES_PER_VALUE, (to) => {
    recorder.call('normalizeSums', [x, mean, variance, dy, epsilon, to, rows, channels], {
      reads: [x, mean, variance, dy],
      writes: [to],
    });
  });
  const result = recorder.result(node.id);
  recorder.call('normalizeStatisticsGradient', [sums, variance, scale, epsilon, STATISTIC[of], result, channels], {
    reads: [sums, variance, scale],
    writes: [result],
  });
}

export function lowerLocalResponseGradient(
  node: NodeOf<'localResponseNormalizationGradient'>,
  recorder: Recorder,
): void {
  const [x, dy] = node.inputs.map((id) => recorder.value(id)) as [Buffer, Buffer];
  const { size, k, alpha, beta } = node.attributes;
  const [rows, channels] = rowsAndChannels(node.id, recorder);
  const terms = recorder.scratch(`${node.name} terms`, channels * BYTES_PER_VALUE);
  const dx = recorder.result(node.id);
  recorder.call('localResponseNormalizationGradient', [x, dy, size, k, alpha, beta, terms, dx, rows, channels], {
    reads: [x, dy],
    writes: [terms, dx],
  });
}
