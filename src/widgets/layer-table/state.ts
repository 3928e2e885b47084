/** The rows of the layer table, as text: every number comes from the network's description. */

import { formatExtent, formatInteger } from '../../draw/format';
import { operationText, parameterArithmetic } from '../../draw/layerText';
import type { NetworkSpec } from '../../network/spec';
import { summarize } from '../../network/summary';

export interface LayerRow {
  readonly name: string;
  readonly operation: string;
  readonly output: string;
  readonly parameters: string;
  /** `(5·5·1 + 1)·6`; empty without parameters. */
  readonly arithmetic: string;
  readonly multiplyAdds: string;
  /** In pixels of the input. */
  readonly receptiveField: string;
}

export interface LayerRows {
  readonly input: { readonly name: string; readonly output: string };
  readonly layers: readonly LayerRow[];
  readonly total: Pick<LayerRow, 'parameters' | 'multiplyAdds'>;
}

/** Zero is left out, so that the eye finds what costs. */
function countText(count: number): string {
  return count === 0 ? '' : formatInteger(count);
}

export function layerRows(spec: NetworkSpec): LayerRows {
  const summary = summarize(spec);
  const [input] = spec.inputs;
  if (input === undefined) throw new Error(`internal: ${spec.name} has no input.`);
  return {
    input: { name: input.name, output: formatExtent(input.shape) },
    layers: summary.layers.map((entry) => {
      const layer = spec.layers.find(({ name }) => name === entry.name);
      if (layer === undefined) throw new Error(`internal: ${spec.name} has no layer "${entry.name}".`);
      return {
        name: entry.name,
        operation: operationText(layer),
        output: formatExtent(entry.shape),
        parameters: countText(entry.parameters),
        arithmetic: parameterArithmetic(layer, entry.inputShapes[0] ?? [], entry.shape),
        multiplyAdds: countText(entry.multiplyAdds),
        receptiveField: formatExtent(entry.receptiveField.size),
      };
    }),
    total: { parameters: formatInteger(summary.parameters), multiplyAdds: formatInteger(summary.multiplyAdds) },
  };
}
