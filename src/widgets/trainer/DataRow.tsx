/** Which data set, what it holds, and the way to more of them. */

import type { ReactNode } from 'react';
import type { DataSetId } from '../../data/dataSet';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Select';
import type { SelectGroup } from '../../ui/Select';
import styles from './DataRow.module.css';

export interface DataRowProps {
  readonly dataSet: DataSetId;
  readonly groups: readonly SelectGroup<DataSetId>[];
  readonly words: string;
  readonly isDisabled: boolean;
  /** May lead to the dialog instead. */
  readonly onDataSet: (dataSet: DataSetId) => void;
  readonly onMore: () => void;
}

export function DataRow({ dataSet, groups, words, isDisabled, onDataSet, onMore }: DataRowProps): ReactNode {
  return (
    <div role="group" aria-label="Data" className={styles.row}>
      <Select label="Data set" value={dataSet} options={groups} onChange={onDataSet} isDisabled={isDisabled} />
      <Button onPress={onMore} isDisabled={isDisabled}>
        Data…
      </Button>
      <span className={styles.words}>{words}</span>
    </div>
  );
}
