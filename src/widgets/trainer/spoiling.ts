/** How spoiled data is told. What spoils it is `data/corruption.ts`. */

import { corruptionClauses } from '../../data/corruption';
import type { Corruption } from '../../data/corruption';

/** What is done to the data, in one line. */
export function corruptionWords(corruption: Corruption): string {
  const clauses = corruptionClauses(corruption);
  if (clauses.length === 0) return 'What is set here spoils the training images on purpose, and starts the run over.';
  return `${clauses.join('; ')}.`.replace(/^./, (letter) => letter.toUpperCase());
}
