/**
 * A safetensors file that a reader hands over: what it says of itself, and which network its arrays fit.
 *
 * A file that this book saved says everything (`savedWeights.ts`); one that PyTorch saved may say nothing, and then names and shapes decide.
 */

import type { Normalization } from '../data/batches';
import { DataError, type ImageShape } from '../data/dataSet';
import type { SafetensorsFile } from '../data/safetensors';
import { canLookAt, makerOfLogits, networkOn, type DataForm } from '../network/adapt';
import { descriptionHash } from '../network/descriptionHash';
import { fromPytorch } from '../network/pytorchWeights';
import { resolveNetwork } from '../network/resolve';
import type { NetworkSpec } from '../network/spec';
import { SpecError } from '../network/specError';

/** What is read from a file's metadata, where it is there. */
export interface WeightsAbout {
  readonly network: string | undefined;
  readonly description: string | undefined;
  readonly classes: readonly string[] | undefined;
  /** Height, width, channels of the images. */
  readonly shape: ImageShape | undefined;
  readonly normalization: Normalization | null;
}

export interface WeightsFile {
  readonly name: string;
  readonly content: SafetensorsFile;
}

/**
 * The network that a file's arrays belong to: on data of the form that the file tells, or else of the form wanted, with as many classes as
 * its last layer has.
 */
export function fitting(
  named: NetworkSpec,
  { arrays }: SafetensorsFile,
  { classes, description, shape }: WeightsAbout,
  form: DataForm,
): { readonly spec: NetworkSpec; readonly values: ReadonlyMap<string, Float32Array> } | { readonly why: string } {
  const last = makerOfLogits(resolveNetwork(named).layers, named.losses[0]?.from ?? '')?.name ?? '';
  const counts = [classes?.length, arrays.get(`${last}.bias`)?.shape[0], form.classes];
  let why = '';
  for (const count of new Set(counts)) {
    if (count === undefined) continue;
    const candidate = { shape: shape ?? form.shape, classes: count };
    const can = canLookAt(named, candidate);
    if (!can.can) {
      why ||= can.why;
      continue;
    }
    const spec = networkOn(named, candidate);
    try {
      const values = fromPytorch(spec, arrays);
      const hash = descriptionHash(spec);
      if (description === undefined || description === hash) return { spec, values };
      why =
        `expected weights of ${spec.title} as this version of the book describes it (${hash.slice(0, 12)}…), found weights of another ` +
        `description (${description.slice(0, 12)}…). Choose a file that this version saved.`;
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      why ||= error.message;
    }
  }
  return { why };
}

/** @throws DataError when an entry is not what its name says */
export function aboutOf({ name: file, content }: WeightsFile): WeightsAbout {
  const { network, description, classes, shape, mean, deviation } = content.metadata;
  const list = <T>(
    name: string,
    text: string | undefined,
    isRight: (entry: unknown) => entry is T,
  ): T[] | undefined => {
    if (text === undefined) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    if (Array.isArray(value) && value.length > 0 && value.every(isRight)) return value;
    throw new DataError(
      `${file}: expected the metadata ${name} to be a list in JSON, found ${text.slice(0, 40)}. Save the file without this entry, or put it right.`,
    );
  };
  const lengths = list('shape', shape, isLength);
  const means = list('mean', mean, isFiniteNumber);
  const deviations = list('deviation', deviation, isAboveZero);
  const isComplete = means !== undefined && deviations !== undefined && means.length === deviations.length;
  return {
    network,
    description,
    classes: list('classes', classes, (entry) => typeof entry === 'string'),
    shape: lengths?.length === 3 ? [lengths[0] ?? 0, lengths[1] ?? 0, lengths[2] ?? 0] : undefined,
    normalization: isComplete ? { mean: means, deviation: deviations } : null,
  };
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isAboveZero(value: unknown): value is number {
  return isFiniteNumber(value) && value > 0;
}
