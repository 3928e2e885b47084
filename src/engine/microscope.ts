/**
 * What figures ask about data sets themselves, without a run: labels and counts, images, means, neighbours, repetitions.
 *
 * Every question names the set that it is about; the set is made or read when it is first asked for. Deliberately not here: how any of it
 * is computed (`src/data/`), and what sets there are (`dataLibrary.ts`).
 */

import { asValues, roomLike, valuesOf, type DataSet, type LabelledImages, type SplitName } from '../data/dataSet';
import { meanImages } from '../data/meanImages';
import { findClosePairs, nearest } from '../data/neighbours';
import { findOverlap } from '../data/overlap';
import type { Progress } from './dataLibrary';
import { EngineError } from './engineError';
import type { PreparedData } from './preparedData';
import type { DataChoice, ImagesReply, Requests } from './protocol';

type MicroscopeRequest = 'dataSetLabels' | 'dataSetImages' | 'meanImages' | 'neighbours' | 'overlap' | 'closePairs';

export type Microscope = {
  readonly [K in MicroscopeRequest]: (
    params: Requests[K]['params'],
    signal: AbortSignal,
  ) => Promise<Requests[K]['result']>;
};

/** More neighbours than anybody looks at. */
const MOST_NEIGHBOURS = 100;

export function createMicroscope(prepared: PreparedData, onProgress: Progress): Microscope {
  const load = (choice: DataChoice, signal: AbortSignal): Promise<DataSet> => prepared.load(choice, onProgress, signal);

  return {
    async dataSetLabels(choice, signal) {
      const { info, ...splits } = await load(choice, signal);
      return {
        info,
        labels: {
          train: splits.train.labels.slice(),
          validation: splits.validation.labels.slice(),
          test: splits.test.labels.slice(),
        },
      };
    },
    async dataSetImages({ split, indices, ...choice }, signal) {
      return imagesOf((await load(choice, signal))[split], split, indices);
    },
    async meanImages({ split, ...choice }, signal) {
      const dataSet = await load(choice, signal);
      return meanImages(dataSet[split], dataSet.info.classes.length);
    },
    async neighbours({ split, index, count, ...choice }, signal) {
      const dataSet = await load(choice, signal);
      if (!(Number.isInteger(count) && count >= 1 && count <= MOST_NEIGHBOURS)) {
        throw new EngineError(
          'bad-input',
          `The number of neighbours must be a whole number from 1 to ${MOST_NEIGHBOURS}, found ${count}. Choose 8 if in doubt.`,
        );
      }
      const own = valuesOf(imagesOf(dataSet[split], split, [index]));
      const found = (other: SplitName): ReturnType<typeof nearest> =>
        nearest(own, dataSet[other], count, other === split ? index : null);
      return { train: found('train'), validation: found('validation'), test: found('test') };
    },
    async overlap(choice, signal) {
      return findOverlap(await load(choice, signal));
    },
    async closePairs({ split, among, distance, ...choice }, signal) {
      const dataSet = await load(choice, signal);
      return findClosePairs(
        { images: dataSet[split], among: dataSet[among], distance, isSameSplit: split === among },
        (done, total) => onProgress('Comparing images', done, total),
        signal,
      );
    },
  };
}

/** Copies of the images asked for. @throws EngineError `bad-input` when the split has no image of a number */
export function imagesOf(source: LabelledImages, split: SplitName, indices: readonly number[]): ImagesReply {
  const size = source.shape[0] * source.shape[1] * source.shape[2];
  const values = valuesOf(source);
  const chosen = roomLike(values, indices.length * size);
  const labels = new Uint8Array(indices.length);
  indices.forEach((index, place) => {
    if (!(Number.isInteger(index) && index >= 0 && index < source.count)) {
      throw new EngineError(
        'bad-input',
        `The ${split} images are numbered 0 … ${source.count - 1}, found ${index}. Choose numbers in this range.`,
      );
    }
    chosen.set(values.subarray(index * size, (index + 1) * size), place * size);
    labels[place] = source.labels[index] ?? 0;
  });
  return { shape: source.shape, ...asValues(chosen), labels };
}
