/**
 * Spoils a data set on purpose, so that a reader can watch what that does: wrong labels, few images of some classes, test images
 * among the training images, the same images again and again, pixels that nobody normalized.
 *
 * Picture: five strengths, all nothing to begin with. They act on the training images one after the other, in this order: classes
 * are thinned out, labels are made wrong, images are repeated, test images are leaked in. Validation and test images stay as they are,
 * for they are the measure. What is chosen depends on the seed and on the strength alone: of two strengths of one kind, the greater
 * spoils all that the smaller spoils, and more.
 *
 * Deliberately not here: changing the set that is handed in. What is returned shares with it whatever stayed the same.
 */

import { randomStream } from '../tensor/random';
import { asValues, DataError, roomLike, valuesOf, type DataSet, type LabelledImages } from './dataSet';

/** Plain data, for descriptions and links; what is left out is not spoiled. */
export interface Corruption {
  /** Share of the training images that get a wrong label, 0 … 1. */
  readonly labelNoise?: number;
  /**
   * Which wrong label: any other class, all alike (`uniform`, when left out), or always the next class of the list (`next`), as where
   * two classes are taken for one another. Symmetric and pair noise of Han et al., "Co-teaching" (NeurIPS 2018).
   */
  readonly labelNoiseKind?: LabelNoiseKind;
  /**
   * Largest class to smallest, 1 … 1,000: class k of C keeps the share ratio^(−k ⁄ (C − 1)) of its images, the long tail of Cui et al.,
   * "Class-Balanced Loss Based on Effective Number of Samples" (CVPR 2019), section 5.1.
   */
  readonly imbalance?: number;
  /** Share of the test images that are copied, with their labels, into the training images, 0 … 1. */
  readonly leak?: number;
  /** Share of the training images whose place is taken by a repetition of another one, 0 … 0.99. */
  readonly duplicates?: number;
  /** The network gets raw bytes: mean 0 and deviation 1 instead of what was measured. */
  readonly forgottenNormalization?: boolean;
  /** Which images are hit; 1 when left out. */
  readonly seed?: number;
}

export const labelNoiseKinds = ['uniform', 'next'] as const;
export type LabelNoiseKind = (typeof labelNoiseKinds)[number];

/** The strengths that are numbers, each with its name inside a sentence and its range. */
export const corruptionRules = {
  labelNoise: { name: 'share of wrong labels', minimum: 0, maximum: 1 },
  imbalance: { name: 'ratio of the largest class to the smallest', minimum: 1, maximum: 1000 },
  leak: { name: 'share of leaked test images', minimum: 0, maximum: 1 },
  duplicates: { name: 'share of repeated images', minimum: 0, maximum: 0.99 },
} as const;
export type CorruptionStrength = keyof typeof corruptionRules;
export const corruptionStrengths = Object.keys(corruptionRules) as readonly CorruptionStrength[];

const MOST_SEED = 2 ** 32 - 1;

/** Why there is no such corruption, in words; null when there is. Takes anything, such as what came from a link. */
export function corruptionProblem(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `A corruption must be a record of strengths (${corruptionStrengths.join(', ')} …), found ${described(value)}. Leave it out for none.`;
  }
  const corruption = value as Readonly<Record<string, unknown>>;
  const known = [...corruptionStrengths, 'labelNoiseKind', 'forgottenNormalization', 'seed'];
  for (const [key, given] of Object.entries(corruption)) {
    if (!known.includes(key)) return `A corruption has no “${key}”; known are ${known.join(', ')}. Leave it out.`;
    if (given === undefined) continue;
    if (key === 'labelNoiseKind' && !labelNoiseKinds.some((kind) => kind === given)) {
      return `The kind of label noise must be ${labelNoiseKinds.join(' or ')}, found ${described(given)}. Choose uniform if in doubt.`;
    }
    if (key === 'forgottenNormalization' && typeof given !== 'boolean') {
      return `“forgottenNormalization” must be true or false, found ${described(given)}. Leave it out for normalized pixels.`;
    }
    if (key === 'seed' && !(Number.isInteger(given) && (given as number) >= 0 && (given as number) <= MOST_SEED)) {
      return `The seed of a corruption must be a whole number from 0 to 4,294,967,295, found ${described(given)}. Choose 1 if in doubt.`;
    }
  }
  for (const strength of corruptionStrengths) {
    const { name, minimum, maximum } = corruptionRules[strength];
    const given = corruption[strength];
    if (given === undefined || (typeof given === 'number' && given >= minimum && given <= maximum)) continue;
    return `The ${name} must be a number from ${minimum} to ${maximum.toLocaleString('en-GB')}, found ${described(given)}. Choose ${minimum} for a set that is not spoiled.`;
  }
  return null;
}

