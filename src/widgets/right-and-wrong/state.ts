/**
 * What the gallery and the confusion matrix show, derived from one evaluation of the test set. Pure functions of plain data;
 * which images are seen is a small record that fits in a link.
 */

import { formatInteger, formatPercent } from '../../draw/format';
import type { Predictions } from '../../engine/protocol';
import type { LinkForm } from '../widgetState';

export const orders = ['sure', 'unsure', 'stored'] as const;
/** Most confident first, least confident first, as the data set stores them. */
export type Order = (typeof orders)[number];

export type Filter =
  | { readonly kind: 'all' }
  | { readonly kind: 'wrong' }
  /** One cell of the confusion matrix. */
  | { readonly kind: 'cell'; readonly truth: number; readonly predicted: number };

export interface GalleryState {
  readonly filter: Filter;
  readonly order: Order;
  /** From 0. */
  readonly page: number;
}

/** What a reader came for: the errors the network was most sure of. */
export const firstGallery: GalleryState = { filter: { kind: 'wrong' }, order: 'sure', page: 0 };

/** Changing the filter or the order starts again at the first page. */
export function withFilter(state: GalleryState, filter: Filter): GalleryState {
  return { ...state, filter, page: 0 };
}
export function withOrder(state: GalleryState, order: Order): GalleryState {
  return { ...state, order, page: 0 };
}

function isShown(filter: Filter, truth: number, predicted: number): boolean {
  switch (filter.kind) {
    case 'all':
      return true;
    case 'wrong':
      return truth !== predicted;
    case 'cell':
      return truth === filter.truth && predicted === filter.predicted;
  }
}

/** The test image behind a place of the evaluation, which is of the whole set or of the probe. */
export function imageAt({ images }: Predictions, place: number): number {
  return images?.[place] ?? place;
}

/** Places in the evaluation, in the order asked for; images of equal confidence stay in stored order. */
export function shownImages(predictions: Predictions, filter: Filter, order: Order): number[] {
  const { labels, predicted, confidence } = predictions;
  const shown: number[] = [];
  for (const [place, truth] of labels.entries()) {
    if (isShown(filter, truth, predicted[place] ?? 0)) shown.push(place);
  }
  if (order === 'stored') return shown;
  const sign = order === 'sure' ? -1 : 1;
  return shown.sort((a, b) => sign * ((confidence[a] ?? 0) - (confidence[b] ?? 0)));
}

export interface Page {
  readonly places: readonly number[];
  /** From 0; the last page when the one asked for has gone. */
  readonly page: number;
  readonly pages: number;
  /** `1–24 of 241` counts from 1; 0 and 0 when nothing is shown. */
  readonly first: number;
  readonly last: number;
}

export function pageOf(shown: readonly number[], page: number, size: number): Page {
  const pages = Math.max(1, Math.ceil(shown.length / size));
  const inside = Math.min(Math.max(0, page), pages - 1);
  const places = shown.slice(inside * size, (inside + 1) * size);
  return {
    places,
    page: inside,
    pages,
    first: places.length === 0 ? 0 : inside * size + 1,
    last: inside * size + places.length,
  };
}

export interface Confusion {
  readonly classes: number;
  /** Row-major: counts[truth × classes + predicted]. */
  readonly counts: readonly number[];
  readonly total: number;
  readonly right: number;
  /** The largest count off the diagonal: where the colour map of the errors ends. */
  readonly largestError: number;
}

