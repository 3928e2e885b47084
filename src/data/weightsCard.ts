/**
 * The card that lies beside trained weights: which network they belong to, what they were trained on and how, how well they do and on how
 * many images that was measured, and which file holds them.
 *
 * Picture: `public/weights/NAME/` holds `card.json` (this record), `card.md` (the same for people) and `model.safetensors`;
 * `public/weights/index.json` lists the folders. Written by `npm run weights`, read by the worker. Whatever is read is checked entry by
 * entry, because a file may be of another version or damaged.
 *
 * Deliberately not here: the numbers themselves (`safetensors.ts`), and whether the card fits a network.
 */

import { isNumber, isWordOrNumber, jsonObject, type Entries } from './jsonEntries';

export interface WeightsCard {
  readonly version: 1;
  /** The folder's name: `lenet5-mnist`. */
  readonly name: string;
  /** `LeNet-5 on MNIST`, as people read it. */
  readonly title: string;
  readonly network: {
    /** As the zoo names it. */
    readonly name: string;
    /** Of the very description that was trained: `descriptionHash` in `network/descriptionHash.ts`. */
    readonly hash: string;
    /** Trained numbers; running statistics are not counted. */
    readonly parameters: number;
  };
  readonly data: {
    readonly id: string;
    readonly title: string;
    readonly classes: readonly string[];
    readonly shape: readonly [height: number, width: number, channels: number];
    readonly trainingImages: number;
    /** What the network's input was normalized with, one number per channel, in units of 0 … 255. */
    readonly normalization: { readonly mean: readonly number[]; readonly deviation: readonly number[] };
    /** Of the training images and labels, where it is known. */
    readonly sha256?: string;
  };
  readonly training: {
    readonly optimizer: string;
    readonly learningRate: number;
    readonly coefficients: Readonly<Record<string, number>>;
    /** As in `network/schedule.ts`; null: constant. */
    readonly schedule: Readonly<Record<string, string | number>> | null;
    readonly batchSize: number;
    readonly epochs: number;
    readonly steps: number;
    /** As in `augmentation.ts`; null: none. */
    readonly augmentation: Readonly<Record<string, number>> | null;
    readonly seeds: { readonly initialization: number; readonly order: number; readonly generator: number };
    /** Where the rate rose once more after the first schedule: what was other than before. */
    readonly restart?: {
      readonly learningRate: number;
      readonly schedule: Readonly<Record<string, string | number>>;
      readonly augmentation: Readonly<Record<string, number>>;
      readonly order: number;
    };
    readonly executor: string;
    readonly threads: number;
    /** Of training, measured on the machine that did it. */
    readonly seconds: number;
    /** `2026-11-21`. */
    readonly date: string;
  };
  /** Measured with the numbers as they stand in the file. */
  readonly accuracy: {
    readonly split: string;
    readonly images: number;
    readonly right: number;
    /** right ÷ images. */
    readonly fraction: number;
    readonly loss: number;
  };
  readonly file: {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
    /** `F16`: 16-bit floats, statistics of normalizations in 32 bits. */
    readonly storage: 'F16' | 'F32';
  };
  readonly licence: string;
  /** What they must not be used for, and what they cannot do: one sentence each. */
  readonly limits: readonly string[];
}

/** What the book needs to know of weights before anybody asks for them. */
export interface OfferedWeights {
  readonly name: string;
  readonly title: string;
  readonly network: string;
  readonly data: {
    readonly id: string;
    readonly title: string;
    readonly classes: readonly string[];
    readonly shape: readonly [height: number, width: number, channels: number];
  };
  readonly accuracy: { readonly images: number; readonly fraction: number };
  /** Of the file. */
  readonly bytes: number;
}

/** `public/weights/index.json`. */
export interface WeightsIndex {
  readonly version: 1;
  readonly weights: readonly OfferedWeights[];
}

export function indexOfCards(cards: readonly WeightsCard[]): WeightsIndex {
  return {
    version: 1,
    weights: cards.map(({ name, title, network, data, accuracy, file }) => ({
      name,
      title,
      network: network.name,
      data: { id: data.id, title: data.title, classes: data.classes, shape: data.shape },
      accuracy: { images: accuracy.images, fraction: accuracy.fraction },
      bytes: file.bytes,
    })),
  };
}

/** Both files are JSON that people can read and compare. */
export function writtenJson(value: WeightsCard | WeightsIndex): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function readRestart(restart: Entries): NonNullable<WeightsCard['training']['restart']> {
  return {
    learningRate: restart.number('learningRate', (rate) => rate > 0, 'a number above 0'),
    schedule: restart.entries('schedule', isWordOrNumber, 'words and numbers by name'),
    augmentation: restart.entries('augmentation', isNumber, 'numbers by name'),
    order: restart.count('order', 0),
  };
}

