/**
 * How normalization becomes kernel calls.
 *
 * Picture: nodes of the graph each take their statistics anew; here the mean of an array and the two sums of a backward pass
 * are computed once, where they are first needed, and shared by everyone who asks (`recorder.shared`).
 */
import type { NodeId, NodeOf } from '../../../graph/graph';
import { sizeOf } from '../../../tensor/shape';
import type { Fusion } from './fusion';
import type { KernelName } from './kernels';
import type { Buffer, Parameter } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';
import { callInShares, columnMultiple, cutBetweenExamples, type Shares } from './shares';

/** An array […, C] seen as a matrix. */
function rowsAndChannels(id: NodeId, recorder: Recorder): readonly [rows: number, channels: number] {
  const { shape } = recorder.node(id);
  const channels = shape.at(-1) ?? 1;
  return [sizeOf(shape) / channels, channels];
}

/** Sums over the rows are shared out by channels, so that none depends on the number of threads: the call for some columns. */
function callByColumns(
  recorder: Recorder,
  kernel: KernelName,
  access: { readonly reads: readonly Buffer[]; readonly writes: readonly Buffer[] },
  [rows, channels]: readonly [number, number],
  columns: (at: (buffer: Buffer) => Parameter, count: number, from: number) => readonly Parameter[],
): void {
  const parameters = (from: number, to: number): readonly Parameter[] => {
    const at = (buffer: Buffer): Parameter => ({ buffer, offsetBytes: from * BYTES_PER_VALUE });
    return columns(at, to - from, from);
  };
  recorder.call(kernel, parameters(0, channels), access, {
    units: channels,
    multiple: columnMultiple(channels),
    operations: rows * channels,
    parameters,
  });
}

/** Means of the channels; where their variances are wanted too, both come from one pass. */
function meansOf(x: NodeId, recorder: Recorder): Buffer {
  const [rows, channels] = rowsAndChannels(x, recorder);
  const { name } = recorder.node(x);
  const bytes = channels * BYTES_PER_VALUE;
  return recorder.shared(`${name} means`, bytes, (means) => {
    const source = recorder.value(x);
    if (!recorder.fusions.moments.has(x)) {
      recorder.call('columnMeans', [source, means, rows, channels], { reads: [source], writes: [means] });
      return;
    }
    const variances = recorder.shared(`${name} variances`, bytes);
    callByColumns(
      recorder,
      'columnMoments',
      { reads: [source], writes: [means, variances] },
      [rows, channels],
      (at, count) => [at(source), at(means), at(variances), rows, count, bytes],
    );
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
  const xId = node.inputs[0]!;
  meansOf(xId, recorder);
  const [, channels] = rowsAndChannels(xId, recorder);
  recorder.alias(node.id, recorder.shared(`${recorder.node(xId).name} variances`, channels * BYTES_PER_VALUE));
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

/** normalize, and what a fusion adds to it; `result` is the last of the fused nodes. */
export function lowerNormalize(
  node: NodeOf<'normalize'>,
  recorder: Recorder,
  { addend, relu, result }: { addend: NodeId | null; relu: boolean; result: NodeId } = {
    addend: null,
    relu: false,
    result: node.id,
  },
): void {
  const [xId, meanId, varianceId, scaleId, shiftId] = node.inputs as [NodeId, NodeId, NodeId, NodeId, NodeId];
  const factors = factorsOf(varianceId, scaleId, node.attributes.epsilon, recorder);
  const [x, mean, shift] = [recorder.value(xId), recorder.value(meanId), recorder.value(shiftId)];
  const added = addend === null ? null : recorder.value(addend);
  const arrays = added === null ? [x] : [x, added];
  const y = recorder.result(result);
  const [, channels] = rowsAndChannels(node.id, recorder);
  callInShares(
    recorder,
    'normalize',
    { reads: [...arrays, mean, factors, shift], writes: [y], overwritable: arrays },
    rowShares(node.id, [...arrays, y], recorder),
    (at, count) => [at(x), mean, factors, shift, added === null ? 0 : at(added), at(y), count, channels, relu ? 1 : 0],
  );
}

/** The rows of an array shared out, whole examples where that is fair. */
function rowShares(id: NodeId, sliced: readonly Buffer[], recorder: Recorder): Shares {
  const [rows] = rowsAndChannels(id, recorder);
  const examples = recorder.node(id).shape[0] ?? 1;
  return { units: rows, multiple: cutBetweenExamples(examples, rows / examples, recorder.threads), sliced };
}

/** All three ways back through a batch normalization in one pass; `result` is their sum. */
export function lowerNormalizationGradient(
  { direct, throughMean, throughVariance, addend }: Fusion & { kind: 'normalizationGradient' },
  result: NodeId,
  recorder: Recorder,
): void {
  const [varianceId, scaleId, dyId] = direct.inputs as [NodeId, NodeId, NodeId];
  const [xId, dvId] = throughVariance.inputs as [NodeId, NodeId];
  const factors = factorsOf(varianceId, scaleId, direct.attributes.epsilon, recorder);
  const mean = meansOf(xId, recorder);
  const [dy, x] = [recorder.value(dyId), recorder.value(xId)];
  const other = addend === null ? null : recorder.value(addend);
  const arrays = other === null ? [dy, x] : [dy, x, other];
  const [dm, dv] = [recorder.value(throughMean.inputs[0]!), recorder.value(dvId)];
  const dx = recorder.result(result);
  const [rows, channels] = rowsAndChannels(result, recorder);
  callInShares(
    recorder,
    'normalizationGradient',
    { reads: [...arrays, mean, factors, dm, dv], writes: [dx], overwritable: arrays },
    rowShares(result, [...arrays, dx], recorder),
    (at, count) => [
      ...[at(dy), at(x), mean, factors, dm, dv, 1 / rows],
      ...[other === null ? 0 : at(other), at(dx), count, channels],
    ],
  );
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
    const bytes = channels * BYTES_PER_VALUE;
    callByColumns(
      recorder,
      'normalizeSums',
      { reads: [x, mean, variance, dy], writes: [to] },
      [rows, channels],
      (at, count, from) => [
        ...[at(x), at(mean), at(variance), at(dy), epsilon],
        ...[at(to), { buffer: to, offsetBytes: bytes + from * BYTES_PER_VALUE }, rows, count, bytes],
      ],
    );
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
