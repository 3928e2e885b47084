/**
 * A run's weights as a file for the reader: safetensors with 32-bit floats, PyTorch's names and layouts. Its metadata say what is needed to
 * use them: network, fingerprint of the description, classes, normalization, step.
 *
 * Read back by `weightsLibrary.ts`, and by anything that reads safetensors.
 */

import type { DataSetInfo } from '../data/dataSet';
import { encodeSafetensors } from '../data/safetensors';
import { descriptionHash } from '../network/descriptionHash';
import { toPytorch } from '../network/pytorchWeights';
import type { NetworkSpec } from '../network/spec';
import type { SavedWeights, Snapshot } from './protocol';

type Data = Pick<DataSetInfo, 'id' | 'classes' | 'shape' | 'normalization'>;

/** What a program needs to know beside the numbers, as texts. */
export function weightsMetadata(
  spec: NetworkSpec,
  { id, classes, shape, normalization }: Data,
  step: number,
): Readonly<Record<string, string>> {
  return {
    network: spec.name,
    description: descriptionHash(spec),
    dataSet: id,
    classes: JSON.stringify(classes),
    shape: JSON.stringify(shape),
    mean: JSON.stringify(normalization.mean),
    deviation: JSON.stringify(normalization.deviation),
    step: String(step),
  };
}

export function savedWeights(spec: NetworkSpec, data: Data, { step, slots }: Snapshot): SavedWeights {
  const bytes = encodeSafetensors({
    arrays: toPytorch(spec, new Map(Object.entries(slots))),
    metadata: weightsMetadata(spec, data, step),
  });
  return { name: `${spec.name}-${data.id}-step-${step}.safetensors`, bytes, step };
}
