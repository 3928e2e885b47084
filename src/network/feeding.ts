/**
 * How a network is fed: the nodes in front of its first layer and beside its loss.
 *
 * Either whole batches are written before each run (inputs `image` and `labels`), or the data set lies where the executor is and a run
 * is told only which images to take: the leaves `data.images` and `data.labels` hold the values, the input `indices` int32 [N] says which, and
 * the node `image` is gathered from them, and augmented where the feeding says so (while training only). What is drawn is keyed by the scalars
 * `seed` and `step`; the strengths are the scalars `augmentation.<name>`.
 */

import type { NodeId } from '../graph/graph';
import type { GraphBuilder } from '../graph/opDefinition';
import type { Shape, StoredType } from '../tensor/shape';

/** A stored data set as a graph sees it. */
export interface StoredImages {
  /** [M,h,w,C]. */
  readonly shape: Shape;
  /** Bytes when left out. */
  readonly dtype?: StoredType | undefined;
  /** In units of the stored values: one number for all channels, or one for each. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface Feeding {
  readonly batchSize: number;
  /** Left out: batches are written. */
  readonly data?: StoredImages | undefined;
  /** Strengths by name, of stored images only; a kind of which nothing is named is left out of the graph. */
  readonly augmentation?: Readonly<Record<string, number | undefined>> | undefined;
}

/** The ops that augment, in order, each with the strengths that it takes. */
const augmentingOps = [
  { op: 'warpImages', strengths: ['flip', 'shift', 'crop', 'rotate'] },
  { op: 'jitterColours', strengths: ['contrast', 'brightness', 'saturation', 'hue'] },
  { op: 'eraseRectangles', strengths: ['erase', 'eraseSize'] },
] as const;

/** The value of the network's input `name`, [N,H,W,C]. Notes the strengths of augmentation in `scalars`. */
export function feedImages(
  builder: GraphBuilder,
  name: string,
  [height, width, channels]: readonly [number, number, number],
  { batchSize, data, augmentation = {} }: Feeding,
  scalars: Record<string, number>,
): NodeId {
  if (data === undefined) return builder.input(name, [batchSize, height, width, channels], 'float32');
  const { shape, dtype, mean, deviation } = data;
  const indices = builder.input('indices', [batchSize], 'int32');
  const chosen = augmentingOps.filter(({ strengths }) =>
    strengths.some((strength) => augmentation[strength] !== undefined),
  );
  const gathered = chosen.length === 0 ? name : `${name}.gathered`;
  const feeding = { height, width, mean, deviation };
  let image = builder.apply('gatherImages', gathered, [builder.data('data.images', shape, dtype), indices], feeding);
  for (const [index, { op, strengths }] of chosen.entries()) {
    for (const strength of strengths) scalars[`augmentation.${strength}`] = augmentation[strength] ?? 0;
    const inputs = [
      image,
      ...strengths.map((strength) => builder.scalar(`augmentation.${strength}`)),
      builder.scalar('seed'),
      builder.scalar('step'),
    ];
    const stream = `${name}.${op}`;
    const node = index === chosen.length - 1 ? name : stream;
    image =
      op === 'warpImages'
        ? builder.apply(op, node, inputs, { stream, background: backgroundOf(data) })
        : builder.apply(op, node, inputs, { stream });
  }
  return image;
}

/** What the value 0 becomes: one number for all channels, or one for each. */
function backgroundOf({ mean, deviation }: StoredImages): readonly number[] {
  return Array.from(
    { length: Math.max(mean.length, deviation.length) },
    (_, c) => (0 - (mean[c] ?? mean[0] ?? 0)) / (deviation[c] ?? deviation[0] ?? 1),
  );
}

/** The node `labels`, int32 [N]. After `feedImages`. */
export function feedLabels(builder: GraphBuilder, { batchSize, data }: Feeding): NodeId {
  if (data === undefined) return builder.input('labels', [batchSize], 'int32');
  const indices = builder.nodes.find(({ op, name }) => op === 'input' && name === 'indices');
  if (indices === undefined) throw new Error('internal: labels are gathered before images');
  return builder.apply('gatherLabels', 'labels', [builder.data('data.labels', data.shape.slice(0, 1)), indices.id], {});
}
