/**
 * One pass over the whole test set, or over some of its images, with the weights that the store holds, in pieces: each `advance` is one
 * batch, so that the worker can answer in between. The owner sees to it that the weights are the same at every piece.
 */

import type { DataSet } from '../data/dataSet';
import { buildEvaluation } from '../network/build';
import type { NetworkSpec } from '../network/spec';
import type { Executor, ParameterStore } from './executors/executor';
import { placeImages, storedImages } from './placedData';
import { networkTooLarge } from './trainingParts';

/** Small enough that one batch takes milliseconds, large enough that a GPU is not idle. */
const BATCH = 100;

export interface Evaluation {
  /** The step whose weights were evaluated. */
  readonly step: number;
  /** Mean over the images. */
  readonly loss: number;
  /** Fraction right, 0 … 1. */
  readonly accuracy: number;
  /** Per image: the class given and its probability. */
  readonly predicted: Uint8Array;
  readonly confidence: Float32Array;
}

export interface RunningEvaluation {
  readonly step: number;
  /** One more batch; the result after the last one, null before. */
  advance(): Promise<Evaluation | null>;
}

export interface Evaluator {
  /** Of the whole test set, or of the images named. */
  begin(step: number, images?: Uint32Array): RunningEvaluation;
  readonly memoryBytes: number;
  /** Of the test set, where the executor is. */
  readonly dataBytes: number;
  dispose(): void;
}

/** Copies the test set to the executor, unless it is there, and compiles the evaluation program over the run's store. */
export async function createEvaluator(
  executor: Executor,
  store: ParameterStore,
  spec: NetworkSpec,
  dataSet: DataSet,
  classes: number,
): Promise<Evaluator> {
  const { test } = dataSet;
  const { graph } = buildEvaluation(spec, {
    batchSize: BATCH,
    data: storedImages(dataSet, 'test'),
  });
  const placed = placeImages(executor, dataSet, 'test');
  const program = await executor
    .compile(graph, store, { outputs: ['losses', 'predicted', 'probabilities'], data: placed.data })
    .catch((error: unknown) => {
      placed.release();
      throw networkTooLarge(error, spec, BATCH);
    });
  const indices = new Int32Array(BATCH);

  return {
    memoryBytes: program.memoryBytes,
    dataBytes: placed.memoryBytes,
    dispose() {
      program.dispose();
      placed.release();
    },
    begin(step, images) {
      const total = images?.length ?? test.count;
      const imageAt = (place: number): number => images?.[place] ?? place;
      const predicted = new Uint8Array(total);
      const confidence = new Float32Array(total);
      let lossSum = 0;
      let right = 0;
      let next = 0;
      return {
        step,
        async advance() {
          const first = next;
          const count = Math.min(BATCH, total - first);
          // The last batch is filled up with image 0, whose results are not counted again.
          for (let n = 0; n < BATCH; n++) indices[n] = n < count ? imageAt(first + n) : 0;
          program.write('indices', indices);
          program.run();
          const [losses, classesGiven, probabilities] = await Promise.all([
            program.read('losses'),
            program.read('predicted'),
            program.read('probabilities'),
          ]);
          for (let n = 0; n < count; n++) {
            const given = classesGiven[n] ?? 0;
            lossSum += losses[n] ?? NaN;
            if (given === test.labels[imageAt(first + n)]) right++;
            predicted[first + n] = given;
            confidence[first + n] = probabilities[n * classes + given] ?? NaN;
          }
          next = first + count;
          if (next < total) return null;
          return { step, loss: lossSum / total, accuracy: right / total, predicted, confidence };
        },
      };
    },
  };
}
