/**
 * Which runs are listed, in which order, and which are laid over one another. Plain data in, plain data out.
 *
 * Chosen runs have places, twelve at most, each with a letter, a colour and a dash. A run keeps its place when another leaves, so that no
 * curve changes its colour.
 */

import type { RunSummary } from '../../../lab/ledger/record';
import { optimizerTitles } from '../../../network/hyperparameters';
import { runTones } from '../../../ui/lineChartModel';
import type { RunTone } from '../../../ui/lineChartModel';
import { dataTitle, networkTitle, runName } from './runWords';

export const orders = ['newest', 'accuracy', 'name'] as const;
export type Order = (typeof orders)[number];
export const orderTitles: Readonly<Record<Order, string>> = {
  newest: 'newest first',
  accuracy: 'best test accuracy first',
  name: 'by name',
};

export interface Filter {
  /** Null: of all chapters. */
  readonly chapter: string | null;
  readonly isPinnedOnly: boolean;
  /** All of these words, in any order, in name, notes, network, data set, optimizer or sweep. */
  readonly words: string;
  readonly order: Order;
}
export const initialFilter: Filter = { chapter: null, isPinnedOnly: false, words: '', order: 'newest' };

/** `summaries` come newest first. */
export function listed(summaries: readonly RunSummary[], filter: Filter): readonly RunSummary[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = summaries.filter((summary) => {
    if (filter.chapter !== null && summary.chapter !== filter.chapter) return false;
    if (filter.isPinnedOnly && !summary.isPinned) return false;
    if (words.length === 0) return true;
    const text = searched(summary);
    return words.every((word) => text.includes(word));
  });
  switch (filter.order) {
    case 'newest':
      return matching;
    case 'accuracy': {
      const accuracy = ({ figures }: RunSummary): number => figures.bestTestAccuracy?.value ?? -1;
      return [...matching].sort((one, other) => accuracy(other) - accuracy(one));
    }
    case 'name': {
      const names = new Map(matching.map((summary) => [summary.id, runName(summary)]));
      const collator = new Intl.Collator('en', { numeric: true });
      return [...matching].sort((one, other) => collator.compare(names.get(one.id) ?? '', names.get(other.id) ?? ''));
    }
    default:
      return filter.order satisfies never;
  }
}

function searched(summary: RunSummary): string {
  const { name, notes, origin, sweep } = summary;
  const { network, dataSet, optimizer } = origin;
  return [
    name,
    notes,
    network,
    networkTitle(network),
    dataSet,
    dataTitle(dataSet, summary.dataTitle),
    optimizerTitles[optimizer],
    sweep?.title ?? '',
  ]
    .join('\n')
    .toLowerCase();
}

/** The chapters that runs were trained in, in order of the alphabet; without those that stand outside chapters. */
export function chaptersOf(summaries: readonly RunSummary[]): readonly string[] {
  return [...new Set(summaries.map(({ chapter }) => chapter))].filter((chapter) => chapter !== '').sort();
}

/** Twelve places; null where one is free. */
export type Places = readonly (string | null)[];
export const noPlaces: Places = runTones.map(() => null);
const letters = 'ABCDEFGHIJKL';

export interface Chosen {
  readonly id: string;
  readonly letter: string;
  readonly tone: RunTone;
}

/** Null when no place is free. */
export function withChosen(places: Places, id: string): Places | null {
  if (places.includes(id)) return places;
  const free = places.indexOf(null);
  return free < 0 ? null : places.map((held, index) => (index === free ? id : held));
}

export function withoutChosen(places: Places, id: string): Places {
  return places.map((held) => (held === id ? null : held));
}

/** Those that hold a place and are still there, in order of their letters. */
export function chosenOf(places: Places, isThere: (id: string) => boolean): readonly Chosen[] {
  return places.flatMap((id, index) => {
    const tone = runTones[index];
    return id === null || tone === undefined || !isThere(id) ? [] : [{ id, letter: letters[index] ?? '', tone }];
  });
}

export const tooMany =
  'Twelve runs are laid over one another already, as many as colours and dashes can tell apart. Take one away first.';
