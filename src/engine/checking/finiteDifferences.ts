/**
 * The executor's gradient against the loss itself: a weight is moved a little up and a little down, and the slope between the two
 * losses, computed by the reference in float64, must be what the executor says its gradient is there.
 *
 * Picture: (L(w + h) − L(w − h)) / 2h. Everything random stays as it is (the images as augmented, the masks of dropout), because it is
 * keyed by the step. Rectifiers and poolings have kinks, where the loss has no slope: where the two do not agree, h is made smaller, which
 * takes a kink nearby out of the interval; what stands on a kink, with another slope on either side, has no gradient that could be right or
 * wrong, and another weight takes its place.
 */

import type { NodeId } from '../../graph/graph';
import { isLeaf } from '../../graph/opDefinition';
import type { FullView } from '../../network/build';
import { Grid } from '../../reference/grid';
import { applyReference, referenceOps } from '../../reference/reference';
import { randomStream } from '../../tensor/random';
import { sizeOf } from '../../tensor/shape';
import type { Program } from '../executors/executor';
import { ancestorsOf, leafGrid, type Breathe, type CheckSubject } from './bench';
import { allowedOfGradient, largestMagnitude, type Rows } from './comparison';
import { costOf, type ComputedNode } from './sampling';
import { slopeOfScores } from './slopeOfScores';

const LEAST_STEP = 1e-7;
/** How far a weight is moved; then, where that does not fit, less. */
export const DIFFERENCE_STEPS = [1e-5, LEAST_STEP] as const;
/** Of each slot, where there is time. */
const MOST_ENTRIES = 3;
/** Others that may take the place of an entry on a kink. */
const MOST_TRIES = 5;

export interface DifferencesDone {
  /** What has no row because one finite difference of it costs too much. */
  readonly leftOut: readonly string[];
  readonly onKinks: number;
}

/**
 * Adds a row for each slot, and one for the input. `program` has run once.
 *
 * @param budget what all of it may cost
 */
export async function checkFiniteDifferences(
  subject: CheckSubject,
  view: FullView,
  program: Program,
  rows: Rows,
  budget: number,
  breathe: Breathe,
): Promise<DifferencesDone> {
  const { nodes } = view.graph;
  const forward = forwardPass(view);
  const isGpu = subject.executor.name !== 'wasm' && subject.executor.name !== 'reference';
  const allowed = allowedOfGradient(isGpu, await slopeOfScores(view, program));
  const targets = [...view.gradients].map(([name, gradient]) => {
    const node = nodes.find((one) => one.name === name);
    if (node === undefined) throw new Error(`internal: the gradient of ${name}, which is no node`);
    const after = nodesAfter(forward, node.id);
    return { name, node, gradient, after, cost: 2 * after.reduce((sum, one) => sum + costOf(one, nodes), 0) };
  });
  const onlyOnce = targets.reduce((sum, { cost }) => sum + cost, 0);
  const entries = Math.min(MOST_ENTRIES, Math.max(1, Math.floor(budget / onlyOnce)));
  // Those nearest the loss are the cheapest; the first layers have to wait.
  let left = budget;
  const chosen = new Set<string>();
  for (const { name, cost } of [...targets].sort((one, other) => one.cost - other.cost)) {
    if (cost * entries > left) break;
    left -= cost * entries;
    chosen.add(name);
  }

  const moving = targets.filter(({ name }) => chosen.has(name));
  const base = await valuesNow(subject, view, program, forward, new Set(moving.flatMap(({ after }) => after)), breathe);
  const valueAt = (id: NodeId): Grid => {
    const known = base.get(id);
    if (known === undefined) throw new Error(`internal: node ${id} has no value`);
    return known;
  };
  const lossNow = valueAt(view.loss).get();

  let done = 0;
  let onKinks = 0;
  for (const { name, node, gradient, after, cost } of moving) {
    const slope = nodes[gradient];
    if (slope === undefined) throw new Error(`internal: ${name} has no gradient`);
    const claimed = isLeaf(slope) ? leafGrid(slope, subject).values : await program.read(slope.name);
    const scale = largestMagnitude(claimed);
    const random = randomStream(1, `check ${name}`);
    let largest = 0;
    let compared = 0;
    for (let tries = 0; compared < entries && tries < entries + MOST_TRIES; tries++) {
      const entry = random.integer(sizeOf(node.shape));
      const valuesAt = async (shift: number): Promise<ReadonlyMap<NodeId, Grid>> => {
        const moved = new Grid(node.shape, valueAt(node.id).values);
        moved.values[entry] = (moved.values[entry] ?? NaN) + shift;
        const values = new Map<NodeId, Grid>([[node.id, moved]]);
        for (const one of after) {
          const inputs = one.inputs.map((input) => values.get(input) ?? valueAt(input));
          values.set(one.id, applyReference(one, inputs));
          await breathe(done);
        }
        return values;
      };
      const lossAt = async (shift: number): Promise<number> => (await valuesAt(shift)).get(view.loss)?.get() ?? NaN;
      const choosesOtherwise = async (): Promise<boolean> => {
        const [up, down] = [await valuesAt(LEAST_STEP), await valuesAt(-LEAST_STEP)];
        const both = (id: NodeId): [Grid, Grid] => [up.get(id) ?? valueAt(id), down.get(id) ?? valueAt(id)];
        return after.some((one) => haveOtherChoices(one, one.inputs.map(both)));
      };
      const distance = await differenceAt(claimed[entry] ?? NaN, lossNow, lossAt, allowed.tolerance * scale);
      const isWrong = distance !== null && distance > allowed.tolerance * scale;
      const found = isWrong && (await choosesOtherwise()) ? null : distance;
      done += cost;
      await breathe(Math.min(done, budget));
      if (found === null) {
        onKinks++;
        continue;
      }
      compared++;
      largest = Math.max(largest, found === 0 ? 0 : found / Math.max(scale, 1e-30));
    }
    if (compared > 0) rows.add('finite difference', name, compared, largest, allowed);
  }
  return { leftOut: targets.map(({ name }) => name).filter((name) => !chosen.has(name)), onKinks };
}