/**
 * @param fileName for messages.
 * @throws DataError naming the file, the entry, what was expected and what was found
 */
export function readWeightsCard(text: string, fileName: string): WeightsCard {
  const card = jsonObject(text, fileName, whatNext);
  card.version();
  const network = card.object('network');
  const data = card.object('data');
  const training = card.object('training');
  const accuracy = card.object('accuracy');
  const file = card.object('file');
  const seeds = training.object('seeds');
  const shape = imageShape(data);
  const normalization = data.object('normalization');
  const [images, right] = [accuracy.count('images', 1), accuracy.count('right', 0)];
  return {
    version: 1,
    name: card.matching('name', folderName, 'a folder’s name of a to z, digits and -'),
    title: card.text('title'),
    network: { name: network.text('name'), hash: network.hash('hash'), parameters: network.count('parameters', 1) },
    data: {
      id: data.text('id'),
      title: data.text('title'),
      classes: data.texts('classes'),
      shape,
      trainingImages: data.count('trainingImages', 1),
      normalization: {
        mean: normalization.numbers('mean', shape[2], () => true, `a number for each of ${shape[2]} channels`),
        deviation: normalization.numbers(
          'deviation',
          shape[2],
          (number) => number > 0,
          `a number above 0 for each of ${shape[2]} channels`,
        ),
      },
      ...(data.has('sha256') && { sha256: data.hash('sha256') }),
    },
    training: {
      optimizer: training.text('optimizer'),
      learningRate: training.number('learningRate', (rate) => rate > 0, 'a number above 0'),
      coefficients: training.entries('coefficients', isNumber, 'numbers by name'),
      schedule: training.isNull('schedule')
        ? null
        : training.entries('schedule', isWordOrNumber, 'words and numbers by name'),
      batchSize: training.count('batchSize', 1),
      epochs: training.number('epochs', (epochs) => epochs > 0, 'a number above 0'),
      steps: training.count('steps', 1),
      augmentation: training.isNull('augmentation')
        ? null
        : training.entries('augmentation', isNumber, 'numbers by name'),
      seeds: {
        initialization: seeds.count('initialization', 0),
        order: seeds.count('order', 0),
        generator: seeds.count('generator', 0),
      },
      ...(training.has('restart') && { restart: readRestart(training.object('restart')) }),
      executor: training.text('executor'),
      threads: training.count('threads', 1),
      seconds: training.number('seconds', (seconds) => seconds >= 0, 'a number, 0 or more'),
      date: training.matching('date', /^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-11-21'),
    },
    accuracy: {
      split: accuracy.text('split'),
      images,
      right,
      fraction: accuracy.number(
        'fraction',
        (fraction) => Math.abs(fraction - right / images) < 1e-6,
        `${right} of ${images}, ${right / images}`,
      ),
      loss: accuracy.number('loss', (loss) => loss >= 0, 'a number, 0 or more'),
    },
    file: {
      name: file.matching('name', /^[a-z0-9][a-z0-9.-]*$/, 'a file’s name without folders'),
      bytes: file.count('bytes', 1),
      sha256: file.hash('sha256'),
      storage: file.matching('storage', /^(F16|F32)$/, 'F16 or F32') as 'F16' | 'F32',
    },
    licence: card.text('licence'),
    limits: card.texts('limits'),
  };
}

/** @throws DataError as above */
export function readWeightsIndex(text: string, fileName: string): WeightsIndex {
  const index = jsonObject(text, fileName, whatNext);
  index.version();
  return {
    version: 1,
    weights: index.objects('weights').map((entry) => {
      const data = entry.object('data');
      const accuracy = entry.object('accuracy');
      return {
        name: entry.matching('name', folderName, 'a folder’s name of a to z, digits and -'),
        title: entry.text('title'),
        network: entry.text('network'),
        data: {
          id: data.text('id'),
          title: data.text('title'),
          classes: data.texts('classes'),
          shape: imageShape(data),
        },
        accuracy: {
          images: accuracy.count('images', 1),
          fraction: accuracy.number('fraction', (fraction) => fraction >= 0 && fraction <= 1, 'a number from 0 to 1'),
        },
        bytes: entry.count('bytes', 1),
      };
    }),
  };
}

const whatNext = 'The file was damaged or written by another version of the book: run npm run weights again.';
const folderName = /^[a-z0-9]+(-[a-z0-9]+)*$/;
function imageShape(data: Entries): readonly [number, number, number] {
  const [height = 0, width = 0, channels = 0] = data.numbers(
    'shape',
    3,
    (length) => Number.isSafeInteger(length) && length > 0,
    'three whole numbers above 0: height, width and channels',
  );
  return [height, width, channels];
}
