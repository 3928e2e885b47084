/** What the short names of a chart's curves stand for: a line each, as part of the drawing, so that it goes along into files. */

import type { ReactNode } from 'react';
import styles from './LineChart.module.css';
import type { Series } from './lineChartModel';

export interface LegendLine {
  readonly label: string;
  readonly tone: Series['tone'];
  readonly words: string;
}

export const legendLinePx = 18;
/** About as wide as a letter. */
const letterPx = 6.5;
const wordsFromPx = 50;

export function ChartLegend({
  lines,
  widthPx,
}: {
  readonly lines: readonly LegendLine[];
  readonly widthPx: number;
}): ReactNode {
  return lines.map(({ label, tone, words }, index) => (
    <g key={label} transform={`translate(0 ${(index + 0.5) * legendLinePx})`} className={styles[tone]}>
      <path d="M0 0H26" className={styles.line} />
      <text x={34} dy="0.32em" className={styles.endLabel}>
        {label}
      </text>
      <text x={wordsFromPx} dy="0.32em" className={styles.legend}>
        {shortened(words, Math.floor((widthPx - wordsFromPx) / letterPx))}
      </text>
    </g>
  ));
}

function shortened(words: string, mostLetters: number): string {
  return words.length <= mostLetters ? words : `${words.slice(0, Math.max(1, mostLetters - 1))}…`;
}
