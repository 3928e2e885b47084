/**
 * Data sets where the executor is: each split is copied there when its first run opens, shared by all runs and programs that read
 * it, and freed when the last run closes.
 */

import { valuesOf, type DataSet, type LabelledImages, type SplitName } from '../data/dataSet';
import type { StoredImages } from '../network/feeding';
import { EngineError } from './engineError';
import type { Executor, StoredData } from './executors/executor';
import { OutOfMemory } from './executors/outOfMemory';
import { grouped, mebibytes } from './numberText';

export interface PlacedImages {
  /** As `compile` takes it, by the names of `feeding.ts` in `network/`. */
  readonly data: Readonly<Record<'data.images' | 'data.labels', StoredData>>;
  readonly memoryBytes: number;
  release(): void;
}

interface Shared {
  readonly images: StoredData;
  readonly labels: StoredData;
  users: number;
}

const placed = new WeakMap<Executor, Map<LabelledImages, Shared>>();

/** A split as a graph is told of it, which is compiled with `placeImages(…).data`. */
export function storedImages({ info, ...splits }: DataSet, splitName: SplitName): StoredImages {
  const { count, shape, numbers } = splits[splitName];
  return {
    shape: [count, ...shape],
    dtype: numbers === undefined ? 'uint8' : 'float32',
    ...info.normalization,
  };
}

/** @throws EngineError `bad-input` when the executor has no room for them; then nothing is left behind */
export function placeImages(executor: Executor, dataSet: DataSet, splitName: SplitName): PlacedImages {
  const split = dataSet[splitName];
  const here = placed.get(executor) ?? new Map<LabelledImages, Shared>();
  placed.set(executor, here);
  const shared = here.get(split) ?? copyOrRefuse(executor, dataSet, splitName);
  here.set(split, shared);
  shared.users++;
  let released = false;
  return {
    data: { 'data.images': shared.images, 'data.labels': shared.labels },
    memoryBytes: shared.images.memoryBytes + shared.labels.memoryBytes,
    release() {
      if (released) return;
      released = true;
      if (--shared.users > 0) return;
      here.delete(split);
      shared.images.dispose();
      shared.labels.dispose();
    },
  };
}

function copyOrRefuse(executor: Executor, dataSet: DataSet, splitName: SplitName): Shared {
  const split = dataSet[splitName];
  try {
    return copyThere(executor, split);
  } catch (error) {
    if (!(error instanceof OutOfMemory)) throw error;
    throw new EngineError(
      'bad-input',
      `The ${grouped(split.count)} ${splitName === 'train' ? 'training' : splitName} images of ${dataSet.info.title} need ` +
        `${mebibytes(valuesOf(split).byteLength)} of memory beside the ${mebibytes(error.usedBytes)} in use, and there is not so much. ` +
        `Choose a smaller data set, or close other runs and pages.`,
    );
  }
}

function copyThere(executor: Executor, split: LabelledImages): Shared {
  const { count, shape, labels } = split;
  const images = executor.storeData([count, ...shape], valuesOf(split));
  try {
    return { images, labels: executor.storeData([count], labels), users: 0 };
  } catch (error) {
    images.dispose();
    throw error;
  }
}
