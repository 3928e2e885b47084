/** The result against the values of one axis: mean, deviation and range over the seeds, and each seed as a small ring. */

import { scaleLinear } from 'd3-scale';
import type { ReactNode } from 'react';
import { formatInteger, formatPercent } from '../../../draw/format';
import { axisTitle } from '../../../lab/sweep/plan';
import type { TrialRecord } from '../../../lab/sweep/results';
import type { Sweep } from '../../../lab/sweep/sweeper';
import { useWidth } from '../../../ui/useWidth';
import { starPath } from './SmallMultiples';
import styles from './SweepDialog.module.css';
import { plotOf, spreadWords } from './pictures';

export interface AxisPlotProps {
  readonly sweep: Sweep;
  readonly records: readonly TrialRecord[];
  readonly best: number | null;
}

const height = 200;
const margin = { top: 12, right: 28, bottom: 40, left: 62 };

export function AxisPlot({ sweep, records, best }: AxisPlotProps): ReactNode {
  const [frame, width] = useWidth<HTMLDivElement>();
  const { settings, y } = plotOf(sweep, records);
  const [axis] = sweep.plan.axes;
  const title = axis === undefined ? 'seeds' : axisTitle(axis.name);
  const innerWidth = Math.max(1, width - margin.left - margin.right);
  const innerHeight = height - margin.top - margin.bottom;
  const toX = scaleLinear([0, 1], [14, innerWidth - 14]);
  const toY = scaleLinear(y, [innerHeight, 0]);
  const words = settings
    .map(({ title: value, spread, diverged, accuracies }) => {
      if (spread === null) return `${value}: ${diverged > 0 ? 'diverged' : 'nothing yet'}`;
      return `${value}: ${spreadWords(spread, accuracies.length + diverged)}`;
    })
    .join('; ');
  return (
    <div
      ref={frame}
      role="img"
      aria-label={`Test accuracy at step ${formatInteger(sweep.plan.steps)} by ${title}. ${words}`}
      className={styles.plot}
      style={{ height: `${height}px` }}
    >
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true">
          <g transform={`translate(${margin.left} ${margin.top})`}>
            {toY.ticks(4).map((tick) => (
              <g key={tick} transform={`translate(0 ${toY(tick)})`}>
                <line x2={innerWidth} className={styles.grid} />
                <text x={-8} dy="0.32em" textAnchor="end">
                  {formatPercent(tick, y[1] - y[0] < 0.04 ? 1 : 0)}
                </text>
              </g>
            ))}
            <text x={innerWidth / 2} y={innerHeight + 35} textAnchor="middle" className={styles.axisTitle}>
              {title}
            </text>
            {settings.map(({ setting, place, title: value, spread, accuracies, diverged }) => (
              <g
                key={setting}
                transform={`translate(${toX(place)} 0)`}
                className={setting === best ? styles.bestMark : styles.mark}
              >
                <text y={innerHeight + 17} textAnchor="middle">
                  {value}
                </text>
                {spread !== null && (
                  <>
                    <line y1={toY(spread.minimum)} y2={toY(spread.maximum)} className={styles.range} />
                    {spread.deviation !== null && (
                      <line
                        y1={toY(Math.min(y[1], spread.mean + spread.deviation))}
                        y2={toY(Math.max(y[0], spread.mean - spread.deviation))}
                        className={styles.deviation}
                      />
                    )}
                    {accuracies.length > 1 &&
                      accuracies.map((accuracy, index) => (
                        <circle key={index} cx={9} cy={toY(accuracy)} r={2.2} className={styles.seed} />
                      ))}
                    {setting === best ? (
                      <path d={starPath(8)} transform={`translate(0 ${toY(spread.mean)})`} className={styles.mean} />
                    ) : (
                      <circle cy={toY(spread.mean)} r={4} className={styles.mean} />
                    )}
                  </>
                )}
                {spread === null && diverged > 0 && (
                  <path d={`M-4 ${innerHeight - 10}l8 8m0 -8l-8 8`} className={styles.cross} />
                )}
              </g>
            ))}
          </g>
        </svg>
      )}
    </div>
  );
}
