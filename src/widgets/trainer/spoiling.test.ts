import { describe, expect, test } from 'vitest';
import { corruptionProblem, corruptionRules, corruptionStrengths } from '../../data/corruption';
import type { RunActions } from '../../lab/runState';
import { defaultDescription as description } from '../../lab/runs';
import { parseNumber, stepNumber } from '../../ui/numberInput';
import { corruptionSetting } from '../numberSettings';
import { checkSettings, moreSettingsWords, settingChanges, settingsOf } from './settings';
import type { Settings } from './settings';
import { corruptionWords } from './spoiling';

const settings: Settings = settingsOf(description);

describe('spoiled data', () => {
  const corruption = { labelNoise: 0.4, forgottenNormalization: true };

  test('a link brings it; what cannot be is refused', () => {
    expect(checkSettings({ ...settings, corruption }, ['lenet5'])).toMatchObject({ corruption });
    expect(checkSettings({ ...settings, corruption: { labelNoise: 2 } }, ['lenet5'])).toBeNull();
    expect(checkSettings({ ...settings, corruption: { worse: 1 } }, ['lenet5'])).toBeNull();
  });

  test('is asked of the run where it means something else than what it has', () => {
    const calls: unknown[] = [];
    const actions = { setCorruption: (given: unknown) => void calls.push(given) } as unknown as RunActions;
    const ask = (wanted: Settings): void => {
      for (const change of settingChanges(description, wanted)) void change(actions);
    };
    ask({ ...settings, corruption: { labelNoise: 0, leak: 0 } });
    expect(calls).toEqual([]);
    ask({ ...settings, corruption });
    expect(calls).toEqual([corruption]);
    expect(settingsOf({ ...description, corruption }).corruption).toEqual(corruption);
  });

  test('is told in words, and in the line that hides it', () => {
    expect(moreSettingsWords({ ...settings, corruption })).toBe('More settings: spoiled data');
    expect(corruptionWords(corruption)).toBe(
      '40\u00a0% of the training labels are wrong; the pixels are not normalized.',
    );
    expect(corruptionWords({})).toMatch(/spoils the training images on purpose, and starts the run over\.$/);
  });

  test.each(corruptionStrengths)('what the field of %s accepts, the run accepts', (strength) => {
    const { rule, scale } = corruptionSetting(strength);
    const next = stepNumber(corruptionRules[strength].minimum, 1, scale, rule);
    expect(next).toBeGreaterThan(corruptionRules[strength].minimum);
    expect(corruptionProblem({ [strength]: next })).toBeNull();
    expect(parseNumber(String(corruptionRules[strength].maximum + 1), rule).isValid).toBe(false);
  });
});
