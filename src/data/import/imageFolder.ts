/**
 * Images in class folders: `cats/1.png`, `dogs/2.jpg`, or with the splits on top, `train/cats/1.png`. The name of the folder right around
 * an image is its class; folders around everything are ignored.
 *
 * Two steps: the layout is read from the paths alone, then every image is decoded to the size that was chosen. What does not decode is listed
 * with its reason and left out; whether that is all right is the reader's to say, later. Deliberately not here: how an image is decoded,
 * which only a browser knows (`decodeImage.ts`).
 */

import {
  DataError,
  MOST_CLASSES,
  splitNames,
  type DataSet,
  type ImageShape,
  type LabelledImages,
  type SplitName,
} from '../dataSet';
import { completeDataSet } from './complete';
import { isClutter } from './filePaths';
import {
  LARGEST_SIDE_PX,
  SMALLEST_SIDE_PX,
  type ImportChoices,
  type ImportProgress,
  type ImportReport,
} from './importReport';

/** What an image is read from: a file of a folder, or of an archive. */
export interface ImageFile {
  readonly path: string;
  read(): Promise<Blob>;
}

/** RGBA bytes, side × side × 4. @throws when the bytes are no image that can be read; the message says why */
export type DecodeImage = (bytes: Blob, choices: Pick<ImportChoices, 'side' | 'fit'>) => Promise<Uint8ClampedArray>;

const LARGEST_SET_BYTES = 1_000_000_000;
const ENDINGS = /\.(png|jpe?g|webp)$/i;

export function isImageName(path: string): boolean {
  return ENDINGS.test(path) && !isClutter(path);
}

const splitWords: Readonly<Record<string, SplitName>> = Object.assign(Object.create(null), {
  train: 'train',
  training: 'train',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  test: 'test',
  testing: 'test',
}) as Record<string, SplitName>;

export interface Placed {
  readonly file: ImageFile;
  readonly split: SplitName;
  readonly label: number;
}
export interface Layout {
  readonly classes: readonly string[];
  readonly images: readonly Placed[];
}

/**
 * Which class and which split each image is of, told by paths.
 *
 * @throws DataError when there are no images, an image lies in no class folder, there is one class only, or there are more than 256
 */
export function layoutOf(files: readonly ImageFile[], where: string): Layout {
  const images = files.filter(({ path }) => isImageName(path));
  if (images.length === 0) {
    throw new DataError(
      `${where}: expected images (PNG, JPEG or WebP) in folders, one folder for each class, found none. Choose a folder or a ZIP archive with some.`,
    );
  }
  let folders = images.map(({ path }) => path.split('/').slice(0, -1));
  // A folder around everything says nothing, unless it names a split.
  while (
    folders.every(([first]) => first !== undefined && first === folders[0]![0]) &&
    folders.every(({ length }) => length > 1) &&
    splitOf(folders[0]![0]!) === null
  ) {
    folders = folders.map((names) => names.slice(1));
  }
  const hasSplits = folders.every(([first]) => first !== undefined && splitOf(first) !== null);
  const classOf = folders.map((names) => (hasSplits ? names.slice(1) : names).at(-1) ?? null);
  const stray = classOf.indexOf(null);
  if (stray >= 0) {
    throw new DataError(
      `${where}: expected every image in a folder named after its class, such as cats/1.png, found ${images[stray]!.path} in none. ` +
        `Put the images of each class into a folder of their own.`,
    );
  }
  const classes = [...new Set(classOf as string[])].sort((a, b) => (a < b ? -1 : 1));
  if (classes.length < 2 || classes.length > MOST_CLASSES) {
    throw new DataError(
      `${where}: expected folders of 2 to ${MOST_CLASSES} classes, found ` +
        `${classes.length === 1 ? `only one, “${classes[0]!}”` : classes.length}. Choose a folder that holds the folders of all classes.`,
    );
  }
  const labels = new Map(classes.map((name, label) => [name, label]));
  return {
    classes,
    images: images.map((file, i) => ({
      file,
      split: hasSplits ? splitOf(folders[i]![0]!)! : 'train',
      label: labels.get(classOf[i]!)!,
    })),
  };
}

function splitOf(name: string): SplitName | null {
  return splitWords[name.toLowerCase()] ?? null;
}

