/**
 * How training images may be changed at random before each step, as plain data: strengths by name. What they do to an image is told in the
 * ops `warpImages`, `jitterColours` and `eraseRectangles`; executors perform it, and only while training.
 */

import { DataError, type DataSetInfo } from './dataSet';

/** Every kind and its largest strength. A strength of 0 changes nothing. */
export const augmentationRules = {
  flip: { largest: 1, meaning: 'the share of images mirrored left to right' },
  shift: { largest: 64, meaning: 'cells up, down, left or right, at most' },
  crop: { largest: 0.9, meaning: 'the share of the side that may be cut away' },
  rotate: { largest: 180, meaning: 'degrees either way, at most' },
  contrast: { largest: 1, meaning: 'the change of the contrast, at most' },
  brightness: { largest: 2, meaning: 'the change of the brightness in deviations, at most' },
  saturation: { largest: 1, meaning: 'the change of the saturation, at most' },
  hue: { largest: 180, meaning: 'degrees on the circle of colours, at most' },
  erase: { largest: 1, meaning: 'the share of images that lose a rectangle' },
  eraseSize: {
    op: 'eraseRectangles',
    largest: 1,
    meaning: 'the side of the rectangle, at most, as a share of the image’s',
  },
} as const;

export type AugmentationName = keyof typeof augmentationRules;
export const augmentationNames = Object.keys(augmentationRules) as readonly AugmentationName[];
/** Strengths; what is left out is 0. */
export type Augmentation = Readonly<Partial<Record<AugmentationName, number>>>;

/**
 * @param info of the data set: only pictures can be changed like pictures
 * @throws DataError naming the kind, what was expected and what was found
 */
export function requireAugmentation(augmentation: Augmentation, info?: Pick<DataSetInfo, 'title' | 'values'>): void {
  for (const [name, strength] of Object.entries(augmentation)) {
    const known = augmentationNames.find((candidate) => candidate === name);
    if (known === undefined) {
      throw new DataError(`There is no augmentation “${name}”. Choose among ${augmentationNames.join(', ')}.`);
    }
    const { largest, meaning } = augmentationRules[known];
    const isWhole = known !== 'shift' || Number.isInteger(strength);
    if (!(strength >= 0 && strength <= largest && isWhole)) {
      throw new DataError(
        `The augmentation “${name}” (${meaning}) must be ${known === 'shift' ? 'a whole number' : 'a number'} from 0 to ${largest}, ` +
          `found ${strength}. Choose one in this range, or leave it out.`,
      );
    }
    if (strength > 0 && info?.values === 'numbers') {
      throw new DataError(
        `The augmentation “${name}” (${meaning}) changes pictures, and ${info.title} holds numbers. Leave it out.`,
      );
    }
  }
}
