/** One small chart for each setting, its seeds overlaid, with the same axes for all; the best is marked by colour, shape and word. */

import { scaleLinear, scaleLog } from 'd3-scale';
import type { ReactNode } from 'react';
import { formatInteger, formatNumber } from '../../../draw/format';
import { classNames } from '../../../ui/classNames';
import hidden from '../../../ui/hidden.module.css';
import { logTicks, thinnedPath } from '../../../ui/lineChartModel';
import styles from './SweepDialog.module.css';
import type { SmallChart, SmallCharts } from './pictures';

export interface SmallMultiplesProps {
  readonly charts: SmallCharts;
  readonly best: number | null;
  /** Puts the setting into the figure. */
  readonly onUse: (setting: number) => void;
  /** Why none can be used, in words; null where they can. */
  readonly whyNot: string | null;
}

const size = { width: 200, height: 96, left: 34, bottom: 18, top: 4, right: 6 };

export function SmallMultiples({ charts, best, onUse, whyNot }: SmallMultiplesProps): ReactNode {
  return (
    <ul className={styles.multiples} aria-label="Training loss by step, a chart for each setting">
      {charts.charts.map((chart) => (
        <li key={chart.setting} className={classNames(styles.multiple, chart.setting === best && styles.best)}>
          <button
            type="button"
            className={styles.use}
            aria-disabled={whyNot !== null || undefined}
            onClick={() => {
              if (whyNot === null) onUse(chart.setting);
            }}
          >
            <span className={hidden.hidden}>Use in the figure: </span>
            <span className={styles.multipleTitle}>{chart.title}</span>
            <Picture chart={chart} x={charts.x} y={charts.y} />
            <span className={styles.multipleWords}>
              {' '}
              {chart.setting === best && <BestMark />}
              {chart.words}
              {chart.setting === best && ', best'}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A star: the shape that says best, beside the word. */
export function BestMark(): ReactNode {
  return (
    <svg viewBox="-8 -8 16 16" width="14" height="14" aria-hidden="true" className={styles.star}>
      <path d={starPath(7)} />
    </svg>
  );
}

export function starPath(radius: number): string {
  const corners = Array.from({ length: 10 }, (_, corner) => {
    const angle = (corner * Math.PI) / 5 - Math.PI / 2;
    const length = corner % 2 === 0 ? radius : radius * 0.42;
    return `${(length * Math.cos(angle)).toFixed(2)} ${(length * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${corners.join('L')}Z`;
}

function Picture({
  chart,
  x,
  y,
}: {
  readonly chart: SmallChart;
  readonly x: SmallCharts['x'];
  readonly y: SmallCharts['y'];
}): ReactNode {
  const [innerWidth, innerHeight] = [size.width - size.left - size.right, size.height - size.top - size.bottom];
  const toX = scaleLinear(x, [0, innerWidth]);
  const scale = scaleLog(y, [innerHeight, 0]);
  const toY = (loss: number): number => Math.max(0, Math.min(innerHeight, scale(loss > 0 ? loss : y[0])));
  const ticks = logTicks(y).slice(-4);
  return (
    <svg viewBox={`0 0 ${size.width} ${size.height}`} className={styles.multiplePicture} aria-hidden="true">
      <g transform={`translate(${size.left} ${size.top})`}>
        {ticks.map((tick) => (
          <g key={tick} transform={`translate(0 ${toY(tick)})`}>
            <line x2={innerWidth} className={styles.grid} />
            <text x={-5} dy="0.32em" textAnchor="end">
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        <text y={innerHeight + 14}>0</text>
        <text x={innerWidth} y={innerHeight + 14} textAnchor="end">
          {formatInteger(x[1])}
        </text>
        {chart.curves.map((curve) => (
          <path key={curve.label} d={thinnedPath(curve, toX, toY)} className={styles.curve} />
        ))}
      </g>
    </svg>
  );
}
