/**
 * A data set of handwritten glyphs, from its alphabet: *Digits* and *Letters* are made here, image by image, with progress.
 */

import { countsOf, type DataSet, type DataSetOffer, type SplitName } from './dataSet';
import { generateSplits } from './generateSplits';
import { createGlyphMaker, type Alphabet } from './hand';
import { measureNormalization } from './normalization';

/** A seed, and how many images of each split. */
export interface GlyphsRequest extends Readonly<Record<SplitName, number>> {
  readonly seed: number;
}

/**
 * Makes the data set, giving the event loop a turn about every 20 ms.
 *
 * @param onProgress called after each turn with images done and in all
 * @param signal ends the work with the signal's reason
 * @throws DataError when a number of images is not a whole number from 1 to 200,000
 */
export async function generateGlyphs(
  offer: DataSetOffer,
  alphabet: Alphabet,
  request: GlyphsRequest,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<DataSet> {
  const splits = await generateSplits(
    {
      title: offer.title,
      counts: request,
      shape: offer.shape,
      makerFor: (split) => createGlyphMaker(alphabet, request.seed, split),
    },
    onProgress,
    signal,
  );
  return {
    info: { ...offer, counts: countsOf(splits), normalization: measureNormalization(splits.train) },
    ...splits,
  };
}
