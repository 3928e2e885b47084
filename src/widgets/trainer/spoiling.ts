/** How each way to spoil a data set is shown, typed and told. What they do is `data/corruption.ts`. */

import { corruptionClauses, corruptionRules } from '../../data/corruption';
import type { Corruption, CorruptionStrength } from '../../data/corruption';
import type { NumberSetting } from './settings';

/** How a strength of corruption is shown and typed. */
export function corruptionSetting(strength: CorruptionStrength): NumberSetting {
  const { name, minimum, maximum } = corruptionRules[strength];
  const rule = { name, minimum, maximum };
  return strength === 'imbalance'
    ? { label: corruptionTitles[strength], unit: ': 1', rule, scale: { kind: 'logarithmic' } }
    : { label: corruptionTitles[strength], unit: 'share', rule, scale: { kind: 'linear', step: 0.1 } };
}
const corruptionTitles: Readonly<Record<CorruptionStrength, string>> = {
  labelNoise: 'Wrong labels',
  imbalance: 'Imbalance',
  leak: 'Leaked test images',
  duplicates: 'Repeated images',
};

/** What is done to the data, in one line. */
export function corruptionWords(corruption: Corruption): string {
  const clauses = corruptionClauses(corruption);
  if (clauses.length === 0) return 'What is set here spoils the training images on purpose, and starts the run over.';
  return `${clauses.join('; ')}.`.replace(/^./, (letter) => letter.toUpperCase());
}
