/**
 * *Views*: pictures without an object to name, for filters, dreams and style: surfaces of nature, and a few scenes such as one would
 * photograph. Everything is painted by formulas; no photograph was used.
 *
 * Two ways to them: `createView` paints one picture of any size up to 512 × 512, and the data set `views` has the surfaces at 64 × 64, one
 * class to a kind.
 *
 * Guaranteed: the same kind, seed and size give the same bytes in every JavaScript engine (only + − × ÷ √ and the house's own trigonometry on
 * numbers of the counter-based source). The same view at another size shows the same, finer or coarser.
 */

import { randomStream, type RandomStream } from '../../tensor/random';
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
import { createCanvas, type Canvas } from './canvas';
import { paintScene, sceneKinds } from './scenes';
import { createSurface, paintGrass, paintSurface, surfaceKinds, type SurfaceKind } from './textures';

export const textureKinds = [...surfaceKinds, 'grass'] as const;
export const viewKinds = [...textureKinds, ...sceneKinds] as const;
export type ViewKind = (typeof viewKinds)[number];

/** Pixels per side. */
const [SMALLEST, LARGEST] = [8, 512] as const;

export const viewsOffer: DataSetOffer = {
  id: 'views',
  title: dataSetTitles.views,
  origin: 'generated',
  classes: textureKinds,
  shape: imageShapes.views,
  counts: { train: 1_200, validation: 200, test: 400 },
};

/** A seed, and how many images of each split. */
export interface ViewsRequest extends Readonly<Record<SplitName, number>> {
  readonly seed: number;
}

export interface View {
  readonly height: number;
  readonly width: number;
  /** [height, width, 3] */
  readonly pixels: Uint8Array;
}

/**
 * One picture.
 *
 * @param height in pixels, 8 to 512. @param width likewise
 * @throws DataError when a side is not a whole number from 8 to 512
 */
export function createView(kind: ViewKind, seed: number, height: number, width: number): View {
  for (const [name, side] of Object.entries({ height, width })) {
    if (Number.isInteger(side) && side >= SMALLEST && side <= LARGEST) continue;
    throw new DataError(
      `Views: the ${name} of a picture is to be a whole number from ${SMALLEST} to ${LARGEST}, found ${side}. Choose another.`,
    );
  }
  const canvas = createCanvas(height, width);
  paint(canvas, kind, randomStream(seed, `views/${kind}`));
  const pixels = new Uint8Array(height * width * 3);
  develop(canvas, pixels, 0);
  return { height, width, pixels };
}

function paint(canvas: Canvas, kind: ViewKind, random: RandomStream): void {
  const scene = sceneKinds.find((known) => known === kind);
  if (scene !== undefined) paintScene(canvas, scene, random);
  else if (kind === 'grass') paintGrass(canvas, random);
  else paintSurface(canvas, createSurface(kind as SurfaceKind, random), random);
}

/** Bytes; a soft shoulder in place of a hard cut where it is very bright. */
function develop({ colours }: Canvas, pixels: Uint8Array, start: number): void {
  for (let i = 0; i < colours.length; i++) {
    const value = Math.max(0, colours[i]!);
    const soft = value < 0.85 ? value : 0.85 + (0.15 * (value - 0.85)) / (0.15 + value - 0.85);
    pixels[start + i] = Math.floor(255 * soft + 0.5);
  }
}

/**
 * Makes the data set of surfaces.
 *
 * @param onProgress called after each turn with images done and in all
 * @param signal ends the work with the signal's reason
 * @throws DataError when a number of images is not a whole number from 1 to 200,000
 */
export async function generateViews(
  request: ViewsRequest,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<DataSet> {
  const { title, shape } = viewsOffer;
  const splits = await generateSplits(
    { title, counts: request, shape, makerFor: (split) => createViewMaker(request.seed, split) },
    onProgress,
    signal,
  );
  return {
    info: { ...viewsOffer, counts: countsOf(splits), normalization: measureNormalization(splits.train) },
    ...splits,
  };
}

/** Draws single images of surfaces, 64 × 64 × 3 bytes. */
export function createViewMaker(seed: number, split: SplitName): ImageMaker {
  const stream = randomStream(seed, `views/${split}`);
  const canvas = createCanvas(imageShapes.views[0], imageShapes.views[1]);
  return {
    make(index, out, start) {
      const random = stream.at(index);
      const label = random.integer(textureKinds.length);
      paint(canvas, textureKinds[label]!, random);
      develop(canvas, out, start);
      return label;
    },
  };
}
