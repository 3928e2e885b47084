/** What runs the numbers, why, and how fast the others would be; behind one quiet line. */

import type { ReactNode } from 'react';
import type { ExecutorName } from '../../engine/executors/executor';
import type { Environment } from '../../engine/protocol';
import { DataTable } from '../../ui/DataTable';
import { Select } from '../../ui/Select';
import styles from './ExecutorChoice.module.css';
import { Fold } from './Fold';
import { executorTable, executorWords } from './state';

export interface ExecutorChoiceProps {
  readonly environment: Environment | null;
  readonly isDisabled: boolean;
  readonly onChoose: (executor: ExecutorName) => void;
}

export function ExecutorChoice({ environment, isDisabled, onChoose }: ExecutorChoiceProps): ReactNode {
  return (
    <Fold summary={executorWords(environment)}>
      {environment !== null && (
        <div className={styles.more}>
          <Select
            label="Executor"
            value={environment.chosen}
            options={environment.executors.map(({ name, available }) => ({
              value: name,
              label: name,
              isDisabled: !available,
            }))}
            isDisabled={isDisabled}
            onChange={onChoose}
          />
          <DataTable {...executorTable(environment)} />
        </div>
      )}
    </Fold>
  );
}
