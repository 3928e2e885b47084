/** How many images of each class there are: bars to compare by eye; the numbers of all splits stand in the table behind. */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { splitNames } from '../../data/dataSet';
import type { SplitName } from '../../data/dataSet';
import { classBalance } from '../../data/meanImages';
import { formatInteger } from '../../draw/format';
import { DataTable } from '../../ui/DataTable';
import styles from './View.module.css';
import { balanceRows, balanceWords, capital, className, kindOf, kindWords, splitTitles } from './state';
import type { SeenSet } from './useMicroscope';

export interface BalanceProps {
  readonly set: SeenSet;
  readonly split: SplitName;
}

export function Balance({ set: { info, labels }, split }: BalanceProps): ReactNode {
  const counts = useMemo(() => classBalance(labels[split], info.classes.length), [labels, split, info]);
  const most = counts.reduce((greatest, count) => Math.max(greatest, count), 1);
  const words = balanceWords(info, counts, split);
  return (
    <div>
      <p className={styles.note}>{words}</p>
      <div className={styles.bars} role="img" aria-label={words} data-many={info.classes.length > 12}>
        {[...counts].map((count, label) => (
          <div key={label} className={styles.barRow}>
            <span className={styles.barName}>{className(info, label)}</span>
            <span className={styles.barTrack}>
              <span className={styles.bar} style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <span className={styles.barCount}>{formatInteger(count)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

export function BalanceTable({ set: { info, labels }, split }: BalanceProps): ReactNode {
  const rows = useMemo(() => {
    const count = (each: SplitName): Uint32Array => classBalance(labels[each], info.classes.length);
    const counts = { train: count('train'), validation: count('validation'), test: count('test') };
    return balanceRows(info, counts, split);
  }, [labels, info, split]);
  return (
    <DataTable
      caption={`${capital(kindWords[kindOf(info.shape)].many)} of each class in ${info.title}`}
      columns={[
        { label: 'Class', align: 'start' },
        ...splitNames.map((each) => ({ label: capital(splitTitles[each]) })),
        { label: `Share of ${splitTitles[split]}` },
      ]}
      rows={rows}
    />
  );
}
