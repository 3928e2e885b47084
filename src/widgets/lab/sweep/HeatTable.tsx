/** Two axes as a table, the mean accuracy of each pair in its cell, the better the deeper its shade; the best has a star and a word. */

import type { CSSProperties, ReactNode } from 'react';
import { formatPercent, noNumber } from '../../../draw/format';
import { axisTitle, valuesOf, valueTitle } from '../../../lab/sweep/plan';
import { settingResults, type TrialRecord } from '../../../lab/sweep/results';
import type { Sweep } from '../../../lab/sweep/sweeper';
import { BestMark } from './SmallMultiples';
import styles from './SweepDialog.module.css';
import { shadeOf } from './pictures';

export interface HeatTableProps {
  readonly sweep: Sweep;
  readonly records: readonly TrialRecord[];
  readonly best: number | null;
}

export function HeatTable({ sweep, records, best }: HeatTableProps): ReactNode {
  const [down, across] = sweep.plan.axes;
  if (down === undefined || across === undefined) return null;
  const results = settingResults(sweep.expansion, records);
  const columns = valuesOf(across);
  const title = `Test accuracy by ${axisTitle(down.name)} and ${axisTitle(across.name)}`;
  return (
    <div className={styles.heat} role="region" aria-label={title} tabIndex={0}>
      <table>
        <caption>
          {axisTitle(down.name)} downwards, {axisTitle(across.name)} across
        </caption>
        <thead>
          <tr>
            <td />
            {columns.map((value) => (
              <th key={value} scope="col">
                {valueTitle(across.name, value)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {valuesOf(down).map((value, row) => (
            <tr key={value}>
              <th scope="row">{valueTitle(down.name, value)}</th>
              {columns.map((_, column) => {
                const setting = row * columns.length + column;
                const result = results[setting];
                const shade = shadeOf(result, results);
                const isDiverged = result !== undefined && result.accuracy === null && result.diverged > 0;
                return (
                  <td
                    key={column}
                    style={shade === null ? undefined : ({ '--shade': `${Math.round(34 * shade)}%` } as CSSProperties)}
                  >
                    {setting === best && <BestMark />}
                    {result?.accuracy === null || result === undefined
                      ? isDiverged
                        ? 'diverged'
                        : noNumber
                      : formatPercent(result.accuracy.mean)}
                    {setting === best && <span className={styles.bestWord}>best</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
