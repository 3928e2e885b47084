/**
 * What the microscope keeps and what it derives: which set, split, class and image are looked at, which page of the grid that is, and every
 * sentence of the figure. Plain functions of plain data.
 */

import { isDataSetId, splitNames } from '../../data/dataSet';
import type { DataSetId, DataSetInfo, DataSetOffer, SplitName } from '../../data/dataSet';
import { formatExtent, formatFixed, formatInteger, formatPercent } from '../../draw/format';
import type { LabelsState } from '../../engine/protocol';
import type { LinkForm } from '../widgetState';

export const panelNames = ['neighbours', 'means', 'balance', 'twins'] as const;
export type PanelName = (typeof panelNames)[number];

/** What a link carries. */
export interface ViewerState {
  readonly dataSet: DataSetId;
  readonly split: SplitName;
  /** Only this class; null: all. */
  readonly label: number | null;
  /** The image that is seen large. */
  readonly index: number;
  readonly panel: PanelName;
  readonly isTableShown: boolean;
}

export function firstState(dataSet: DataSetId, split: SplitName, panel: PanelName): ViewerState {
  return { dataSet, split, label: null, index: 0, panel, isTableShown: false };
}

/** The state that came from a link or the session, or null. Whether the set has such an image, only the set knows. */
export function checkViewer(value: unknown): ViewerState | null {
  if (typeof value !== 'object' || value === null) return null;
  const { dataSet, split, label, index, panel, isTableShown } = value as Record<string, unknown>;
  const knownSplit = splitNames.find((name) => name === split);
  const knownPanel = panelNames.find((name) => name === panel);
  if (!isDataSetId(dataSet) || knownSplit === undefined || knownPanel === undefined) return null;
  if (label !== null && !isCount(label, 255)) return null;
  if (!isCount(index, 10_000_000) || typeof isTableShown !== 'boolean') return null;
  return { dataSet, split: knownSplit, label, index, panel: knownPanel, isTableShown };
}

/** What links of the figure leave out (`widgetState.ts`): it never changes. */
const linkBaseline = {
  dataSet: 'digits',
  split: 'test',
  label: null,
  index: 0,
  panel: 'neighbours',
  isTableShown: false,
} as const;
export const viewerForm: LinkForm<ViewerState> = { kind: 'dataset-viewer', baseline: linkBaseline, check: checkViewer };

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

export const splitTitles: Readonly<Record<SplitName, string>> = {
  train: 'training',
  validation: 'validation',
  test: 'test',
};
export const panelTitles: Readonly<Record<PanelName, string>> = {
  neighbours: 'neighbours',
  means: 'means',
  balance: 'balance',
  twins: 'duplicates',
};

// ── What kind of thing an image is ───────────────────────────────────────────────────────────────────────────────────────────

export type SampleKind = 'picture' | 'points' | 'signal';

/** Two numbers are a point in the plane, one row or column of numbers is a signal, all else is a picture. */
export function kindOf([height, width, channels]: DataSetInfo['shape']): SampleKind {
  if (height === 1 && width === 1) return 'points';
  return height === 1 || width === 1 ? (channels === 1 ? 'signal' : 'picture') : 'picture';
}
export const kindWords: Readonly<Record<SampleKind, { readonly one: string; readonly many: string }>> = {
  picture: { one: 'image', many: 'images' },
  points: { one: 'point', many: 'points' },
  signal: { one: 'signal', many: 'signals' },
};

// ── The grid ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** At most `most` of the listed points: the first ones, or as many that hold the one at `place`. */
export function pointsAround(indices: Uint32Array, place: number, most: number): readonly number[] {
  const first = Math.floor(Math.max(0, place) / most) * most;
  return [...indices.subarray(first, first + most)];
}

/** Indices of the images of one class, or of all. */
export function indicesOf(labels: Uint8Array, label: number | null): Uint32Array {
  if (label === null) return Uint32Array.from(labels, (_, index) => index);
  const found: number[] = [];
  for (let index = 0; index < labels.length; index++) if (labels[index] === label) found.push(index);
  return Uint32Array.from(found);
}

/** Where an index stands in the list, or where it would stand; at most the last place. */
export function placeOf(indices: Uint32Array, index: number): number {
  let [low, high] = [0, indices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((indices[middle] ?? Infinity) < index) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, Math.min(low, indices.length - 1));
}

export interface Page {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  /** Place of the first image of the page in the list. */
  readonly first: number;
  readonly indices: readonly number[];
}

/** The page on which a place of the list is. */
export function pageAround(indices: Uint32Array, place: number, size: number): Page {
  const pages = Math.max(1, Math.ceil(indices.length / size));
  const page = Math.min(pages - 1, Math.max(0, Math.floor(place / size)));
  const first = page * size;
  return { page, pages, first, indices: [...indices.subarray(first, first + size)] };
}

