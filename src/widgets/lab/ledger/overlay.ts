/** The chosen runs as one chart and as one table. */

import { formatFixed, formatInteger, formatNumber, formatPercent, noNumber } from '../../../draw/format';
import type { CurveColumns, RunCurves, RunSummary } from '../../../lab/ledger/record';
import type { DataColumn } from '../../../ui/DataTable';
import { spreadIndices } from '../../../ui/lineChartModel';
import type { Panel, Series } from '../../../ui/lineChartModel';
import type { Chosen } from './choice';
import { runName } from './runWords';

export interface ShownRun extends Chosen {
  readonly summary: RunSummary;
  /** Null while they are being read, and where they cannot be. */
  readonly curves: RunCurves | null;
}

export function overlayPanels(runs: readonly ShownRun[], lossScale: 'log' | 'linear'): readonly Panel[] {
  return [
    {
      title: 'training loss',
      scale: lossScale,
      format: formatNumber,
      series: runs.map((run) => seriesOf(run, run.curves?.train, 'loss')),
    },
    {
      title: 'test accuracy',
      scale: 'linear',
      domain: [0, 1],
      format: (fraction) => formatPercent(fraction, Number.isInteger(Number((fraction * 100).toFixed(6))) ? 0 : 1),
      series: runs.map((run) => seriesOf(run, run.curves?.test, 'accuracy')),
    },
  ];
}

function seriesOf({ letter, tone }: ShownRun, columns: CurveColumns | undefined, of: 'loss' | 'accuracy'): Series {
  const steps = columns?.steps;
  const values = columns?.[of];
  return {
    label: letter,
    tone,
    count: steps?.length ?? 0,
    x: (index) => steps?.[index] ?? NaN,
    y: (index) => values?.[index] ?? NaN,
  };
}

const MOST_ROWS_OF_A_RUN = 20;

export const overlayColumns: readonly DataColumn[] = [
  { label: 'run', align: 'start' },
  { label: 'step' },
  { label: 'training loss' },
  { label: 'test loss' },
  { label: 'test accuracy' },
];

/** Of each run up to twenty test measurements with the training point before each; where there is none, training points. */
export function overlayRows(runs: readonly ShownRun[]): readonly (readonly string[])[] {
  return runs.flatMap(({ letter, summary, curves }) => {
    if (curves === null) return [];
    const { train, test } = curves;
    const name = `${letter} ${runName(summary)}`;
    if (test.steps.length === 0) {
      return spreadIndices(train.steps.length, MOST_ROWS_OF_A_RUN).map((index) => [
        name,
        formatInteger(train.steps[index] ?? NaN),
        formatFixed(train.loss[index] ?? NaN, 3),
        noNumber,
        noNumber,
      ]);
    }
    return spreadIndices(test.steps.length, MOST_ROWS_OF_A_RUN).map((index) => {
      const step = test.steps[index] ?? NaN;
      const before = train.steps.filter((trained) => trained <= step).length - 1;
      return [
        name,
        formatInteger(step),
        before < 0 ? noNumber : formatFixed(train.loss[before] ?? NaN, 3),
        formatFixed(test.loss[index] ?? NaN, 3),
        formatPercent(test.accuracy[index] ?? NaN),
      ];
    });
  });
}

/** The line of a small picture of the loss, in a box of this size, over a logarithmic axis where that can be. Empty for fewer than two points. */
export function sparkline(losses: readonly number[], widthPx: number, heightPx: number): string {
  if (losses.length < 2) return '';
  const isLog = losses.every((loss) => loss > 0);
  const heights = isLog ? losses.map(Math.log) : losses;
  const smallest = Math.min(...heights);
  const range = Math.max(...heights) - smallest || 1;
  const points = heights.map((value, index) => {
    const x = (index / (heights.length - 1)) * widthPx;
    const y = heightPx - ((value - smallest) / range) * heightPx;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
