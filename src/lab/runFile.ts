/**
 * What a reader takes along of a run: its curves as a table (CSV), and what it is as a description (JSON). Text out of plain data.
 *
 * The description is for people and programs that want to know exactly what was trained: the settings and how they came about, who
 * computed it, the network layer by layer with its shapes, and the computation graph of one training step, node by node. Its first three
 * entries say what it is and in which version. Numbers have all their digits.
 *
 * Deliberately not here: weights (the engine's safetensors file), the way back (runs are exchanged by the ledger and by links).
 */

import type { TestPoint, TrainPoint } from '../engine/protocol';
import type { Graph, GraphNode } from '../graph/graph';
import { buildTraining } from '../network/build';
import { descriptionHash } from '../network/descriptionHash';
import { summarize } from '../network/summary';
import { networkOfRun } from './runNetwork';
import type { RunState } from './runState';

export const RUN_DESCRIPTION_FORMAT = 'receptive-field/run-description';
export const RUN_DESCRIPTION_VERSION = 1;

const columns = ['step', 'training loss', 'training accuracy', 'test loss', 'test accuracy'] as const;

/**
 * One line for each step at which something was measured, in order; a measurement that was not made there is empty. Accuracies are
 * fractions. Comma-separated values as in RFC 4180.
 */
export function curvesCsv(trainPoints: readonly TrainPoint[], testPoints: readonly TestPoint[]): string {
  const lines = new Map<number, [train: TrainPoint | null, test: TestPoint | null]>();
  for (const point of trainPoints) lines.set(point.step, [point, null]);
  for (const point of testPoints) lines.set(point.step, [lines.get(point.step)?.[0] ?? null, point]);
  const cell = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '' : String(value));
  const rows = [...lines]
    .sort(([one], [other]) => one - other)
    .map(([step, [train, test]]) =>
      [step, cell(train?.loss), cell(train?.accuracy), cell(test?.loss), cell(test?.accuracy)].join(','),
    );
  return [columns.join(','), ...rows, ''].join('\r\n');
}

export type DescribedRun = Pick<
  RunState,
  'name' | 'description' | 'origin' | 'history' | 'dataSets' | 'status' | 'environment' | 'trainPoints' | 'testPoints'
>;

/** @throws SpecError when the network cannot be built */
export function descriptionJson(run: DescribedRun): string {
  const { name, description, origin, history, status, environment, dataSets } = run;
  const spec = networkOfRun(run);
  const { layers, ...sums } = summarize(spec);
  const { batchSize, optimizer } = description;
  const executor = environment?.executors.find((one) => one.name === status?.executor);
  const file = {
    what: 'A run of a convolutional neural network, from the book Receptive Field: its settings, its network and the graph of one training step',
    format: RUN_DESCRIPTION_FORMAT,
    version: RUN_DESCRIPTION_VERSION,
    run: {
      name,
      description,
      origin,
      history,
      step: status?.step ?? 0,
      epoch: status?.epoch ?? 0,
      learningRate: status?.learningRate ?? description.learningRate,
      startWords: status?.startWords ?? null,
      last: { train: run.trainPoints.at(-1) ?? null, test: run.testPoints.at(-1) ?? null },
    },
    executor: {
      name: status?.executor ?? null,
      detail: executor?.detail ?? null,
      reason: environment?.reason ?? null,
    },
    dataSet: dataSets.find(({ id }) => id === description.dataSet) ?? { id: description.dataSet },
    network: { hash: descriptionHash(spec), spec, ...sums, layers },
    graph: {
      of: 'One training step. Its inputs are the images and labels of a batch; the images are normalized, and changed at random where the description says so, before they enter.',
      batchSize,
      ...describedGraph(buildTraining(spec, { batchSize, optimizer }).graph),
    },
  };
  return `${JSON.stringify(file, plainNumbers, 1)}\n`;
}

/** `lenet5-digits-step-1875-curves.csv` */
export function runFileName(
  { description: { network, dataSet }, status }: Pick<RunState, 'description' | 'status'>,
  what: string,
  extension: string,
): string {
  return `${network}-${dataSet}-step-${status?.step ?? 0}-${what}.${extension}`;
}

/** Nodes by name: what was counted in the graph is spelled out. */
function describedGraph({ nodes, outputs, updates }: Graph): object {
  const nameOf = (id: number): string => {
    const node = nodes[id];
    if (node === undefined) throw new Error(`internal: the graph has no node ${id}`);
    return node.name;
  };
  return {
    nodes: nodes.map(({ name, op, inputs, shape, dtype, attributes }: GraphNode) => ({
      name,
      op,
      inputs: inputs.map(nameOf),
      shape,
      dtype,
      attributes,
    })),
    outputs: Object.fromEntries(Object.entries(outputs).map(([output, id]) => [output, nameOf(id)])),
    updates: updates.map(({ slot, value }) => ({ slot, value: nameOf(value) })),
  };
}

/** Typed arrays as lists, and numbers that JSON has no word for as words. */
function plainNumbers(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array || value instanceof Uint8Array || value instanceof Int32Array) return [...value];
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