/** @throws DataError when a choice is none of those that are offered */
export function checkChoices({ side }: ImportChoices): void {
  if (Number.isInteger(side) && side >= SMALLEST_SIDE_PX && side <= LARGEST_SIDE_PX) return;
  throw new DataError(
    `The side of imported images is to be a whole number from ${SMALLEST_SIDE_PX} to ${LARGEST_SIDE_PX} pixels, found ${side}. Choose another.`,
  );
}

/** Decodes everything; `undecodable` are left out of the set. @throws DataError when too little is left, AbortError when cancelled */
export async function assembleImages(
  { classes, images }: Layout,
  choices: ImportChoices,
  where: string,
  decode: DecodeImage,
  onProgress: ImportProgress,
  signal: AbortSignal,
): Promise<{ readonly dataSet: DataSet; readonly undecodable: ImportReport['undecodable'] }> {
  checkChoices(choices);
  const { side, colour } = choices;
  const shape: ImageShape = [side, side, colour === 'grey' ? 1 : 3];
  const size = shape[0] * shape[1] * shape[2];
  if (images.length * size > LARGEST_SET_BYTES) {
    throw new DataError(
      `${where}: ${images.length} images of ${side} × ${side} need ${Math.ceil((images.length * size) / 1e6)} MB, and at most ` +
        `${LARGEST_SET_BYTES / 1e6} MB can be held. Choose a smaller side, or fewer images.`,
    );
  }
  const good: Record<SplitName, { pixels: Uint8Array; labels: number[] }> = {
    train: room('train'),
    validation: room('validation'),
    test: room('test'),
  };
  function room(split: SplitName): { pixels: Uint8Array; labels: number[] } {
    return { pixels: new Uint8Array(images.filter((image) => image.split === split).length * size), labels: [] };
  }
  const undecodable: { path: string; reason: string }[] = [];
  for (const [done, { file, split, label }] of images.entries()) {
    onProgress('Reading images', done, images.length);
    const { pixels, labels } = good[split];
    // A damaged archive is a fault of the whole; a damaged image is one of its own.
    const bytes = await file.read();
    try {
      const rgba = await decode(bytes, choices);
      write(rgba, pixels.subarray(labels.length * size, (labels.length + 1) * size), colour);
      labels.push(label);
    } catch (error) {
      undecodable.push({ path: file.path, reason: error instanceof Error ? error.message : String(error) });
    }
    signal.throwIfAborted();
  }
  onProgress('Reading images', images.length, images.length);
  if (undecodable.length === images.length) {
    throw new DataError(
      `${where}: expected images that can be read, found none among ${images.length}. The first, ${undecodable[0]!.path}: ` +
        `${undecodable[0]!.reason}. Choose PNG, JPEG or WebP images that other programs can show.`,
    );
  }
  const found = (split: SplitName): LabelledImages | undefined => {
    const { pixels, labels } = good[split];
    if (labels.length === 0 && split !== 'train') return undefined;
    return {
      count: labels.length,
      shape,
      pixels: pixels.subarray(0, labels.length * size),
      labels: Uint8Array.from(labels),
    };
  };
  const dataSet = completeDataSet({
    id: 'own-set',
    title: where,
    origin: 'imported',
    classes,
    train: found('train')!,
    validation: found('validation'),
    test: found('test'),
  });
  return { dataSet, undecodable };
}

/** Grey as the luma of ITU-R BT.601, in whole numbers so that it is the same everywhere. */
function write(rgba: Uint8ClampedArray, out: Uint8Array, colour: ImportChoices['colour']): void {
  const channels = colour === 'grey' ? 1 : 3;
  if (rgba.length * channels !== out.length * 4) {
    throw new Error(`internal: ${rgba.length} bytes of RGBA do not make ${out.length} bytes.`);
  }
  for (let place = 0; place * 4 < rgba.length; place++) {
    const red = rgba[4 * place]!;
    const green = rgba[4 * place + 1]!;
    const blue = rgba[4 * place + 2]!;
    if (channels === 1) {
      out[place] = (299 * red + 587 * green + 114 * blue + 500) / 1000;
    } else {
      out[3 * place] = red;
      out[3 * place + 1] = green;
      out[3 * place + 2] = blue;
    }
  }
}

/** Splits that the folders do not have, in words. */
export function splitNotes({ images }: Layout): readonly string[] {
  const missing = splitNames.filter((split) => images.every((image) => image.split !== split));
  return missing.length === 0
    ? []
    : [
        `There is no folder of ${missing.join(' or ')} images: some of the training images are held out in their place.`,
      ];
}
