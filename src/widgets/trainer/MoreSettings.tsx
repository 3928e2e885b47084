/** What is seldom changed, behind one quiet line: the schedule, the optimizer's coefficients, penalties, spoiled data. Holds nothing, like its row. */

import type { ReactNode } from 'react';
import { completeCoefficients, hyperparametersOf } from '../../network/hyperparameters';
import { scheduleKinds, scheduleTitles, usualSchedules } from '../../network/schedule';
import { ControlRow } from '../../ui/ControlRow';
import { Fold } from '../../ui/Fold';
import { NumberField } from '../../ui/NumberField';
import { Select } from '../../ui/Select';
import { coefficientSetting, scheduleSettings } from '../numberSettings';
import styles from './MoreSettings.module.css';
import { SpoilSettings } from './SpoilSettings';
import { moreSettingsWords } from './settings';
import type { Settings } from './settings';

export interface MoreSettingsProps {
  readonly settings: Settings;
  readonly isDisabled: boolean;
  readonly onChange: (setting: Partial<Settings>) => void;
}

export function MoreSettings({ settings, isDisabled, onChange }: MoreSettingsProps): ReactNode {
  const { optimizer, coefficients = {}, schedule = usualSchedules.constant, corruption = {} } = settings;
  const values = completeCoefficients(optimizer, coefficients);
  return (
    <Fold summary={moreSettingsWords(settings)}>
      <div className={styles.more}>
        <ControlRow
          label="Rate over time"
          note="A schedule multiplies the learning rate; a new one starts the run over."
        >
          <Select
            label="Schedule"
            value={schedule.kind}
            options={scheduleKinds.map((value) => ({ value, label: scheduleTitles[value] }))}
            onChange={(kind) => onChange({ schedule: usualSchedules[kind] })}
            isDisabled={isDisabled}
          />
          {scheduleSettings(schedule).map(({ value, changed, ...setting }) => (
            <NumberField
              key={`${schedule.kind} ${setting.label}`}
              {...setting}
              value={value}
              onChange={(next) => onChange({ schedule: changed(next) })}
              isDisabled={isDisabled}
            />
          ))}
        </ControlRow>
        <ControlRow
          label="Coefficients"
          note="These count from the next step. Penalties and decay pull at weights, not at biases; 0 is off."
        >
          {hyperparametersOf(optimizer).map((name) =>
            name === 'learningRate' ? null : (
              <NumberField
                key={name}
                {...coefficientSetting(name)}
                value={values[name] ?? 0}
                onChange={(value) => onChange({ coefficients: { ...coefficients, [name]: value } })}
                isDisabled={isDisabled}
              />
            ),
          )}
        </ControlRow>
        <SpoilSettings
          corruption={corruption}
          isDisabled={isDisabled}
          onChange={(next) => onChange({ corruption: next })}
        />
      </div>
    </Fold>
  );
}
