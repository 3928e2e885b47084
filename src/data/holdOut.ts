/**
 * Holds a part of the images out, so that there is something to look at while choosing. Which images, the number of them alone
 * decides: everybody who imports the same files gets the same split.
 *
 * What is held out and what stays keep their order. Deliberately not here: any look at the images or their labels.
 */

import { randomStream } from '../tensor/random';
import { asValues, DataError, roomLike, valuesOf, type LabelledImages } from './dataSet';

/** Never changed: results on a split are comparable only while the split is the same. */
const SEED = 1989;

export interface HeldOut {
  readonly rest: LabelledImages;
  readonly held: LabelledImages;
}

/** How much is held out for what: a share, at most so many, at least one. */
const measures = {
  validation: { share: 1 / 12, most: 5_000 },
  test: { share: 1 / 6, most: 10_000 },
} as const;

/** How many of `count` images are held out. */
export function heldOutCount(count: number, purpose: keyof typeof measures): number {
  const { share, most } = measures[purpose];
  return Math.min(most, Math.max(1, Math.floor(count * share)));
}

/**
 * @param title of the data set, for messages
 * @throws DataError when there are fewer than two images
 */
export function holdOut(images: LabelledImages, purpose: keyof typeof measures, title: string): HeldOut {
  const { count } = images;
  if (count < 2) {
    throw new DataError(
      `${title}: expected at least 2 training images, so that one can be held out for ${purpose}, found ${count}. Choose more images.`,
    );
  }
  const isHeld = heldOutMask(count, purpose);
  return {
    rest: picked(images, (index) => isHeld[index] === 0),
    held: picked(images, (index) => isHeld[index] === 1),
  };
}

/** The pictures as they stood before some were held out of them for `purpose`. */
export function asBeforeHoldOut({ rest, held }: HeldOut, purpose: keyof typeof measures): LabelledImages {
  const count = rest.count + held.count;
  const size = rest.shape[0] * rest.shape[1] * rest.shape[2];
  const pixels = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  const next = { rest: 0, held: 0 };
  heldOutMask(count, purpose).forEach((isHeld, index) => {
    const part = isHeld === 1 ? held : rest;
    const from = isHeld === 1 ? next.held++ : next.rest++;
    pixels.set(part.pixels.subarray(from * size, (from + 1) * size), index * size);
    labels[index] = part.labels[from]!;
  });
  return { count, shape: rest.shape, pixels, labels };
}

/** 1 for each image that is held out. */
function heldOutMask(count: number, purpose: keyof typeof measures): Uint8Array {
  const isHeld = new Uint8Array(count);
  const order = randomStream(SEED, `hold out/${purpose}`).permutation(count);
  for (const index of order.subarray(0, heldOutCount(count, purpose))) isHeld[index] = 1;
  return isHeld;
}

function picked(images: LabelledImages, isWanted: (index: number) => boolean): LabelledImages {
  const { count, shape, labels } = images;
  const values = valuesOf(images);
  const size = shape[0] * shape[1] * shape[2];
  let wanted = 0;
  for (let index = 0; index < count; index++) if (isWanted(index)) wanted++;
  const part = roomLike(values, wanted * size);
  const partLabels = new Uint8Array(wanted);
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (!isWanted(index)) continue;
    part.set(values.subarray(index * size, (index + 1) * size), at * size);
    partLabels[at] = labels[index]!;
    at++;
  }
  return { count: wanted, shape, ...asValues(part), labels: partLabels };
}