/** Where an arrow key leads in a grid of `columns`; null for any other key. The list is walked from page to page. */
export function movedPlace(key: string, place: number, columns: number, size: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -size,
    PageDown: size,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[key];
  if (step === undefined) return null;
  return Math.max(0, Math.min(count - 1, place + step));
}

/** `1–32 of 5,923` */
export function rangeWords({ first, indices }: Page, count: number): string {
  if (count === 0) return 'none';
  return `${formatInteger(first + 1)}–${formatInteger(first + indices.length)} of ${formatInteger(count)}`;
}

/** Whether a piece of the engine's work is about the set of this title: `Making Digits`, `Reading My cats`. Others may be at work for another figure. */
export function isWorkOn(title: string, task: string): boolean {
  return task.slice(task.indexOf(' ') + 1) === title;
}

// ── Sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `Digits: 20,000 training, 2,000 validation and 4,000 test images of 28 × 28 in 10 classes.` And what was changed by hand. */
export function summaryWords(info: DataSetOffer, edits: LabelsState | null): string {
  const { one, many } = kindWords[kindOf(info.shape)];
  const counts = splitNames.map((split) => `${formatInteger(info.counts[split])} ${splitTitles[split]}`);
  const [height, width, channels] = info.shape;
  const extent =
    kindOf(info.shape) === 'points' ? '' : ` of ${formatExtent(channels === 1 ? [height, width] : info.shape)}`;
  const set = `${info.title}: ${counts[0]}, ${counts[1]} and ${counts[2]} ${many}${extent} in ${formatInteger(info.classes.length)} classes.`;
  const changed = edits?.changes.length ?? 0;
  if (changed === 0) return set;
  const words = changed === 1 ? `The label of 1 ${one} was` : `The labels of ${formatInteger(changed)} ${many} were`;
  return `${set} ${words} changed by hand${edits?.isOn === false ? ', and not applied' : ''}.`;
}

/** `Training image 123, a 4; in the original a 9.` */
export function imageWords(
  info: DataSetInfo,
  split: SplitName,
  index: number,
  label: number | undefined,
  edits: LabelsState | null,
): string {
  const { one } = kindWords[kindOf(info.shape)];
  const name = `${capital(splitTitles[split])} ${one} ${formatInteger(index)}`;
  if (label === undefined) return `${name}.`;
  const change = edits?.changes.find((each) => each.split === split && each.index === index);
  const original = change === undefined ? '' : `; changed by hand, in the original ${className(info, change.original)}`;
  return `${name}: ${className(info, label)}${original}.`;
}

export function className(info: Pick<DataSetInfo, 'classes'>, label: number): string {
  return info.classes[label] ?? `class ${label}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `row 3, column 14: 253`, from 0. Of three channels `red 12, green 200, blue 31`. */
export function pixelWords(
  values: ArrayLike<number>,
  [, width, channels]: DataSetInfo['shape'],
  row: number,
  column: number,
): string {
  const start = (row * width + column) * channels;
  const names = channels === 3 ? ['red ', 'green ', 'blue '] : [];
  const numbers = Array.from({ length: channels }, (_, channel) => {
    const value = values[start + channel] ?? Number.NaN;
    return `${names[channel] ?? ''}${Number.isInteger(value) ? formatInteger(value) : formatFixed(value, 3)}`;
  });
  return `row ${row}, column ${column}: ${numbers.join(', ')}`;
}

/** What lies behind the bars: images of each class in each split, and the share in the one that is looked at. */
export function balanceRows(
  info: DataSetInfo,
  counts: Readonly<Record<SplitName, Uint32Array>>,
  split: SplitName,
): readonly (readonly string[])[] {
  const total = counts[split].reduce((sum, count) => sum + count, 0);
  return info.classes.map((name, label) => [
    name,
    ...splitNames.map((each) => formatInteger(counts[each][label] ?? 0)),
    total === 0 ? '–' : formatPercent((counts[split][label] ?? 0) / total),
  ]);
}

/** `fairly even: from 1,901 (5) to 2,104 (1)` in one sentence. */
export function balanceWords(info: DataSetInfo, counts: Uint32Array, split: SplitName): string {
  const { many } = kindWords[kindOf(info.shape)];
  let [least, most] = [0, 0];
  counts.forEach((count, label) => {
    if (count < (counts[least] ?? 0)) least = label;
    if (count > (counts[most] ?? 0)) most = label;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    `${formatInteger(total)} ${splitTitles[split]} ${many}: fewest of ${className(info, least)} ` +
    `(${formatInteger(counts[least] ?? 0)}), most of ${className(info, most)} (${formatInteger(counts[most] ?? 0)}).`
  );
}
