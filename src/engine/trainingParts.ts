/**
 * What a run holds on its executor from the first moment: the training images, the parameter store and the training program. Either
 * all of them are made or none: whatever does not fit is said before the first step, and leaves nothing behind.
 */

import { requireAugmentation } from '../data/augmentation';
import { requireFiniteNumbers, requireFits, requireLabelsBelow } from '../data/batches';
import { splitNames, type DataSet } from '../data/dataSet';
import { buildTraining, type BuiltGraph } from '../network/build';
import type { NetworkSpec } from '../network/spec';
import { EngineError } from './engineError';
import type { Executor, ParameterStore, Program } from './executors/executor';
import { OutOfMemory } from './executors/outOfMemory';
import { mebibytes } from './numberText';
import { placeImages, storedImages } from './placedData';
import type { RunDescription } from './protocol';

export interface TrainingParts {
  readonly training: BuiltGraph;
  readonly store: ParameterStore;
  readonly program: Program;
  /** Of the training images and labels, where the executor is. */
  readonly dataBytes: number;
  dispose(): void;
}

/**
 * @param classes how many the network tells apart
 * @throws DataError when the images or a label do not fit the network, or the augmentation cannot be
 * @throws EngineError `bad-input` when the executor has no room
 */
export async function openTrainingParts(
  executor: Executor,
  spec: NetworkSpec,
  dataSet: DataSet,
  classes: number,
  { batchSize, optimizer, augmentation = {} }: RunDescription,
): Promise<TrainingParts> {
  const { info } = dataSet;
  requireAugmentation(augmentation, info);
  const [input] = spec.inputs;
  if (input === undefined) throw new Error('internal: a network description needs an input.');
  requireFits(info.shape, input.shape, info.normalization);
  for (const split of splitNames) {
    requireLabelsBelow(classes, dataSet[split], split, info.title);
    requireFiniteNumbers(dataSet[split], split, info.title);
  }

  const training = buildTraining(spec, {
    batchSize,
    optimizer,
    augmentation,
    data: storedImages(dataSet, 'train'),
  });
  const made: { dispose(): void }[] = [];
  const dispose = (): void => {
    for (const part of made.reverse().splice(0)) part.dispose();
  };
  try {
    const placed = placeImages(executor, dataSet, 'train');
    made.push({ dispose: () => placed.release() });
    const store = executor.createStore(training.slots);
    made.push(store);
    const program = await executor.compile(training.graph, store, {
      outputs: ['loss', 'predicted'],
      data: placed.data,
    });
    made.push(program);
    return { training, store, program, dataBytes: placed.memoryBytes, dispose };
  } catch (error) {
    dispose();
    throw networkTooLarge(error, spec, batchSize);
  }
}

/** The error, in words for the reader where it means that there is no room for the network. */
export function networkTooLarge(error: unknown, spec: NetworkSpec, batchSize: number): unknown {
  if (!(error instanceof OutOfMemory)) return error;
  return new EngineError(
    'bad-input',
    `${spec.title} with batches of ${batchSize} images needs ${mebibytes(error.neededBytes)} more memory beside the ` +
      `${mebibytes(error.usedBytes)} in use, and there is not so much. Choose smaller batches, a smaller network, or close other pages.`,
  );
}
