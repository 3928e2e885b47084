/**
 * From trained numbers to what the book ships: the file in 16-bit floats, its accuracy on all test images as it stands in the file, its card, and
 * the list of all cards.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSet } from '../../src/data/dataSet';
import { readableCard } from '../../src/data/readableCard';
import { decodeSafetensors, encodeSafetensors } from '../../src/data/safetensors';
import { indexOfCards, readWeightsCard, writtenJson, type WeightsCard } from '../../src/data/weightsCard';
import { createEvaluator, type Evaluation } from '../../src/engine/evaluation';
import type { Executor } from '../../src/engine/executors/executor';
import { weightsMetadata } from '../../src/engine/savedWeights';
import { buildEvaluation } from '../../src/network/build';
import { descriptionHash } from '../../src/network/descriptionHash';
import { completeCoefficients } from '../../src/network/hyperparameters';
import { fromPytorch, toPytorch } from '../../src/network/pytorchWeights';
import type { NetworkSpec } from '../../src/network/spec';
import { summarize } from '../../src/network/summary';
import type { Images } from './images';
import type { Recipe } from './recipes';
import { writeWhole, type Trained } from './train';

const FILE = 'model.safetensors';

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Of the training images and labels, in their order. */
export function imagesHash({ train }: Images): string {
  return createHash('sha256').update(train.pixels).update(train.labels).digest('hex');
}

/** Numbers in 16 bits, but for the statistics of normalizations, whose spread 16 bits may not hold. */
export function storedFile(
  spec: NetworkSpec,
  { slots }: Pick<Trained, 'slots'>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  return encodeSafetensors({ arrays: toPytorch(spec, slots), metadata }, (name) =>
    /\.running_(mean|var)$/.test(name) ? 'F32' : 'F16',
  );
}

/** What the network does with the numbers as they stand in a file. */
export async function measureFile(
  executor: Executor,
  spec: NetworkSpec,
  file: Uint8Array,
  images: Images,
  info: DataSet['info'],
): Promise<Evaluation> {
  const slots = fromPytorch(spec, decodeSafetensors(FILE, file).arrays);
  const { test, train } = images;
  const data = {
    shape: [test.count, ...test.shape],
    mean: info.normalization.mean,
    deviation: info.normalization.deviation,
  };
  const store = executor.createStore(buildEvaluation(spec, { batchSize: 1, data }).slots);
  try {
    for (const [slot, values] of slots) store.write(slot, values);
    const evaluator = await createEvaluator(
      executor,
      store,
      spec,
      { info, train, validation: test, test },
      images.classes.length,
    );
    try {
      const running = evaluator.begin(0);
      for (;;) {
        const result = await running.advance();
        if (result !== null) return result;
      }
    } finally {
      evaluator.dispose();
    }
  } finally {
    store.dispose();
  }
}

export interface Finished {
  readonly recipe: Recipe;
  readonly spec: NetworkSpec;
  readonly trained: Trained;
  readonly images: Images;
  readonly info: DataSet['info'];
  readonly executor: Executor;
  readonly threads: number;
  /** `2026-11-21` */
  readonly date: string;
}

/** The card, and the file that it is about. */
export async function finish({
  recipe,
  spec,
  trained,
  images,
  info,
  executor,
  threads,
  date,
}: Finished): Promise<{ card: WeightsCard; file: Uint8Array }> {
  const { descriptions, steps, seconds } = trained;
  const [first, restart] = descriptions;
  if (first === undefined) throw new Error('internal: weights: a recipe without a cycle');
  const hash = descriptionHash(spec);
  const file = storedFile(spec, trained, weightsMetadata(spec, info, steps));
  const evaluation = await measureFile(executor, spec, file, images, info);
  const right = images.test.labels.reduce((sum, label, i) => sum + (evaluation.predicted[i] === label ? 1 : 0), 0);
  const card: WeightsCard = {
    version: 1,
    name: recipe.name,
    title: `${spec.title} on ${images.title}`,
    network: { name: recipe.network, hash, parameters: summarize(spec).parameters },
    data: {
      id: recipe.dataSet,
      title: images.title,
      classes: images.classes,
      shape: images.train.shape,
      trainingImages: images.train.count,
      normalization: info.normalization,
      sha256: imagesHash(images),
    },
    training: {
      optimizer: recipe.optimizer,
      learningRate: recipe.learningRate,
      coefficients: completeCoefficients(recipe.optimizer, recipe.coefficients ?? {}),
      schedule: { ...first.schedule },
      batchSize: recipe.batchSize,
      epochs: recipe.epochs + (recipe.restart?.epochs ?? 0),
      steps,
      augmentation: recipe.augmentation,
      seeds: first.seeds,
      ...(restart !== undefined && {
        restart: {
          learningRate: restart.learningRate,
          schedule: { ...restart.schedule },
          augmentation: restart.augmentation ?? {},
          order: restart.seeds.order,
        },
      }),
      executor: executor.name,
      threads,
      seconds: Math.round(seconds),
      date,
    },
    accuracy: {
      split: 'test',
      images: images.test.count,
      right,
      fraction: right / images.test.count,
      loss: evaluation.loss,
    },
    file: { name: FILE, bytes: file.length, sha256: sha256(file), storage: 'F16' },
    licence: 'MIT',
    limits: [...images.limits, 'Made to be looked into and trained on, not to decide anything about anybody.'],
  };
  return { card, file };
}

/** Into `folder/NAME/`, the card last, and the list of all cards. */
export function writeWeights(folder: string, card: WeightsCard, file: Uint8Array): void {
  const home = join(folder, card.name);
  writeWhole(join(home, FILE), file);
  writeWhole(join(home, 'card.md'), readableCard(card));
  writeWhole(join(home, 'card.json'), writtenJson(card));
  writeWhole(join(folder, 'index.json'), writtenJson(indexOfCards(cardsIn(folder))));
}

/** The cards of a folder of weights, in the order of their names. */
export function cardsIn(folder: string): readonly WeightsCard[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'card.json')))
    .map(({ name }) => name)
    .sort()
    .map((name) => readWeightsCard(readFileSync(join(folder, name, 'card.json'), 'utf8'), `${name}/card.json`));
}
