/** What is to be tried: axes with their values, seeds, steps, one after the other or side by side; how long it takes; and the start. */

import type { ReactNode } from 'react';
import { dataSetTitles, isOwn } from '../../../data/dataSet';
import { formatInteger } from '../../../draw/format';
import type { RunHandle } from '../../../lab/runState';
import {
  axisTitle,
  MOST_AXES,
  planProblem,
  seedCountLimits,
  stepLimits,
  trialCount,
  type SweepPlan,
} from '../../../lab/sweep/plan';
import { estimateMs, type Sweeper } from '../../../lab/sweep/sweeper';
import { durationWords } from '../../../lab/sweep/words';
import { optimizerTitles } from '../../../network/hyperparameters';
import { networkNamed } from '../../../network/zoo';
import { Button } from '../../../ui/Button';
import { ControlRow } from '../../../ui/ControlRow';
import { NumberField } from '../../../ui/NumberField';
import { Problem } from '../../../ui/Problem';
import { Select } from '../../../ui/Select';
import { numberText } from '../../../ui/numberInput';
import { seedRule } from '../../numberSettings';
import { useRunState } from '../../useRun';
import { AxisEditor } from './AxisEditor';
import styles from './SweepDialog.module.css';
import { axisChoices, newAxis, speedOf, withAxis } from './draft';
import type { Draft } from './draft';
import { useSweepState } from './useSweeps';

export interface PlanDeskProps {
  readonly run: RunHandle;
  readonly sweeper: Sweeper;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onStarted: () => void;
}

const lanes = [
  { value: '1', label: 'one after the other' },
  { value: '2', label: '2 side by side' },
  { value: '3', label: '3 side by side' },
  { value: '4', label: '4 side by side' },
] as const;

export function PlanDesk({ run, sweeper, draft, onDraft, onStarted }: PlanDeskProps): ReactNode {
  const base = useRunState(run, (state) => state.description);
  const here = useRunState(run, (state) => state.dataSets);
  const dataTitle =
    here.find(({ id }) => id === base.dataSet)?.title ??
    (isOwn(base.dataSet) ? 'your data set' : dataSetTitles[base.dataSet]);
  const measured = useRunState(run, (state) => state.status?.stepsPerSecond ?? null);
  const environment = useRunState(run, (state) => state.environment);
  const phase = useSweepState(sweeper, (state) => state.phase);
  const problem = useSweepState(sweeper, (state) => state.problem);
  const plan: SweepPlan = { ...draft, base };
  const wrong = planProblem(plan);
  const free = axisChoices(draft, base, null);
  const ms = estimateMs(plan, speedOf(measured, environment, base));

  return (
    <>
      <p className={styles.lead}>
        What is not varied here stays as the figure has it now: {networkNamed(base.network).title} on {dataTitle},{' '}
        {optimizerTitles[base.optimizer]}, learning rate {numberText(base.learningRate)}, batches of {base.batchSize}.
      </p>
      {draft.axes.map((axis, index) => (
        <AxisEditor
          key={index}
          axis={axis}
          index={index}
          draft={draft}
          base={base}
          problem={wrong?.part === index ? wrong.words : null}
          onChange={(next) => onDraft(withAxis(draft, index, next))}
          onRemove={() => onDraft({ ...draft, axes: draft.axes.filter((_, at) => at !== index) })}
        />
      ))}
      <div className={styles.add}>
        <Button
          isDisabled={draft.axes.length >= MOST_AXES || free.length === 0}
          onPress={() => {
            const [name] = free;
            if (name !== undefined) onDraft({ ...draft, axes: [...draft.axes, newAxis(name, base)] });
          }}
        >
          Add a hyper-parameter
        </Button>
        <span className={styles.detail}>
          {draft.axes.length === 0
            ? 'None: the same settings are trained with several seeds.'
            : draft.axes.length === MOST_AXES
              ? 'Three are the most.'
              : draft.axes.length === 1
                ? ''
                : draft.axes.map(({ name }) => axisTitle(name)).join(' × ')}
        </span>
      </div>
      <div className={styles.section}>
        <ControlRow
          label="Trials"
          note="Each setting is trained once for each seed; a seed drives the first weights and the order of the images."
        >
          <NumberField
            label="Seeds"
            digits={2}
            value={draft.seeds.count}
            onChange={(count) => onDraft({ ...draft, seeds: { ...draft.seeds, count } })}
            rule={{ name: 'number of seeds', isWhole: true, ...seedCountLimits }}
            scale={{ kind: 'linear', step: 1 }}
          />
          <NumberField
            label="First seed"
            digits={3}
            value={draft.seeds.first}
            onChange={(first) => onDraft({ ...draft, seeds: { ...draft.seeds, first } })}
            rule={{ ...seedRule, name: 'first seed' }}
            scale={{ kind: 'linear', step: 1 }}
          />
          <NumberField
            label="Steps"
            unit="each trial"
            digits={5}
            value={draft.steps}
            onChange={(steps) => onDraft({ ...draft, steps })}
            rule={{ name: 'number of steps', isWhole: true, ...stepLimits }}
            scale={{ kind: 'logarithmic' }}
          />
          <Select
            label="Trials are trained"
            value={String(draft.together) as (typeof lanes)[number]['value']}
            options={lanes}
            onChange={(together) => onDraft({ ...draft, together: Number(together) })}
          />
        </ControlRow>
      </div>
      <div className={styles.start} aria-live="polite">
        {wrong !== null ? (
          <p className={styles.refusal}>{wrong.words}</p>
        ) : (
          <p>
            <strong>
              {formatInteger(trialCount(draft))} trials of {formatInteger(draft.steps)}{' '}
              {draft.steps === 1 ? 'step' : 'steps'}
            </strong>
            {ms === null
              ? '. How long that takes is known once the figure has trained a little.'
              : `, about ${durationWords(ms)}.`}{' '}
            Side by side or not, the results are the same. The figure’s own run is left as it is; if it trains
            meanwhile, both are slower.
          </p>
        )}
      </div>
      {problem !== null && <Problem message={problem} onDismiss={() => sweeper.dismiss()} />}
      <div className={styles.actions}>
        <Button
          variant="primary"
          isDisabled={wrong !== null || phase === 'elsewhere'}
          onPress={() => {
            onStarted();
            void sweeper.start(plan);
          }}
        >
          Start
        </Button>
        {(phase === 'going' || phase === 'paused') && (
          <span className={styles.detail}>
            Starting ends the sweep that is under way. Its trials stay among the runs.
          </span>
        )}
        {phase === 'elsewhere' && (
          <span className={styles.detail}>Another tab runs a sweep; pause it there first.</span>
        )}
      </div>
    </>
  );
}