/** Rows are the truth, columns the prediction. */
export function confusion(predictions: Predictions, classes: number): Confusion {
  const counts = new Array<number>(classes * classes).fill(0);
  let right = 0;
  for (const [index, truth] of predictions.labels.entries()) {
    const cell = truth * classes + (predictions.predicted[index] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
    if (truth === predictions.predicted[index]) right++;
  }
  const errors = counts.filter((_, cell) => cell % (classes + 1) !== 0);
  return { classes, counts, total: predictions.labels.length, right, largestError: Math.max(0, ...errors) };
}

/** Up to so many classes, every count of the matrix stands in its cell. */
export const mostNamedCells = 10;

/** Names beyond so many letters need room of their own beside a matrix and under a picture. */
export function areLong(names: readonly string[]): boolean {
  return names.some((name) => name.length > 2);
}

/** The pairs that are confused most often, the most frequent first, equal ones in the order of their classes. */
export function worstPairs(
  { classes, counts }: Confusion,
  most: number,
): readonly { readonly truth: number; readonly predicted: number; readonly images: number }[] {
  return counts
    .map((images, cell) => ({ truth: Math.floor(cell / classes), predicted: cell % classes, images }))
    .filter(({ truth, predicted, images }) => truth !== predicted && images > 0)
    .sort((a, b) => b.images - a.images)
    .slice(0, most);
}

/** `f read as t: 34 of 400 images`, `f read right: 310 of 400 images`. */
export function pairWords(
  { truth, predicted }: { readonly truth: number; readonly predicted: number },
  matrix: Confusion | null,
  names: readonly string[],
): string {
  const [name, answer] = [names[truth] ?? truth, names[predicted] ?? predicted];
  const words = truth === predicted ? `${name} read right` : `${name} read as ${answer}`;
  if (matrix === null) return `${words}: not evaluated yet`;
  const row = matrix.counts.slice(truth * matrix.classes, (truth + 1) * matrix.classes);
  const all = row.reduce((sum, images) => sum + images, 0);
  return `${words}: ${formatInteger(row[predicted] ?? 0)} of ${formatInteger(all)} images`;
}

function isClass(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 256;
}
function checkFilter(value: unknown): Filter | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (value.kind === 'all' || value.kind === 'wrong') return { kind: value.kind };
  if (value.kind !== 'cell' || !('truth' in value) || !('predicted' in value)) return null;
  const { truth, predicted } = value;
  return isClass(truth) && isClass(predicted) ? { kind: 'cell', truth, predicted } : null;
}

/** The state that came from a link or the session; null when it is not one. */
export function checkGallery(value: unknown): GalleryState | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('filter' in value && 'order' in value && 'page' in value)) return null;
  const filter = checkFilter(value.filter);
  const order = orders.find((name) => name === value.order);
  const { page } = value;
  if (filter === null || order === undefined) return null;
  if (typeof page !== 'number' || !Number.isInteger(page) || page < 0) return null;
  return { filter, order, page };
}

/** What links of the figure leave out (`widgetState.ts`): it never changes. */
const linkBaseline = { filter: { kind: 'wrong' }, order: 'sure', page: 0 } as const;
export const galleryForm: LinkForm<GalleryState> = {
  kind: 'right-and-wrong',
  baseline: linkBaseline,
  check: checkGallery,
};

/** `4 → 9`, as under the images: short, so that the row of controls keeps its height when a cell is opened. */
export function filterWords(filter: Extract<Filter, { kind: 'cell' }>, names: readonly string[]): string {
  return `${names[filter.truth] ?? filter.truth} → ${names[filter.predicted] ?? filter.predicted}`;
}

/**
 * The line above the figure: what was evaluated, when, with what result.
 *
 * @param back the step that is looked back at; null at the newest weights
 */
export function summaryWords(
  predictions: Predictions | null,
  matrix: Confusion | null,
  hasSteps: boolean,
  isRunning: boolean,
  back: number | null = null,
): string {
  if (!hasSteps) return 'The network has not been trained yet: there is nothing to judge. Press Train in the trainer.';
  if (predictions === null || matrix === null) return 'Reading the test images …';
  const wrong = matrix.total - matrix.right;
  const isBack = back === predictions.step;
  return (
    `At step ${formatInteger(predictions.step)}${isBack ? ' (looking back)' : ''}: ${formatInteger(matrix.right)} of ${formatInteger(matrix.total)} right ` +
    `(${formatPercent(matrix.total === 0 ? 0 : matrix.right / matrix.total)}), ${formatInteger(wrong)} wrong.` +
    (isRunning && !isBack ? ' Training goes on.' : '')
  );
}

/** What stands where images would, when there are none. */
export function emptyWords(hasSteps: boolean, isEvaluated: boolean): string {
  if (!hasSteps) return 'Train the network, and its answers appear here.';
  return isEvaluated ? 'No image of this kind.' : '';
}

/** Which images were counted, where they are not all of the test set; empty where they are. */
export function probeWords(predictions: Predictions | null, testImages: number | null): string {
  const count = predictions?.images?.length;
  if (count === undefined || count === testImages) return '';
  const of = testImages === null ? '' : ` of ${formatInteger(testImages)}`;
  return `Counted: ${formatInteger(count)}${of} test images, the fixed probe. The whole test set follows when the slider rests.`;
}
