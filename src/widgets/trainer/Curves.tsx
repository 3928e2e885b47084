/** The run's curves, the table behind them, and the words for a run that has none yet. Renders while the run goes; nothing else does. */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { formatInteger } from '../../draw/format';
import type { RunHandle } from '../../lab/runState';
import { DataTable } from '../../ui/DataTable';
import { LineChart } from '../../ui/LineChart';
import { otherCurves } from '../lab/timeline/otherCurves';
import { stopNear, stopsOf, viewAt } from '../lab/timeline/stops';
import { useRunState } from '../useRun';
import { panelsFor, tableColumns, tableRows } from './state';
import type { TrainerState } from './state';

export interface CurvesProps {
  readonly run: RunHandle;
  readonly isVisible: boolean;
  readonly lossScale: TrainerState['lossScale'];
  /** The timeline is locked: a press on the curves moves nothing. */
  readonly isLocked: boolean;
}

export function Curves({ run, isVisible, lossScale, isLocked }: CurvesProps): ReactNode {
  const trainPoints = useRunState(run, (state) => state.trainPoints, isVisible);
  const testPoints = useRunState(run, (state) => state.testPoints, isVisible);
  const timeline = useRunState(run, (state) => state.timeline, isVisible);
  const id = useRunState(run, (state) => state.id, isVisible);
  const mark = useRunState(run, (state) => state.view?.step ?? null, isVisible);
  const others = useMemo(() => otherCurves(timeline, id), [timeline, id]);
  const onPick = (step: number): void => {
    const newest = run.store.getState().status?.step ?? 0;
    const stops = stopsOf(timeline, id, newest);
    run.actions.view(viewAt(stops, stopNear(stops, newest, step)));
  };
  return (
    <LineChart
      label="Loss and accuracy by step"
      panels={panelsFor(trainPoints, testPoints, lossScale, others)}
      xTitle="step"
      formatX={formatInteger}
      emptyText="Nothing trained yet."
      mark={mark}
      {...(isLocked ? {} : { onPick })}
    />
  );
}

export function CurvesTable({ run, isVisible }: Omit<CurvesProps, 'lossScale' | 'isLocked'>): ReactNode {
  const trainPoints = useRunState(run, (state) => state.trainPoints, isVisible);
  const testPoints = useRunState(run, (state) => state.testPoints, isVisible);
  const rows = tableRows(trainPoints, testPoints);
  return rows.length === 0 ? (
    <div>Nothing trained yet.</div>
  ) : (
    <DataTable caption="Loss and accuracy by step" columns={tableColumns} rows={rows} />
  );
}
