/**
 * How each of the book's trained networks is made, as data: the network, what it learns from and how. `npm run weights -- NAME` follows
 * one of them.
 *
 * A recipe is complete: with the same data and the same kernels it gives the same file, byte for byte, on any machine and with any number of
 * threads.
 */
import type { Augmentation } from '../../src/data/augmentation';
import type { DataSetId } from '../../src/data/dataSet';
import type { Coefficients } from '../../src/network/hyperparameters';
import type { OptimizerName } from '../../src/network/spec';

/** One fall of the learning rate, and how long it takes. */
export interface Cycle {
  /** The highest of the schedule: a straight rise over the warm-up, then half a cosine down to nothing. */
  readonly learningRate: number;
  readonly warmUpEpochs: number;
  readonly epochs: number;
  readonly augmentation: Augmentation;
}

export interface Recipe extends Cycle {
  /** Of the folder in `public/weights/`: the network's, a hyphen, the data set's. */
  readonly name: string;
  /** A network of the zoo. */
  readonly network: string;
  readonly dataSet: Extract<DataSetId, 'mnist' | 'cifar10' | 'digits' | 'things'>;
  /** Of a generated set; as many as the book offers when left out. */
  readonly trainingImages?: number;
  /** Of a generated set; 5,000 when left out. */
  readonly testImages?: number;
  readonly optimizer: OptimizerName;
  readonly coefficients?: Coefficients;
  readonly batchSize: number;
  /** After the first cycle the rate rises again and falls once more (Loshchilov & Hutter, "SGDR", ICLR 2017), with an order of its own. */
  readonly restart?: Cycle;
}

/** Of pictures of things: mirrored or not, and up to four cells aside (He et al. 2016, section 4.2). */
const mirroredAndShifted: Augmentation = { flip: 0.5, shift: 4 };
/** Of written characters: a few cells aside, a little turned. */
const shiftedAndTurned: Augmentation = { shift: 2, rotate: 8 };

const residual = {
  optimizer: 'nesterov',
  coefficients: { momentum: 0.9, l2: 0.0005 },
  learningRate: 0.05,
  warmUpEpochs: 1,
  batchSize: 32,
} as const;

const plain = { optimizer: 'adam', warmUpEpochs: 1, batchSize: 32, augmentation: mirroredAndShifted } as const;

export const recipes: readonly Recipe[] = [
  {
    name: 'lenet5-mnist',
    network: 'lenet5',
    dataSet: 'mnist',
    optimizer: 'adam',
    learningRate: 0.002,
    warmUpEpochs: 0.5,
    epochs: 20,
    batchSize: 64,
    augmentation: shiftedAndTurned,
  },
  {
    name: 'lenet5-digits',
    network: 'lenet5',
    dataSet: 'digits',
    trainingImages: 60_000,
    optimizer: 'adam',
    learningRate: 0.002,
    warmUpEpochs: 0.5,
    epochs: 15,
    batchSize: 64,
    augmentation: shiftedAndTurned,
  },
  {
    ...residual,
    name: 'resnet-20-cifar10',
    network: 'resnet-20',
    dataSet: 'cifar10',
    epochs: 34,
    augmentation: mirroredAndShifted,
    // Squares cut out of half of the images (DeVries & Taylor 2017, arXiv 1708.04552): without them it learned the training images by heart.
    restart: {
      learningRate: 0.03,
      warmUpEpochs: 0.5,
      epochs: 14,
      augmentation: { ...mirroredAndShifted, erase: 0.5, eraseSize: 0.5 },
    },
  },
  {
    ...residual,
    name: 'resnet-8-cifar10',
    network: 'resnet-8',
    dataSet: 'cifar10',
    epochs: 14,
    augmentation: mirroredAndShifted,
  },
  { ...plain, name: 'inception-cifar10', network: 'inception', dataSet: 'cifar10', learningRate: 0.003, epochs: 12 },
  { ...plain, name: 'small-vgg-cifar10', network: 'small-vgg', dataSet: 'cifar10', learningRate: 0.001, epochs: 5 },
  {
    ...plain,
    name: 'small-alexnet-cifar10',
    network: 'small-alexnet',
    dataSet: 'cifar10',
    learningRate: 0.0007,
    epochs: 3,
  },
  {
    ...residual,
    name: 'resnet-8-things',
    network: 'resnet-8',
    dataSet: 'things',
    trainingImages: 20_000,
    epochs: 10,
    augmentation: { flip: 0.5, shift: 2 },
  },
];
