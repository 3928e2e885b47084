/** What every executor checks of the values that are handed to it: the right stored bytes, and numbers that are numbers. */
import type { GraphNode } from '../../graph/graph';
import { formatShape, sameShape, sizeOf, type Shape, type Values } from '../../tensor/shape';
import type { CompileOptions, StoredBytes } from './executor';

/** @throws Error `internal` unless there is one byte for each element of the shape */
export function requireBytes(shape: Shape, bytes: Uint8Array): void {
  if (bytes.length === sizeOf(shape)) return;
  throw new Error(
    `internal: stored bytes: expected ${sizeOf(shape)} bytes for the shape ${formatShape(shape)}, found ${bytes.length}`,
  );
}

/** The bytes that a `data` node stands for. @throws Error `internal` when there are none of this name and shape */
export function storedBytesOf(node: GraphNode, { data = {} }: CompileOptions): StoredBytes {
  const found = data[node.name];
  if (found !== undefined && sameShape(found.shape, node.shape)) return found;
  const instead = found === undefined ? Object.keys(data).join(', ') || 'no data' : formatShape(found.shape);
  throw new Error(
    `internal: the graph needs the data ${node.name} of shape ${formatShape(node.shape)}, found ${instead}`,
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
