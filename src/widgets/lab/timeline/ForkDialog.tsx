/**
 * A fork: from the step that is looked at, with exactly one thing changed, or with nothing. What it will be is told in words before it is
 * made. The branch that is left stays as it is, and can be gone on with.
 */

import { useState } from 'react';
import type { ReactNode } from 'react';
import type { DataSetOffer } from '../../../data/dataSet';
import { formatInteger } from '../../../draw/format';
import type { RunDescription } from '../../../engine/protocol';
import type { RunHandle } from '../../../lab/runState';
import { describedAt } from '../../../lab/timeline';
import { optimizerTitles } from '../../../network/hyperparameters';
import { scheduleKinds, scheduleTitles, usualSchedules } from '../../../network/schedule';
import { optimizerNames } from '../../../network/spec';
import { Button } from '../../../ui/Button';
import { ControlRow } from '../../../ui/ControlRow';
import { Dialog } from '../../../ui/Dialog';
import { NumberField } from '../../../ui/NumberField';
import { Select } from '../../../ui/Select';
import {
  batchSizeRule,
  coefficientSetting,
  corruptionSetting,
  learningRateRule,
  scheduleSettings,
  seedRule,
} from '../../numberSettings';
import { useRunState } from '../../useRun';
import styles from './ForkDialog.module.css';
import { forkWords } from './changeWords';
import { changeOf, draftKey, forkChoices, forkProblem, sameForm } from './forkDraft';
import type { ForkDraft } from './forkDraft';

export interface ForkDialogProps {
  readonly run: RunHandle;
  readonly onClose: () => void;
  /** The fork is made: what it is, in words. */
  readonly onForked: (words: string) => void;
}

export function ForkDialog({ run, onClose, onForked }: ForkDialogProps): ReactNode {
  // From where, and what was in force there, as it was when the dialog opened.
  const [from] = useState(() => {
    const { view, status, description, origin, history } = run.store.getState();
    if (view !== null) return { step: view.step, description: describedAt(origin, history, view.step) };
    // A run that goes on has no newest step to name; the fork takes what it is by then.
    return { step: status?.phase === 'running' ? null : (status?.step ?? 0), description };
  });
  const dataSets = useRunState(run, (state) => state.dataSets);
  const choices = forkChoices(from.description, dataSets);
  const [draft, setDraft] = useState<ForkDraft>(() => choices[0]?.draft ?? { kind: 'nothing' });
  const change = changeOf(from.description, draft);
  const problem = forkProblem(from.description, draft);
  const words = forkWords(from.step, from.description, { ...from.description, ...change }, dataSets);

  const fork = async (isTraining: boolean): Promise<void> => {
    if (problem !== null) return;
    onClose();
    const before = run.store.getState().id;
    await run.actions.fork(from.step ?? Infinity, change);
    if (run.store.getState().id === before) return;
    onForked(`A new branch. ${words}`);
    if (isTraining) await run.actions.train();
  };
  return (
    <Dialog title="Fork this run" isOpen onClose={onClose}>
      <div className={styles.fork}>
        <p className={styles.lead}>
          {from.step === null
            ? 'A new branch from the newest step, with exactly one thing changed.'
            : `A new branch from step ${formatInteger(from.step)}, with exactly one thing changed.`}{' '}
          The run as it is stays beside it.
        </p>
        <ControlRow label="One change" note="">
          <Select
            label="Change"
            value={draftKey(draft)}
            options={choices.map(({ key, label }) => ({ value: key, label }))}
            onChange={(key) => {
              const chosen = choices.find((choice) => choice.key === key);
              if (chosen !== undefined) setDraft(chosen.draft);
            }}
          />
          <DraftFields draft={draft} description={from.description} dataSets={dataSets} onChange={setDraft} />
        </ControlRow>
        <p className={styles.preview} aria-live="polite">
          {problem ?? words}
        </p>
        <div className={styles.actions}>
          <Button variant="primary" isDisabled={problem !== null} onPress={() => void fork(true)}>
            Fork and train
          </Button>
          <Button isDisabled={problem !== null} onPress={() => void fork(false)}>
            Fork
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The fields of one change: those that the trainer's settings have for it. */
function DraftFields({
  draft,
  description,
  dataSets,
  onChange,
}: {
  readonly draft: ForkDraft;
  readonly description: RunDescription;
  readonly dataSets: readonly DataSetOffer[];
  readonly onChange: (draft: ForkDraft) => void;
}): ReactNode {
  switch (draft.kind) {
    case 'nothing':
      return null;
    case 'learningRate':
      return (
        <NumberField
          label="Learning rate"
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
          rule={learningRateRule}
          scale={{ kind: 'logarithmic' }}
        />
      );
    case 'batchSize':
      return (
        <NumberField
          label="Batch size"
          unit="images"
          digits={3}
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
          rule={batchSizeRule}
          scale={{ kind: 'doubling' }}
        />
      );
    case 'order':
      return (
        <NumberField
          label="Order seed"
          digits={3}
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
          rule={seedRule}
          scale={{ kind: 'linear', step: 1 }}
        />
      );
    case 'optimizer':
      return (
        <Select
          label="Optimizer"
          value={draft.value}
          options={optimizerNames.map((value) => ({ value, label: optimizerTitles[value] }))}
          onChange={(value) => onChange({ ...draft, value })}
        />
      );
    case 'schedule':
      return (
        <>
          <Select
            label="Schedule"
            value={draft.value.kind}
            options={scheduleKinds.map((value) => ({ value, label: scheduleTitles[value] }))}
            onChange={(kind) => onChange({ ...draft, value: usualSchedules[kind] })}
          />
          {scheduleSettings(draft.value).map(({ value, changed, ...setting }) => (
            <NumberField
              key={`${draft.value.kind} ${setting.label}`}
              {...setting}
              value={value}
              onChange={(next) => onChange({ ...draft, value: changed(next) })}
            />
          ))}
        </>
      );
    case 'dataSet':
      return (
        <Select
          label="Data set"
          value={draft.value}
          options={sameForm(description.dataSet, dataSets).map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(value) => onChange({ ...draft, value })}
        />
      );
    case 'coefficient':
      return (
        <NumberField
          key={draft.name}
          {...coefficientSetting(draft.name)}
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
        />
      );
    case 'corruption':
      return (
        <NumberField
          key={draft.strength}
          {...corruptionSetting(draft.strength)}
          digits={4}
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
        />
      );
    default:
      return draft satisfies never;
  }
}
