/**
 * *Things*: pictures of ten kinds of solids, rendered by the book itself. RGB bytes, 32×32 or 64×64; one object in the classification
 * set, several on request, with the box of each and a mask that says which object each pixel shows.
 *
 * Guaranteed: the same seed gives the same bytes in every JavaScript engine (only + − × ÷ √ and rounding on numbers of the counter-based
 * source); image k of a split depends on seed, split, side and k alone, not on how many are made.
 */

import { randomStream } from '../../tensor/random';
import {
  countsOf,
  DataError,
  dataSetTitles,
  imageShapes,
  type DataSet,
  type DataSetOffer,
  type SplitName,
} from '../dataSet';
import { generateSplits, type ImageMaker } from '../generateSplits';
import { measureNormalization } from '../normalization';
import { createSceneMaker, type ThingInScene } from './scene';
import { thingNames } from './shapes';

export const thingSides = [32, 64] as const;
export type ThingSide = (typeof thingSides)[number];

function offerOf(id: 'things' | 'things-64', counts: DataSetOffer['counts']): DataSetOffer {
  return {
    id,
    title: dataSetTitles[id],
    origin: 'generated',
    classes: thingNames,
    shape: imageShapes[id],
    counts,
  };
}
/** By the side of the images; large ones are fewer, so that both are there in about the same time. */
export const thingsOffers: { readonly [K in ThingSide]: DataSetOffer } = {
  32: offerOf('things', { train: 20_000, validation: 2_000, test: 4_000 }),
  64: offerOf('things-64', { train: 6_000, validation: 600, test: 1_200 }),
};

/** In a scene of several objects. */
const MOST_OBJECTS = 6;

/** A seed, and how many images of each split. */
export interface ThingsRequest extends Readonly<Record<SplitName, number>> {
  readonly seed: number;
  readonly side?: ThingSide;
}

/**
 * Makes the classification set: one object in each image.
 *
 * @param onProgress called after each turn with images done and in all
 * @param signal ends the work with the signal's reason
 * @throws DataError when a number of images is not a whole number from 1 to 200,000
 */
export async function generateThings(
  request: ThingsRequest,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<DataSet> {
  const { seed, side = 32 } = request;
  const offer = thingsOffers[side];
  const splits = await generateSplits(
    {
      title: offer.title,
      counts: request,
      shape: offer.shape,
      makerFor: (split) => createThingMaker(seed, split, side),
    },
    onProgress,
    signal,
  );
  return {
    info: {
      ...offer,
      counts: countsOf(splits),
      normalization: measureNormalization(splits.train),
    },
    ...splits,
  };
}

/** Draws single images (side × side × 3 bytes) of one object; owns its raster. */
export function createThingMaker(seed: number, split: SplitName, side: ThingSide = 32): ImageMaker {
  const stream = randomStream(seed, `things/${split}`);
  const scenes = createSceneMaker(side);
  return {
    make(index, out, start) {
      const random = stream.at(index);
      const label = random.integer(thingNames.length);
      scenes.draw([label], random, out, start);
      return label;
    },
  };
}

/** One image with what is in it. */
export interface ThingScene {
  /** [side, side, 3] */
  readonly pixels: Uint8Array;
  /** [side, side]: 0 background, k the k-th of `objects`. */
  readonly mask: Uint8Array;
  readonly objects: readonly ThingInScene[];
}

/**
 * A scene of several objects, for detection and segmentation: 1 to `most` of them, each of any class.
 *
 * @throws DataError when `most` is not a whole number from 1 to 6
 */
export function createThingScenes(
  seed: number,
  split: SplitName,
  { side, most }: { readonly side: ThingSide; readonly most: number },
): (index: number) => ThingScene {
  if (!Number.isInteger(most) || most < 1 || most > MOST_OBJECTS) {
    throw new DataError(
      `Things: the largest number of objects in a scene is to be a whole number from 1 to ${MOST_OBJECTS}, found ${most}. Choose another.`,
    );
  }
  const stream = randomStream(seed, `things/scenes/${split}`);
  const scenes = createSceneMaker(side);
  return (index) => {
    const random = stream.at(index);
    const labels = Array.from({ length: 1 + random.integer(most) }, () => random.integer(thingNames.length));
    const pixels = new Uint8Array(side * side * 3);
    const mask = new Uint8Array(side * side);
    return { pixels, mask, objects: scenes.draw(labels, random, pixels, 0, mask) };
  };
}
