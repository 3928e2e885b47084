/** What has come of the sweep so far: how far it is, the best, pictures by the number of axes, a chart for each setting, and tables behind. */

import type { ReactNode } from 'react';
import { formatFixed, formatInteger, formatPercent, noNumber } from '../../../draw/format';
import type { RunDescription } from '../../../engine/protocol';
import { axisTitle, valueTitle } from '../../../lab/sweep/plan';
import { bestSetting, isTrained, settingResults, sweepCsv } from '../../../lab/sweep/results';
import type { Sweeper } from '../../../lab/sweep/sweeper';
import { durationWords, settingTitle, settledCount, trialTitle } from '../../../lab/sweep/words';
import { Button } from '../../../ui/Button';
import { DataTable } from '../../../ui/DataTable';
import { Problem } from '../../../ui/Problem';
import { ProgressBar } from '../../../ui/ProgressBar';
import { saveFile } from '../../../ui/exportFigure';
import { AxisPlot } from './AxisPlot';
import { HeatTable } from './HeatTable';
import { BestMark, SmallMultiples } from './SmallMultiples';
import styles from './SweepDialog.module.css';
import { meanWords, recordWords, settingCells, smallCharts } from './pictures';
import { useSweepState } from './useSweeps';

export interface ResultsDeskProps {
  readonly sweeper: Sweeper;
  readonly onPlan: () => void;
  /** Networks that the figure offers; undefined: all. */
  readonly networks: readonly string[] | undefined;
  /** The reader wants this in the figure. */
  readonly onUse: (description: RunDescription) => void;
}

export function ResultsDesk({ sweeper, networks, onPlan, onUse }: ResultsDeskProps): ReactNode {
  const sweep = useSweepState(sweeper, (state) => state.sweep);
  const records = useSweepState(sweeper, (state) => state.records);
  const live = useSweepState(sweeper, (state) => state.live);
  const phase = useSweepState(sweeper, (state) => state.phase);
  if (sweep === null) {
    return (
      <div className={styles.empty}>
        <p>
          No sweep yet. A sweep trains the same network again and again with one thing varied, or with other seeds, and
          shows which choice was best and how much of it is chance.
        </p>
        <div className={styles.actions}>
          <Button onPress={onPlan}>Make a plan</Button>
        </div>
      </div>
    );
  }
  const { plan, expansion } = sweep;
  const results = settingResults(expansion, records);
  const best = bestSetting(results);
  // Seeds alone are no choice.
  const marked = plan.axes.length === 0 ? null : best;
  const whyNot =
    networks === undefined || networks.includes(plan.base.network)
      ? null
      : 'This sweep is of another network than this figure offers, so its settings stay here.';
  const use = (trial: number): void => {
    const description = expansion.trials[trial]?.description;
    if (description !== undefined) onUse(description);
  };
  return (
    <div className={styles.results}>
      <Progress sweeper={sweeper} />
      {best === null ? (
        <p className={styles.bestLine}>No trial has come to its last step yet.</p>
      ) : (
        <p className={styles.bestLine}>
          {marked !== null && <BestMark />}
          {marked === null
            ? 'Test images right: '
            : `${phase === 'finished' ? 'Best' : 'Best so far'}: ${settingTitle(plan, expansion, best)}, test images right: `}
          {meanWords(results[best]?.accuracy ?? null)} at step {formatInteger(plan.steps)}
          {plan.seeds.count > 1 &&
            ` (mean ± sample standard deviation over the seeds, n = ${results[best]?.accuracy?.n ?? 0})`}
          .
        </p>
      )}
      {plan.axes.length < 2 && <AxisPlot sweep={sweep} records={records} best={marked} />}
      {plan.axes.length === 2 && <HeatTable sweep={sweep} records={records} best={marked} />}
      <h3 className={styles.heading}>Training loss by step</h3>
      <p className={styles.detail}>
        {whyNot ??
          `${plan.seeds.count > 1 ? 'The seeds of a setting lie over each other. ' : ''}All charts have the same axes. Press one to put its settings into the figure.`}
      </p>
      <SmallMultiples
        charts={smallCharts(sweep, records, live)}
        best={marked}
        whyNot={whyNot}
        onUse={(setting) => use(expansion.trials.findIndex((trial) => trial.setting === setting))}
      />
      <DataTable
        caption={`Test accuracy at step ${formatInteger(plan.steps)} over the seeds`}
        columns={[
          ...plan.axes.map(({ name }) => ({ label: axisTitle(name), align: 'start' as const })),
          ...(plan.axes.length === 0 ? [{ label: 'settings', align: 'start' as const }] : []),
          { label: 'mean' },
          { label: 'deviation' },
          { label: 'smallest' },
          { label: 'largest' },
          { label: 'seeds done' },
          { label: 'mean test loss' },
        ]}
        rows={results.map((result) => [
          ...(plan.axes.length === 0 ? ['these settings'] : []),
          ...plan.axes.map(({ name }, axis) => (
            <span key={name} className={styles.valueCell}>
              {axis === 0 && result.setting === marked && <BestMark />}
              {valueTitle(name, expansion.settings[result.setting]?.values[axis] ?? 0)}
              {axis === 0 && result.setting === marked && ' (best)'}
            </span>
          )),
          ...settingCells(result),
        ])}
      />
      <DataTable
        caption="Every trial"
        columns={[
          { label: 'trial', align: 'start' },
          { label: 'settings', align: 'start' },
          { label: 'action', align: 'start' },
          { label: 'test accuracy' },
          { label: 'test loss' },
          { label: 'best on the way' },
          { label: 'training loss' },
          { label: 'state', align: 'start', isWrapped: true },
        ]}
        rows={records.map((record, trial) => {
          const trained = isTrained(record) ? record : null;
          const final = record.state === 'done' ? record.final : null;
          const title = trialTitle(plan, expansion, trial);
          const loss = trained?.trainPoints.at(-1)?.loss;
          return [
            formatInteger(trial + 1),
            title,
            <TrialAction key="action" sweeper={sweeper} trial={trial} title={title} whyNot={whyNot} onUse={use} />,
            final === null ? noNumber : formatPercent(final.accuracy),
            final === null || final.loss === null ? noNumber : formatFixed(final.loss, 3),
            trained?.best === null || trained === null
              ? noNumber
              : `${formatPercent(trained.best.accuracy)} (step ${formatInteger(trained.best.step)})`,
            loss === undefined ? noNumber : formatFixed(loss, 3),
            recordWords(
              record,
              live.find((one) => one.trial === trial),
            ),
          ];
        })}
      />
    </div>
  );
}

