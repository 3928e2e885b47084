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

export function savedWeights(
  spec: NetworkSpec,
  { id, classes, shape, normalization }: Pick<DataSetInfo, 'id' | 'classes' | 'shape' | 'normalization'>,
  { step, slots }: Snapshot,
): SavedWeights {
  const bytes = encodeSafetensors({
    arrays: toPytorch(spec, new Map(Object.entries(slots))),
    metadata: {
      network: spec.name,
      description: descriptionHash(spec),
      dataSet: id,
      classes: JSON.stringify(classes),
      shape: JSON.stringify(shape),
      mean: JSON.stringify(normalization.mean),
      deviation: JSON.stringify(normalization.deviation),
      step: String(step),
    },
  });
  return { name: `${spec.name}-${id}-step-${step}.safetensors`, bytes, step };
}
