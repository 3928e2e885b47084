/** The parts of the benchmark, by the names that its command takes. Each is loaded when it runs: peers and browser are large. */
import type { BenchRow } from './table';

export interface Report {
  readonly quick: boolean;
  readonly add: (row: BenchRow) => void;
  /** A line below the table: what was left out and why. */
  readonly note: (text: string) => void;
}

export const benchSections = {
  lenet: async (report) => (await import('./lenet')).measureLenet(report),
  networks: async (report) => (await import('./networks')).measureNetworks(report),
  threads: async (report) => (await import('./threads')).measureThreads(report),
  lab: async (report) => (await import('./lab')).measureLab(report),
  data: async (report) => (await import('./data')).measureData(report),
  page: async (report) => (await import('./page')).measurePages(report),
} satisfies Record<string, (report: Report) => Promise<void>>;
export type SectionName = keyof typeof benchSections;

const names = Object.keys(benchSections) as readonly SectionName[];

/** These need the built book, or take long. */
const onlyOnWish: readonly SectionName[] = ['page', 'data', 'lab'];

/** @throws when a name is not one of a section. */
export function sectionsAsked(words: readonly string[]): readonly SectionName[] {
  if (words.length === 0) return names.filter((name) => !onlyOnWish.includes(name));
  if (words.length === 1 && words[0] === 'all') return names;
  return words.map((word) => {
    const found = names.find((name) => name === word);
    if (found === undefined) {
      throw new Error(
        `bench: expected sections out of ${names.join(', ')}, or all, found “${word}”. Name one of them, or none for all but ${onlyOnWish.join(', ')}.`,
      );
    }
    return found;
  });
}
