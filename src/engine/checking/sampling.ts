/**
 * Part of an op for less work: of a convolution, its gradients or a matrix product only a few of the channels or columns that come out,
 * which are computed exactly as if all were. The reference's loops are made to be read; a whole ResNet through them takes minutes.
 */

import type { GraphNode, NodeOf } from '../../graph/graph';
import type { ComputedName, OpDefinition } from '../../graph/opDefinition';
import { ops } from '../../graph/ops';
import { Grid } from '../../reference/grid';
import { applyReference } from '../../reference/reference';
import { sizeOf, type Shape } from '../../tensor/shape';

export type ComputedNode = { [K in ComputedName]: NodeOf<K> }[ComputedName];

export interface Part {
  readonly expected: Grid;
  /** Which numbers of the node's value those are; null: all of them. */
  readonly indices: Int32Array | null;
}

/** What a node costs the reference, in products and, four for each number, everything else. */
export function costOf(node: ComputedNode, nodes: readonly GraphNode[]): number {
  const shapes = node.inputs.map((input) => nodes[input]?.shape ?? []);
  const definition = ops[node.op] as OpDefinition<ComputedName>;
  return definition.multiplyAdds(node.attributes, node.shape, ...shapes) + 4 * sizeOf(node.shape);
}

/** The node's value by the reference; of the ops that can be parted, at most `share` (0 … 1) of it, chosen by `pick`. */
export function partOf(
  node: ComputedNode,
  inputs: readonly Grid[],
  share: number,
  pick: (below: number) => number,
): Part {
  const all = (): Part => ({ expected: applyReference(node, inputs), indices: null });
  const axis =
    share >= 1 || ('groups' in node.attributes && (node.attributes.groups ?? 1) > 1) ? null : partedAxis(node);
  if (axis === null) return all();
  const total = node.shape[axis.ofResult] ?? 1;
  const count = Math.max(1, Math.floor(total * share));
  if (count >= total) return all();
  const start = pick(total - count + 1);
  const cut = (grid: Grid, position: number): Grid =>
    position === axis.input ? slice(grid, axis.ofInput, start, count) : grid;
  const shape = node.shape.map((length, at) => (at === axis.ofResult ? count : length));
  const parted = { ...node, attributes: axis.attributes(shape), shape } as ComputedNode;
  return {
    expected: applyReference(parted, inputs.map(cut)),
    indices: indicesOf(node.shape, axis.ofResult, start, count),
  };
}

interface PartedAxis {
  /** Which input is cut, along which of its axes; along which axis the result is. */
  readonly input: number;
  readonly ofInput: number;
  readonly ofResult: number;
  readonly attributes: (shape: Shape) => object;
}

function partedAxis({ op, attributes }: ComputedNode): PartedAxis | null {
  switch (op) {
    case 'conv2d':
      return { input: 1, ofInput: 3, ofResult: 3, attributes: () => attributes };
    case 'conv2dInputGradient':
      return { input: 0, ofInput: 2, ofResult: 3, attributes: (inputShape) => ({ ...attributes, inputShape }) };
    case 'conv2dFilterGradient':
      return { input: 1, ofInput: 3, ofResult: 3, attributes: (filterShape) => ({ ...attributes, filterShape }) };
    case 'matmul':
      return { input: 1, ofInput: attributes.transposeB ? 0 : 1, ofResult: 1, attributes: () => attributes };
    default:
      return null;
  }
}

/** Row-major places of the block that is `count` wide from `start` on along one axis. */
function indicesOf(shape: Shape, axis: number, start: number, count: number): Int32Array {
  const inner = sizeOf(shape.slice(axis + 1));
  const length = shape[axis] ?? 1;
  const outer = sizeOf(shape.slice(0, axis));
  const indices = new Int32Array(outer * count * inner);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (let k = start; k < start + count; k++) {
      for (let i = 0; i < inner; i++) indices[at++] = (o * length + k) * inner + i;
    }
  }
  return indices;
}

function slice(grid: Grid, axis: number, start: number, count: number): Grid {
  const indices = indicesOf(grid.shape, axis, start, count);
  const values = Float64Array.from(indices, (index) => grid.values[index] ?? NaN);
  return new Grid(
    grid.shape.map((length, at) => (at === axis ? count : length)),
    values,
  );
}
