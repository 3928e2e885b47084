/**
 * The parts of a trainer that its author, or the maker of a link, can hide or lock. What an author hides or locks stays so; what a link
 * hides or locks is as it was when the reader resets the figure.
 */

export const partNames = ['settings', 'data', 'start', 'more', 'lab', 'guess', 'timeline'] as const;
export type PartName = (typeof partNames)[number];

export const partTitles: Readonly<Record<PartName, string>> = {
  settings: 'Settings',
  data: 'Data',
  start: 'Start',
  more: 'More settings',
  lab: 'Lab row',
  guess: 'Guess',
  timeline: 'Timeline',
};

export type PartState = 'open' | 'hidden' | 'locked by author' | 'locked by link';

export interface Shut {
  readonly hidden: readonly PartName[];
  readonly locked: readonly PartName[];
}

/** What is hidden need not be locked; the author's word counts before the link's. */
export function partState(part: PartName, author: Shut, link: Shut): PartState {
  if (author.hidden.includes(part) || link.hidden.includes(part)) return 'hidden';
  if (author.locked.includes(part)) return 'locked by author';
  return link.locked.includes(part) ? 'locked by link' : 'open';
}

/** Why parts do not answer, and what the reader can do about it; null when all do. */
export function shutWords(author: Shut, link: Shut): string | null {
  const list = (names: readonly PartName[]): string => names.map((name) => partTitles[name].toLowerCase()).join(', ');
  const stateOf = (name: PartName): PartState => partState(name, author, link);
  const byAuthor = partNames.filter((name) => stateOf(name) === 'locked by author');
  const byLink = partNames.filter((name) => stateOf(name) === 'locked by link');
  const hiddenByLink = link.hidden.filter((name) => !author.hidden.includes(name));
  const sentences = [
    ...(byAuthor.length > 0 ? [`Locked by the author: ${list(byAuthor)}.`] : []),
    ...(byLink.length > 0 ? [`Locked by this link: ${list(byLink)}.`] : []),
    ...(hiddenByLink.length > 0 ? [`Hidden by this link: ${list(hiddenByLink)}.`] : []),
    ...(byLink.length + hiddenByLink.length > 0
      ? ['“Reset figure” in the figure’s menu opens what the link has shut.']
      : []),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** Names out of a link or the session, each once and in the order of the list; null when something else is among them. */
export function checkParts(value: unknown): readonly PartName[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return null;
  const named = partNames.filter((name) => value.includes(name));
  return named.length === value.length ? named : null;
}
