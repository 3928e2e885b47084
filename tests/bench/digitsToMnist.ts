/**
 * How well a network reads real handwriting that has seen only the book's *Digits*: LeNet-5, trained from nothing for at most a minute in Node on the `wasm`
 * executor, and then shown MNIST's test images, which nothing was chosen by.
 *
 * The settings of the generator (spread of slant, proportion, bend, pen) were tuned on images of MNIST's training set.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSet, LabelledImages } from '../../src/data/dataSet';
import { generateDigits } from '../../src/data/digits';
import { assemblePublished } from '../../src/data/import/assemblePublished';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { startTeamInNode } from '../../src/engine/executors/wasm/startThreadsInNode';
import type { RunDescription, Snapshot } from '../../src/engine/protocol';
import { createRun, type Run } from '../../src/engine/run';
import { networkNamed } from '../../src/network/zoo';
import { bookData } from '../bookData';
import type { Report } from './sections';

/** Made from another part of the stream than the training images, and looked at only on the way. */
const WATCHED = 200;
const STEPS_AT_ONCE = 50;

export interface DigitsToMnistOptions {
  /** With MNIST's four files in `mnist/`. */
  readonly folder: string;
  readonly seed?: number;
  /** Half a cosine of the learning rate long. */
  readonly steps?: number;
  /** The training, with the making of the digits, ends after these even where steps are left; `Infinity` on a machine that others use too. */
  readonly seconds?: number;
  readonly trainingImages?: number;
  readonly threads?: number;
}

export interface DigitsToMnistResult {
  readonly right: number;
  /** MNIST images that it was shown. */
  readonly images: number;
  /** Share right of each digit. */
  readonly ofDigits: readonly number[];
  readonly steps: number;
  /** Of making the digits and training. */
  readonly seconds: number;
}

/** @throws Error where the training fails, DataError where MNIST's files cannot be read */
export async function measureDigitsToMnist({
  folder,
  seed = 1,
  steps = 18_000,
  seconds = 60,
  trainingImages = 100_000,
  threads = 2,
}: DigitsToMnistOptions): Promise<DigitsToMnistResult> {
  const mnist = await readMnist(join(folder, 'mnist'));
  const executor = createWasmExecutor(await startTeamInNode(threads));
  const open = (dataSet: DataSet, snapshot?: Snapshot): Promise<Run> =>
    createRun({
      name: 'digits to MNIST',
      description: descriptionOf(seed, steps),
      spec: networkNamed('lenet5'),
      dataSet,
      executor,
      snapshot,
      send: () => undefined,
      now: () => performance.now(),
    });
  try {
    const startMs = performance.now();
    const elapsed = (): number => (performance.now() - startMs) / 1000;
    const digits = await generateDigits({ seed, train: trainingImages, validation: WATCHED, test: WATCHED });
    const training = await open(digits);
    while (training.status().step < steps && elapsed() < seconds) {
      await training.step(Math.min(STEPS_AT_ONCE, steps - training.status().step));
      const { phase, message } = training.status();
      if (phase === 'failed') throw new Error(`digits to MNIST: ${message ?? 'the training failed'}`);
    }
    const trainedSeconds = elapsed();
    const snapshot = await training.snapshot();
    await training.dispose();

    const looking = await open({ ...digits, test: mnist }, snapshot);
    const { predicted, labels } = await looking.predictions();
    await looking.dispose();
    const found = labels.map((label, i) => (predicted[i] === label ? 1 : 0));
    const ofDigits = digits.info.classes.map((_, digit) => {
      const ofDigit = found.filter((_right, i) => labels[i] === digit);
      return ofDigit.reduce((sum, right) => sum + right, 0) / ofDigit.length;
    });
    const right = found.reduce((sum, one) => sum + one, 0);
    return { right, images: labels.length, ofDigits, steps: snapshot.step, seconds: trainedSeconds };
  } finally {
    executor.dispose();
  }
}

function descriptionOf(seed: number, steps: number): RunDescription {
  return {
    network: 'lenet5',
    dataSet: 'digits',
    optimizer: 'adam',
    learningRate: 0.001,
    schedule: { kind: 'cosine', steps },
    batchSize: 32,
    seeds: { initialization: seed, order: seed, generator: seed },
  };
}

async function readMnist(folder: string): Promise<LabelledImages> {
  const { test } = await assemblePublished(
    'mnist',
    readdirSync(folder)
      .filter((name) => /ubyte/.test(name))
      .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })),
    'imported',
  );
  return test;
}

/** A row for each seed: the share of MNIST's test images that are read right. */
export async function measureDigits({ quick, add, note }: Report): Promise<void> {
  const folder = bookData();
  if (folder === null) {
    note('Digits were not tried on MNIST: set BOOK_DATA to the folder that has mnist/ in it.');
    return;
  }
  for (const seed of quick ? [1] : [1, 2, 3]) {
    const { right, images, ofDigits, steps, seconds } = await measureDigitsToMnist({
      folder,
      seed,
      ...(quick ? { seconds: 20, steps: 5000 } : {}),
    });
    const name = `LeNet-5 trained on Digits only (seed ${seed}), MNIST test images right`;
    add({ name, unit: '%', value: (100 * right) / images, peer: null, ratio: null });
    const shares = ofDigits.map((share, digit) => `${digit} ${(100 * share).toFixed(1)} %`).join(', ');
    note(
      `Seed ${seed}: ${right} of ${images} after ${steps} steps in ${seconds.toFixed(0)} s, with the making of the digits. ${shares}.`,
    );
  }
}