/** How far the gradient is from the slope; null where it is not the slope and the loss has a kink within the largest step. */
async function differenceAt(
  claimed: number,
  lossNow: number,
  lossAt: (shift: number) => Promise<number>,
  enough: number,
): Promise<number | null> {
  let difference = Infinity;
  let hasKink = false;
  for (const h of DIFFERENCE_STEPS) {
    const [up, down] = [await lossAt(h), await lossAt(-h)];
    difference = Math.abs((up - down) / (2 * h) - claimed);
    if (difference <= enough) return difference;
    hasKink ||= Math.abs(up - lossNow - (lossNow - down)) / h > enough;
  }
  if (hasKink) return null;
  return Number.isNaN(difference) ? Infinity : difference;
}

/**
 * Whether a rectifier or a pooling takes other values on one side than on the other: a kink, also where several of them, in plain
 * background say, happen to add up to next to none.
 */
function haveOtherChoices(node: ComputedNode, sides: readonly (readonly [Grid, Grid])[]): boolean {
  const [x] = sides;
  if (x === undefined) return false;
  if (node.op === 'relu' || node.op === 'leakyRelu') {
    const [up, down] = x;
    return up.values.some((value, index) => value > 0 !== (down.values[index] ?? NaN) > 0);
  }
  if (node.op !== 'maxPool') return false;
  const [up, down] = x.map((grid) => {
    const ones = new Grid(node.shape, new Float64Array(sizeOf(node.shape)).fill(1));
    return referenceOps.maxPoolGradient(node.attributes, grid, ones).values;
  });
  return up?.some((value, index) => value !== down?.[index]) === true;
}

/** The nodes from the network's input to the loss, in order. */
function forwardPass({ graph: { nodes }, loss, input }: FullView): readonly ComputedNode[] {
  const needed = ancestorsOf(nodes, loss);
  const behindInput = ancestorsOf(nodes, input);
  return nodes.filter(
    (node): node is ComputedNode => !isLeaf(node) && needed.has(node.id) && !behindInput.has(node.id),
  );
}

/** Those of the nodes that change with this one. */
function nodesAfter(forward: readonly ComputedNode[], id: NodeId): readonly ComputedNode[] {
  const touched = new Set<NodeId>([id]);
  return forward.filter((node) => {
    const isTouched = node.inputs.some((input) => touched.has(input));
    if (isTouched) touched.add(node.id);
    return isTouched;
  });
}

/** What changes, by the reference; what stands before it, as the executor computed it. */
async function valuesNow(
  subject: CheckSubject,
  { graph: { nodes } }: FullView,
  program: Program,
  forward: readonly ComputedNode[],
  changing: ReadonlySet<ComputedNode>,
  breathe: Breathe,
): Promise<ReadonlyMap<NodeId, Grid>> {
  const values = new Map<NodeId, Grid>();
  for (const node of forward) {
    if (!changing.has(node)) continue;
    const inputs: Grid[] = [];
    for (const id of node.inputs) {
      const input = nodes[id];
      if (input === undefined) throw new Error(`internal: ${node.name} has no input ${id}`);
      const value =
        values.get(id) ??
        (isLeaf(input) ? leafGrid(input, subject) : new Grid(input.shape, await program.read(input.name)));
      values.set(id, value);
      inputs.push(value);
    }
    values.set(node.id, applyReference(node, inputs));
    await breathe(0);
  }
  return values;
}
