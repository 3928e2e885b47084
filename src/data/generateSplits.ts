/**
 * Makes the splits of a generated data set, image by image, giving the event loop a turn about every 20 ms.
 *
 * Image k of a split depends on seed, split and k alone, not on how many are made; what an image is, its maker knows.
 */

import type { StoredValues } from '../tensor/shape';
import { asValues, DataError, splitNames, type LabelledImages, type SplitName } from './dataSet';
import { createTick } from './tick';

/** Work this long before the event loop gets a turn. */
const TURN_MS = 20;
const MAXIMUM_IMAGES = 200_000;

/** Draws single images of one split, of bytes or of numbers. */
export interface ImageMaker<Values extends StoredValues = Uint8Array> {
  /** Writes image `index` into `out` from `start` and returns its label. */
  make(index: number, out: Values, start: number): number;
}

interface Request {
  /** As people read it, for messages. */
  readonly title: string;
  readonly counts: Readonly<Record<SplitName, number>>;
  readonly shape: LabelledImages['shape'];
}
export type SplitsRequest = Request &
  (
    | { readonly values?: 'bytes'; readonly makerFor: (split: SplitName) => ImageMaker }
    | { readonly values: 'numbers'; readonly makerFor: (split: SplitName) => ImageMaker<Float32Array> }
  );

/**
 * @param onProgress called after each turn with images done and in all
 * @param signal ends the work with the signal's reason
 * @throws DataError when a number of images is not a whole number from 1 to 200,000
 */
export async function generateSplits(
  { title, counts, shape, values = 'bytes', makerFor }: SplitsRequest,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<Record<SplitName, LabelledImages>> {
  signal?.throwIfAborted();
  for (const split of splitNames) checkCount(title, counts[split], split);
  const total = splitNames.reduce((sum, split) => sum + counts[split], 0);
  const size = shape[0] * shape[1] * shape[2];
  let done = 0;

  async function generate(split: SplitName): Promise<LabelledImages> {
    const count = counts[split];
    const made = values === 'bytes' ? new Uint8Array(count * size) : new Float32Array(count * size);
    const labels = new Uint8Array(count);
    // Which of the two it is, `values` says.
    const maker = makerFor(split) as ImageMaker<StoredValues>;
    const tick = createTick();
    try {
      let turnStart = performance.now();
      for (let k = 0; k < count; k++) {
        labels[k] = maker.make(k, made, k * size);
        done++;
        if (performance.now() - turnStart >= TURN_MS) {
          onProgress?.(done, total);
          await tick.next();
          signal?.throwIfAborted();
          turnStart = performance.now();
        }
      }
    } finally {
      tick.close();
    }
    return { count, shape, ...asValues(made), labels };
  }

  const train = await generate('train');
  const validation = await generate('validation');
  const test = await generate('test');
  onProgress?.(total, total);
  return { train, validation, test };
}

function checkCount(title: string, count: number, split: SplitName): void {
  if (Number.isInteger(count) && count >= 1 && count <= MAXIMUM_IMAGES) return;
  throw new DataError(
    `${title}: the number of ${split} images is to be a whole number from 1 to 200,000, found ${count}. Choose another.`,
  );
}