/** How far it is, and what can be done about it. */
function Progress({ sweeper }: { readonly sweeper: Sweeper }): ReactNode {
  const phase = useSweepState(sweeper, (state) => state.phase);
  const sweep = useSweepState(sweeper, (state) => state.sweep);
  const records = useSweepState(sweeper, (state) => state.records);
  const live = useSweepState(sweeper, (state) => state.live);
  const msLeft = useSweepState(sweeper, (state) => state.msLeft);
  const notice = useSweepState(sweeper, (state) => state.notice);
  const problem = useSweepState(sweeper, (state) => state.problem);
  if (sweep === null) return null;
  const done = settledCount(records);
  const steps = live.reduce((sum, { step }) => sum + step, 0) / sweep.plan.steps;
  const isBeginning = done === 0 && live.every(({ step }) => step === 0);
  const left = msLeft === null ? (isBeginning ? ', getting ready' : '') : `, about ${durationWords(msLeft)} left`;
  const words = {
    none: '',
    going: `${done} of ${records.length} trials done${left}`,
    paused: `Paused: ${done} of ${records.length} trials done`,
    finished: `All ${records.length} trials have an end`,
    elsewhere: `Another tab runs this sweep: ${done} of ${records.length} trials done`,
  }[phase];
  const save = (): void => {
    const text = sweepCsv(sweep.plan, sweep.expansion, records);
    saveFile('sweep.csv', new Blob([text], { type: 'text/csv' }));
  };
  return (
    <>
      <p className={styles.lead}>
        {sweep.title}, {formatInteger(sweep.plan.steps)} steps each
      </p>
      <ProgressBar label={words} fraction={(done + steps) / records.length} />
      <div className={styles.actions}>
        {phase === 'paused' ? (
          <Button variant="primary" onPress={() => void sweeper.resume()}>
            Resume
          </Button>
        ) : (
          <Button isDisabled={phase !== 'going'} onPress={() => sweeper.pause()}>
            Pause
          </Button>
        )}
        <Button isDisabled={phase !== 'going' && phase !== 'paused'} onPress={() => sweeper.cancel()}>
          Cancel the rest
        </Button>
        <Button isDisabled={done === 0} onPress={save}>
          Save as CSV
        </Button>
      </div>
      {notice !== null && <p className={styles.detail}>{notice}</p>}
      {problem !== null && <Problem message={problem} onDismiss={() => sweeper.dismiss()} />}
    </>
  );
}

interface TrialActionProps {
  readonly sweeper: Sweeper;
  readonly trial: number;
  readonly title: string;
  readonly whyNot: string | null;
  readonly onUse: (trial: number) => void;
}

function TrialAction({ sweeper, trial, title, whyNot, onUse }: TrialActionProps): ReactNode {
  const state = useSweepState(sweeper, ({ records }) => records[trial]?.state);
  const phase = useSweepState(sweeper, (current) => current.phase);
  if (state === 'done' || state === 'diverged') {
    return (
      <Button variant="quiet" label={`Use ${title}`} isDisabled={whyNot !== null} onPress={() => onUse(trial)}>
        Use
      </Button>
    );
  }
  if (state === 'failed' || state === 'cancelled') {
    return (
      <Button
        variant="quiet"
        label={`Retry ${title}`}
        isDisabled={phase === 'elsewhere'}
        onPress={() => void sweeper.retry(trial)}
      >
        Retry
      </Button>
    );
  }
  return (
    <Button
      variant="quiet"
      label={`Cancel ${title}`}
      isDisabled={phase === 'elsewhere'}
      onPress={() => sweeper.cancelTrial(trial)}
    >
      Cancel
    </Button>
  );
}
