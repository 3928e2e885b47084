/** How the data set is spoiled on purpose: five strengths, all nothing to begin with. Holds nothing, like its row. */

import type { ReactNode } from 'react';
import { corruptionRules, corruptionStrengths, labelNoiseKinds } from '../../data/corruption';
import type { Corruption, LabelNoiseKind } from '../../data/corruption';
import { ControlRow } from '../../ui/ControlRow';
import { NumberField } from '../../ui/NumberField';
import { Switch } from '../../ui/SegmentedControl';
import { Select } from '../../ui/Select';
import { corruptionSetting } from '../numberSettings';
import { corruptionWords } from './spoiling';

const kindTitles: Readonly<Record<LabelNoiseKind, string>> = {
  uniform: 'any other class',
  next: 'the next class',
};

export interface SpoilSettingsProps {
  readonly corruption: Corruption;
  readonly isDisabled: boolean;
  readonly onChange: (corruption: Corruption) => void;
}

export function SpoilSettings({ corruption, isDisabled, onChange }: SpoilSettingsProps): ReactNode {
  return (
    <ControlRow label="Spoil the data" note={corruptionWords(corruption)}>
      {corruptionStrengths.map((strength) => (
        <NumberField
          key={strength}
          {...corruptionSetting(strength)}
          digits={4}
          value={corruption[strength] ?? corruptionRules[strength].minimum}
          onChange={(value) => onChange({ ...corruption, [strength]: value })}
          isDisabled={isDisabled}
        />
      ))}
      <Select
        label="Wrong label"
        value={corruption.labelNoiseKind ?? 'uniform'}
        options={labelNoiseKinds.map((value) => ({ value, label: kindTitles[value] }))}
        onChange={(labelNoiseKind) => onChange({ ...corruption, labelNoiseKind })}
        isDisabled={isDisabled || (corruption.labelNoise ?? 0) === 0}
      />
      <Switch
        label="forget normalization"
        isOn={corruption.forgottenNormalization ?? false}
        onChange={(forgottenNormalization) => onChange({ ...corruption, forgottenNormalization })}
        isDisabled={isDisabled}
      />
    </ControlRow>
  );
}
