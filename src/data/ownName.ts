/**
 * The names that a reader gives to data sets, and the ids that are made of them: `My cats!` is kept as `own-my-cats`.
 */

import { DataError, type DataSetId, type OwnId } from './dataSet';

const MOST_LETTERS = 60;
const MOST_SLUG_LETTERS = 40;

/**
 * The name without spaces around it.
 *
 * @throws DataError when nothing is left, it is longer than 60 characters, or holds characters that cannot be seen
 */
export function checkName(name: string): string {
  const trimmed = name.trim();
  const letters = trimmed.length;
  if (letters === 0 || letters > MOST_LETTERS) {
    throw new DataError(
      `The name of a data set is to have 1 to ${MOST_LETTERS} characters, found ${letters}. Choose another name.`,
    );
  }
  // Control characters, and those that turn the direction of writing around.
  if (/[\p{Cc}\p{Cf}]/u.test(trimmed)) {
    throw new DataError(
      'The name of a data set is to have letters that can be seen, found control characters. Choose another name.',
    );
  }
  return trimmed;
}

/** An id that is not taken: `own-cats`, `own-cats-2`, … A name without any letter from a to z or digit becomes `own-set`. */
export function ownIdFor(name: string, taken: readonly DataSetId[]): OwnId {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MOST_SLUG_LETTERS)
    .replace(/^-+|-+$/g, '');
  const first: OwnId = `own-${slug === '' ? 'set' : slug}`;
  let id = first;
  for (let number = 2; taken.includes(id); number++) id = `${first}-${number}`;
  return id;
}
