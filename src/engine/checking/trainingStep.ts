/**
 * One step of the program that really trains, in which ops are joined and nothing in between can be read: what it does to every slot.
 *
 * Picture: plain gradient descent with so large a rate that the step is the gradient: after it every trained slot has moved by rate ×
 * gradient. What it should be is computed by the reference from the same start; where that would take too long, it is what the executor
 * itself found op by op, which has been checked.
 */

import type { NodeId } from '../../graph/graph';
import { isLeaf } from '../../graph/opDefinition';
import { buildTraining, type FullView } from '../../network/build';
import type { Feeding } from '../../network/feeding';
import { completeCoefficients } from '../../network/hyperparameters';
import type { NetworkSpec } from '../../network/spec';
import { Grid } from '../../reference/grid';
import { applyReference } from '../../reference/reference';
import type { Program, StoredData } from '../executors/executor';
import { leafGrid, type Breathe, type CheckSubject } from './bench';
import { allowedOf, allowedOfGradient, largestDifference, largestMagnitude, type Rows } from './comparison';

/** A power of two: multiplying by it rounds nothing. */
const RATE = 2 ** 16;

/**
 * Adds a row for each slot.
 *
 * @param slope as `allowedOfGradient` takes it
 * @param checked the executor's values of the full view, to compare with where the reference is too slow; else null
 */
export async function checkTrainingStep(
  subject: CheckSubject,
  spec: NetworkSpec,
  feeding: Feeding,
  data: Readonly<Record<string, StoredData>>,
  view: FullView,
  checked: Program | null,
  slope: number,
  rows: Rows,
  breathe: Breathe,
): Promise<void> {
  const { executor, weights } = subject;
  const training = buildTraining(spec, { ...feeding, optimizer: 'sgd' });
  const scalars = { ...subject.scalars, ...completeCoefficients('sgd', {}), learningRate: RATE };
  const after = new Map<string, Float32Array>();
  const store = executor.createStore(training.slots);
  try {
    for (const { name } of training.slots) {
      const values = weights.get(name);
      if (values !== undefined) store.write(name, values);
    }
    // As the run compiles it: whatever is not asked for may be joined away.
    const program = await executor.compile(training.graph, store, { outputs: ['loss', 'predicted'], data });
    try {
      writeScalars(program, training.graph.nodes, scalars);
      program.write('indices', subject.indices);
      program.run();
      for (const { name } of training.slots) after.set(name, await store.read(name));
    } finally {
      program.dispose();
    }
  } finally {
    store.dispose();
  }

  const isGpu = executor.name !== 'wasm' && executor.name !== 'reference';
  const expected = checked === null ? await gradientsByReference({ ...subject, scalars }, training, breathe) : null;
  const moves = new Map<string, { readonly found: Float64Array; readonly expected: ArrayLike<number> }>();
  for (const name of training.trainable) {
    const start = weights.get(name) ?? new Float32Array();
    const end = after.get(name) ?? new Float32Array();
    const found = Float64Array.from(end, (value, index) => ((start[index] ?? NaN) - value) / RATE);
    const slope = view.graph.nodes[view.gradients.get(name) ?? -1];
    const byReference = expected?.get(name);
    if (byReference !== undefined) {
      const should = byReference.values.map((value, index) => ((start[index] ?? NaN) - value) / RATE);
      moves.set(name, { found, expected: should });
    } else if (checked !== null && slope !== undefined)
      moves.set(name, { found, expected: await checked.read(slope.name) });
  }
  const largestOfAll = Math.max(...[...moves.values()].map((move) => largestMagnitude(move.expected)));
  for (const [name, move] of moves) {
    // A gradient that is nothing but rounding is measured against that of the others.
    const scale = Math.max(largestMagnitude(move.expected), 1e-4 * largestOfAll);
    rows.add(
      'training step',
      name,
      move.found.length,
      largestDifference(move.found, move.expected, scale),
      allowedOfGradient(isGpu, slope),
    );
  }
  for (const { name } of training.slots) {
    const byReference = expected?.get(name);
    if (training.trainable.includes(name) || byReference === undefined) continue;
    const values = after.get(name) ?? new Float32Array();
    const largest = largestDifference(values, byReference.values, largestMagnitude(byReference.values));
    rows.add('training step', name, values.length, largest, allowedOf('add', 'gradient', false, isGpu));
  }
}

export function writeScalars(
  program: Program,
  nodes: FullView['graph']['nodes'],
  scalars: Readonly<Record<string, number>>,
): void {
  for (const node of nodes) {
    if (node.op !== 'scalar') continue;
    const { slot } = node.attributes;
    program.write(slot, Float32Array.of(scalars[slot] ?? 0));
  }
}

/** Every slot after the step, by the reference alone. */
async function gradientsByReference(
  subject: CheckSubject,
  { graph }: ReturnType<typeof buildTraining>,
  breathe: Breathe,
): Promise<ReadonlyMap<string, Grid>> {
  const values = new Map<NodeId, Grid>();
  for (const node of graph.nodes) {
    if (isLeaf(node)) values.set(node.id, leafGrid(node, subject));
    else {
      const inputs = node.inputs.map((id) => values.get(id) ?? new Grid([]));
      values.set(node.id, applyReference(node, inputs));
      await breathe(-1);
    }
  }
  return new Map(graph.updates.map(({ slot, value }) => [slot, values.get(value) ?? new Grid([])]));
}