function described(value: unknown): string {
  return typeof value === 'string' ? `“${value}”` : value === null ? 'nothing' : JSON.stringify(value);
}

/** One text for all corruptions that spoil alike; empty for those that spoil nothing. */
export function corruptionKey(corruption: Corruption | undefined): string {
  const { labelNoise = 0, labelNoiseKind = 'uniform', imbalance = 1, leak = 0, duplicates = 0 } = corruption ?? {};
  const { forgottenNormalization = false, seed = 1 } = corruption ?? {};
  const strengths = [labelNoise, labelNoise > 0 ? labelNoiseKind : 'uniform', imbalance, leak, duplicates];
  const isByChance = labelNoise > 0 || imbalance > 1 || leak > 0 || duplicates > 0;
  if (!isByChance && !forgottenNormalization) return '';
  return JSON.stringify([...strengths, forgottenNormalization, isByChance ? seed : 1]);
}

/** What was done, as clauses: `40 % of the training labels are wrong`. Empty when nothing was. */
export function corruptionClauses(corruption: Corruption | undefined): readonly string[] {
  const { labelNoise = 0, labelNoiseKind = 'uniform', imbalance = 1, leak = 0, duplicates = 0 } = corruption ?? {};
  const percent = (share: number): string => `${Number((share * 100).toPrecision(3))}\u00a0%`;
  const next = labelNoiseKind === 'next' ? ', each the next class' : '';
  return [
    ...(labelNoise > 0 ? [`${percent(labelNoise)} of the training labels are wrong${next}`] : []),
    ...(imbalance > 1 ? [`the classes thin out by ${Number(imbalance.toPrecision(3))} : 1`] : []),
    ...(duplicates > 0 ? [`${percent(duplicates)} of the training images are repetitions`] : []),
    ...(leak > 0 ? [`${percent(leak)} of the test images are among the training images`] : []),
    ...(corruption?.forgottenNormalization === true ? ['the pixels are not normalized'] : []),
  ];
}

/**
 * The spoiled set; the one handed in where nothing is to be spoiled. `info` has the counts as they are now. The normalization stays what
 * it was, unless it is to be forgotten.
 *
 * @throws DataError when a strength is out of its range, or a label out of the set's classes
 */
export function corrupt(dataSet: DataSet, corruption: Corruption | undefined): DataSet {
  const problem = corruption === undefined ? null : corruptionProblem(corruption);
  if (problem !== null) throw new DataError(problem);
  if (corruption === undefined || corruptionKey(corruption) === '') return dataSet;
  const { labelNoise = 0, labelNoiseKind = 'uniform', imbalance = 1, leak = 0, duplicates = 0, seed = 1 } = corruption;
  const { info, test } = dataSet;
  const classes = info.classes.length;
  requireKnownLabels(dataSet, classes);

  let { train } = dataSet;
  if (imbalance > 1) train = gathered(train, keptOfEachClass(train.labels, classes, imbalance, seed));
  if (labelNoise > 0)
    train = { ...train, labels: wrongLabels(train.labels, classes, labelNoise, labelNoiseKind, seed) };
  if (duplicates > 0) train = gathered(train, repeatedPlaces(train.count, duplicates, seed));
  if (leak > 0) train = followedBy(train, gathered(test, leakedPlaces(test.count, leak, seed)));

  const channels = info.normalization.mean.length;
  const rawBytes = { mean: new Array<number>(channels).fill(0), deviation: new Array<number>(channels).fill(1) };
  return {
    ...dataSet,
    train,
    info: {
      ...info,
      counts: { ...info.counts, train: train.count },
      normalization: corruption.forgottenNormalization === true ? rawBytes : info.normalization,
    },
  };
}

