/** What can be set, in one row. Holds nothing: every change is passed on, and what is shown is what the run has. */

import type { ReactNode } from 'react';
import type { DataSetOffer } from '../../data/dataSet';
import { optimizerTitles } from '../../network/hyperparameters';
import { optimizerNames } from '../../network/spec';
import { networkNamed } from '../../network/zoo';
import { ControlRow } from '../../ui/ControlRow';
import { NumberField } from '../../ui/NumberField';
import { Select } from '../../ui/Select';
import { batchSizeRule, learningRateRule, seedRule } from '../numberSettings';
import { fits } from './fits';
import type { Settings } from './settings';

export interface SettingsRowProps {
  readonly settings: Settings;
  /** Networks to choose from; a single one needs no choice. */
  readonly networks: readonly string[];
  /** What is here now. */
  readonly dataSets: readonly DataSetOffer[];
  readonly note: string;
  readonly isDisabled: boolean;
  readonly onChange: (setting: Partial<Settings>) => void;
}

export function SettingsRow({ settings, networks, dataSets, note, isDisabled, onChange }: SettingsRowProps): ReactNode {
  return (
    <ControlRow label="Settings" note={note}>
      <NumberField
        label="Learning rate"
        value={settings.learningRate}
        onChange={(learningRate) => onChange({ learningRate })}
        rule={learningRateRule}
        scale={{ kind: 'logarithmic' }}
        isDisabled={isDisabled}
      />
      <Select
        label="Optimizer"
        value={settings.optimizer}
        options={optimizerNames.map((value) => ({ value, label: optimizerTitles[value] }))}
        onChange={(optimizer) => onChange({ optimizer })}
        isDisabled={isDisabled}
      />
      <NumberField
        label="Batch size"
        unit="images"
        digits={3}
        value={settings.batchSize}
        onChange={(batchSize) => onChange({ batchSize })}
        rule={batchSizeRule}
        scale={{ kind: 'doubling' }}
        isDisabled={isDisabled}
      />
      <NumberField
        label="Seed"
        digits={3}
        value={settings.seed}
        onChange={(seed) => onChange({ seed })}
        rule={seedRule}
        scale={{ kind: 'linear', step: 1 }}
        isDisabled={isDisabled}
      />
      {networks.length > 1 && (
        <Select
          label="Network"
          value={settings.network}
          options={networks
            .filter((value) => fits(settings.dataSet, value, dataSets))
            .map((value) => ({ value, label: networkNamed(value).title }))}
          onChange={(network) => onChange({ network })}
          isDisabled={isDisabled}
        />
      )}
    </ControlRow>
  );
}
