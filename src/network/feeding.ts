/**
 * How a network is fed: the nodes in front of its first layer and beside its loss.
 *
 * Either whole batches are written before each run (inputs `image` and `labels`), or the data set lies where the executor is and a run
 * is told only which images to take: the leaves `data.images` and `data.labels` hold the bytes, the input `indices` int32 [N] says which, and
 * the node `image` is gathered from them.
 */

import type { NodeId } from '../graph/graph';
import type { GraphBuilder } from '../graph/opDefinition';
import type { Shape } from '../tensor/shape';

/** A stored data set as a graph sees it. */
export interface StoredImages {
  /** [M,h,w,C]. */
  readonly shape: Shape;
  /** In units of bytes: one number for all channels, or one for each. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface Feeding {
  readonly batchSize: number;
  /** Left out: batches are written. */
  readonly data?: StoredImages | undefined;
}

/** The value of the network's input `name`, [N,H,W,C]. */
export function feedImages(
  builder: GraphBuilder,
  name: string,
  [height, width, channels]: readonly [number, number, number],
  { batchSize, data }: Feeding,
): NodeId {
  if (data === undefined) return builder.input(name, [batchSize, height, width, channels], 'float32');
  const { shape, mean, deviation } = data;
  const indices = builder.input('indices', [batchSize], 'int32');
  return builder.apply('gatherImages', name, [builder.data('data.images', shape), indices], {
    height,
    width,
    mean,
    deviation,
  });
}

/** The node `labels`, int32 [N]. After `feedImages`. */
export function feedLabels(builder: GraphBuilder, { batchSize, data }: Feeding): NodeId {
  if (data === undefined) return builder.input('labels', [batchSize], 'int32');
  const indices = builder.nodes.find(({ op, name }) => op === 'input' && name === 'indices');
  if (indices === undefined) throw new Error('internal: labels are gathered before images');
  return builder.apply('gatherLabels', 'labels', [builder.data('data.labels', data.shape.slice(0, 1)), indices.id], {});
}