// ── Which images ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Indices of the images that stay, in their order. Every class that has images keeps at least one. */
function keptOfEachClass(labels: Uint8Array, classes: number, ratio: number, seed: number): Uint32Array {
  const factor = classes > 1 ? rootOf(1 / ratio, classes - 1) : 1;
  const kept: number[] = [];
  let share = 1;
  for (let label = 0; label < classes; label++) {
    const members = indicesWith(labels, label);
    const stay = Math.min(members.length, Math.max(1, Math.round(members.length * share)));
    const order = randomStream(seed, 'corruption/imbalance', label).permutation(members.length);
    for (let place = 0; place < stay; place++) kept.push(members[order[place]!]!);
    share *= factor;
  }
  return Uint32Array.from(kept).sort();
}

function wrongLabels(
  labels: Uint8Array,
  classes: number,
  share: number,
  kind: LabelNoiseKind,
  seed: number,
): Uint8Array {
  const out = labels.slice();
  if (classes < 2) return out;
  const order = randomStream(seed, 'corruption/labels').permutation(labels.length);
  const draw = randomStream(seed, 'corruption/wrong');
  const wrong = Math.round(labels.length * share);
  for (let place = 0; place < wrong; place++) {
    const index = order[place]!;
    const shift = kind === 'next' ? 1 : 1 + draw.integer(classes - 1);
    out[index] = (labels[index]! + shift) % classes;
  }
  return out;
}

/** For each place the index of the image that stands there: its own, or for the share asked for that of another one. */
function repeatedPlaces(count: number, share: number, seed: number): Uint32Array {
  const order = randomStream(seed, 'corruption/duplicates').permutation(count);
  const draw = randomStream(seed, 'corruption/repeated');
  const places = Uint32Array.from({ length: count }, (_, index) => index);
  const repeated = Math.min(count - 1, Math.round(count * share));
  // The places at the end of the order keep their own images; from those the repetitions are drawn.
  for (let place = 0; place < repeated; place++) {
    places[order[place]!] = order[repeated + draw.integer(count - repeated)]!;
  }
  return places;
}

function leakedPlaces(count: number, share: number, seed: number): Uint32Array {
  const order = randomStream(seed, 'corruption/leak').permutation(count);
  return order.slice(0, Math.round(count * share)).sort();
}

function indicesWith(labels: Uint8Array, label: number): readonly number[] {
  const found: number[] = [];
  for (let index = 0; index < labels.length; index++) if (labels[index] === label) found.push(index);
  return found;
}

/** The `degree`-th root of 0 … 1, by halving: `Math.pow` may differ in its last bit from engine to engine, multiplication may not. */
function rootOf(value: number, degree: number): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    let power = 1;
    for (let factor = 0; factor < degree; factor++) power *= middle;
    if (power < value) low = middle;
    else high = middle;
  }
  return high;
}

// ── Images ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function gathered(images: LabelledImages, indices: Uint32Array): LabelledImages {
  const size = images.shape[0] * images.shape[1] * images.shape[2];
  const values = valuesOf(images);
  const chosen = roomLike(values, indices.length * size);
  const labels = new Uint8Array(indices.length);
  for (let place = 0; place < indices.length; place++) {
    const index = indices[place]!;
    chosen.set(values.subarray(index * size, (index + 1) * size), place * size);
    labels[place] = images.labels[index]!;
  }
  return { ...images, count: indices.length, ...asValues(chosen), labels };
}

function followedBy(first: LabelledImages, second: LabelledImages): LabelledImages {
  const [start, end] = [valuesOf(first), valuesOf(second)];
  const values = roomLike(start, start.length + end.length);
  values.set(start);
  values.set(end, start.length);
  const labels = new Uint8Array(first.count + second.count);
  labels.set(first.labels);
  labels.set(second.labels, first.count);
  return { ...first, count: first.count + second.count, ...asValues(values), labels };
}

function requireKnownLabels({ info, train }: DataSet, classes: number): void {
  const index = train.labels.findIndex((label) => label >= classes);
  if (index < 0) return;
  throw new DataError(
    `Training image ${index} of ${info.title} has the label ${train.labels[index]}, and the set has ${classes} classes (0 … ${classes - 1}). ` +
      `Import the set again; a set can be spoiled only when its labels are sound.`,
  );
}
