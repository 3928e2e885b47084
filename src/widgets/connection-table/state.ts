/** Which filters of a convolution see which maps of the layer before, read from the network's description. */

import { formatInteger } from '../../draw/format';
import { parameterArithmetic } from '../../draw/layerText';
import { connectionsOf } from '../../network/layers/convolution';
import type { NetworkSpec } from '../../network/spec';
import { summarize } from '../../network/summary';

export interface ConnectionRows {
  /** The layer whose maps are the rows. */
  readonly source: string;
  readonly maps: number;
  readonly filters: number;
  /** `isConnected[map][filter]` */
  readonly isConnected: readonly (readonly boolean[])[];
  /** How many maps each filter sees. */
  readonly seen: readonly number[];
  readonly crosses: number;
  /** `5·5·60 + 16 = 1,516` */
  readonly parameters: string;
}

/**
 * Activations in between leave the maps as they are, so the rows are named after the layer that made them: the paper's S2,
 * not the squashing after it.
 */
export function connectionRows(spec: NetworkSpec, layerName: string): ConnectionRows {
  const { layers } = summarize(spec);
  const entry = layers.find(({ name }) => name === layerName);
  const layer = spec.layers.find(({ name }) => name === layerName);
  if (entry === undefined || layer?.kind !== 'convolution') {
    throw new Error(`internal: ${spec.name} has no convolution "${layerName}".`);
  }
  const [inputShape = []] = entry.inputShapes;
  let [source = ''] = entry.from;
  for (;;) {
    const before = layers.find(({ name }) => name === source);
    if (before?.kind !== 'activation') break;
    [source = ''] = before.from;
  }
  const maps = inputShape[2] ?? 0;
  const connections = connectionsOf(layer, maps);
  return {
    source,
    maps,
    filters: layer.filters,
    isConnected: Array.from({ length: maps }, (_, map) => connections.map((channels) => channels.includes(map))),
    seen: connections.map(({ length }) => length),
    crosses: connections.reduce((sum, { length }) => sum + length, 0),
    parameters: `${parameterArithmetic(layer, inputShape, entry.shape)} = ${formatInteger(entry.parameters)}`,
  };
}
