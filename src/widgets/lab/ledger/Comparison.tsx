/** The chosen runs over one another: one chart, a table of only what differs, the data as a table, and all of it as files. */

import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { formatInteger } from '../../../draw/format';
import type { Ledger } from '../../../lab/ledger/ledger';
import type { RunSummary } from '../../../lab/ledger/record';
import { Button } from '../../../ui/Button';
import { DataTable } from '../../../ui/DataTable';
import { LineChart } from '../../../ui/LineChart';
import { SegmentedControl } from '../../../ui/SegmentedControl';
import { pngBlob, saveFile, svgText } from '../../../ui/exportFigure';
import styles from './RunsDialog.module.css';
import type { Chosen } from './choice';
import { differences } from './differences';
import { overlayColumns, overlayPanels, overlayRows } from './overlay';
import type { ShownRun } from './overlay';
import { runName } from './runWords';
import { useCurves } from './useLedger';

/** A PNG has this many pixels for each of the screen, so that it is sharp in print. */
const PNG_SCALE = 3;
/** Such as a long history; takes several lines. */
const LONG_CELL_LETTERS = 40;
const scales = [
  { value: 'log', label: 'log' },
  { value: 'linear', label: 'linear' },
] as const;

export interface ComparisonProps {
  readonly ledger: Ledger;
  readonly chosen: readonly Chosen[];
  readonly summaries: readonly RunSummary[];
  readonly onProblem: (message: string) => void;
}

export function Comparison({ ledger, chosen, summaries, onProblem }: ComparisonProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const [lossScale, setLossScale] = useState<'log' | 'linear'>('log');
  const [isTableShown, setIsTableShown] = useState(false);
  const curves = useCurves(ledger, summaries);
  const runs: readonly ShownRun[] = chosen.flatMap((one) => {
    const summary = summaries.find(({ id }) => id === one.id);
    return summary === undefined ? [] : [{ ...one, summary, curves: curves.get(one.id) ?? null }];
  });
  const differing = differences(runs.map(({ summary }) => summary));
  const saveChart = async (kind: 'svg' | 'png'): Promise<void> => {
    try {
      const svg = place.current?.querySelector('svg') ?? null;
      if (svg === null) throw new Error('internal: the chart is not drawn.');
      const blob = kind === 'svg' ? new Blob([svgText(svg)], { type: 'image/svg+xml' }) : await pngBlob(svg, PNG_SCALE);
      saveFile(`runs.${kind}`, blob);
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section aria-label="Comparison" className={styles.comparison}>
      <div ref={place} className={styles.chart}>
        <div className={styles.scale}>
          <SegmentedControl
            label="Loss axis"
            isLabelHidden
            size="small"
            value={lossScale}
            options={scales}
            onChange={setLossScale}
          />
        </div>
        <LineChart
          label="Training loss and test accuracy of the chosen runs by step"
          panels={overlayPanels(runs, lossScale)}
          xTitle="step"
          formatX={formatInteger}
          emptyText="Reading the curves."
          legend={runs.map(({ letter, tone, summary }) => ({ label: letter, tone, words: runName(summary) }))}
        />
      </div>
      {runs.length > 1 &&
        (differing.length === 0 ? (
          <p className={styles.words}>
            These runs do not differ in anything that was set: they must have the same curve.
          </p>
        ) : (
          <DataTable
            caption="What differs"
            columns={[
              { label: 'setting', align: 'start' },
              ...runs.map(({ letter, summary }, run) => ({
                label: `${letter} ${summary.name}`.trim(),
                align: 'start' as const,
                isWrapped: differing.some(({ cells }) => (cells[run] ?? '').length > LONG_CELL_LETTERS),
              })),
            ]}
            rows={differing.map(({ label, cells }) => [label, ...cells])}
          />
        ))}
      <div className={styles.actions}>
        <Button isExpanded={isTableShown} onPress={() => setIsTableShown(!isTableShown)}>
          {isTableShown ? 'Hide table' : 'Show table'}
        </Button>
        <Button onPress={() => void saveChart('svg')}>Chart as SVG</Button>
        <Button onPress={() => void saveChart('png')}>Chart as PNG</Button>
      </div>
      {isTableShown && (
        <DataTable caption="Loss and accuracy by step" columns={overlayColumns} rows={overlayRows(runs)} />
      )}
    </section>
  );
}
