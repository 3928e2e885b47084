/** What every executor checks of the values that are handed to it: the right stored data, and numbers that are numbers. */
import type { GraphNode } from '../../graph/graph';
import {
  formatShape,
  sameShape,
  sizeOf,
  type Shape,
  type StoredType,
  type StoredValues,
  type Values,
} from '../../tensor/shape';
import type { CompileOptions, StoredData } from './executor';

/** @throws Error `internal` unless there is one value for each element of the shape */
export function requireData(shape: Shape, values: StoredValues): void {
  if (values.length === sizeOf(shape)) return;
  throw new Error(
    `internal: stored data: expected ${sizeOf(shape)} values for the shape ${formatShape(shape)}, found ${values.length}`,
  );
}

export function storedTypeOf(values: StoredValues): StoredType {
  return values instanceof Uint8Array ? 'uint8' : 'float32';
}

/** What a `data` node stands for. @throws Error `internal` when there is nothing of this name, shape and type */
export function storedDataOf(node: GraphNode, { data = {} }: CompileOptions): StoredData {
  const found = data[node.name];
  if (found !== undefined && found.dtype === node.dtype && sameShape(found.shape, node.shape)) return found;
  const instead =
    found === undefined ? Object.keys(data).join(', ') || 'no data' : `${found.dtype} ${formatShape(found.shape)}`;
  throw new Error(
    `internal: the graph needs the data ${node.name}, ${node.dtype} of shape ${formatShape(node.shape)}, found ${instead}`,
  );
}

/**
 * Refuses NaN and infinite values where images come from outside: they would turn every weight into NaN within one step. Scalars
 * are the run's own business.
 *
 * @throws Error naming input, image and element
 */
export function requireFinite(node: GraphNode, values: Values): void {
  if (node.op !== 'input' || node.dtype !== 'float32') return;
  // One sum tells whether to look closer: it is finite if all are, except where huge numbers overflow.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  if (Number.isFinite(sum)) return;
  const element = values.findIndex((value: number) => !Number.isFinite(value));
  if (element < 0) return;
  const exampleSize = sizeOf(node.shape.slice(1));
  const [image, inside] = [Math.floor(element / exampleSize), element % exampleSize];
  throw new Error(
    `${node.name}: expected finite numbers, found ${values[element]} in example ${image}, element ${inside} of ${exampleSize}. ` +
      'Replace or leave out this example.',
  );
}
