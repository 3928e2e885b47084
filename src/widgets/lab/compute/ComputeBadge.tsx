/**
 * What computes this run, in one quiet line that opens to the rest: why it was chosen and how fast the others would be, what it takes of
 * memory, what becomes of it in the background, and a check of its arithmetic in front of the reader.
 *
 * The line and the facts change while the run trains, and nothing else does with them.
 */

import { useState } from 'react';
import type { ReactNode } from 'react';
import type { RunHandle } from '../../../lab/runState';
import { DataTable } from '../../../ui/DataTable';
import { Fold } from '../../../ui/Fold';
import { Select } from '../../../ui/Select';
import { useRunState } from '../../useRun';
import { MemoryLimit } from '../timeline/MemoryLimit';
import { CheckMe } from './CheckMe';
import styles from './ComputeBadge.module.css';
import { badgeWords, executorTable, factsOf } from './words';

export interface ComputeBadgeProps {
  readonly run: RunHandle;
  readonly isVisible: boolean;
  /** No executor may be chosen now. */
  readonly isDisabled: boolean;
}

export function ComputeBadge({ run, isVisible, isDisabled }: ComputeBadgeProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Fold summary={<Line run={run} isVisible={isVisible} />} onToggle={setIsOpen}>
      <div className={styles.panel}>
        <Choice run={run} isVisible={isVisible && isOpen} isDisabled={isDisabled} />
        <Facts run={run} isVisible={isVisible && isOpen} />
        <CheckMe run={run} isDisabled={isDisabled} />
      </div>
    </Fold>
  );
}

function Line({ run, isVisible }: Pick<ComputeBadgeProps, 'run' | 'isVisible'>): ReactNode {
  return <span className={styles.line}>{useRunState(run, badgeWords, isVisible)}</span>;
}

function Choice({ run, isVisible, isDisabled }: ComputeBadgeProps): ReactNode {
  const environment = useRunState(run, (state) => state.environment, isVisible);
  const limitBytes = useRunState(run, (state) => state.timeline.limitBytes, isVisible);
  if (environment === null) return null;
  return (
    <div className={styles.choice}>
      <div className={styles.controls}>
        <Select
          label="Executor"
          value={environment.chosen}
          options={environment.executors.map(({ name, available }) => ({
            value: name,
            label: name,
            isDisabled: !available,
          }))}
          isDisabled={isDisabled}
          onChange={(executor) => void run.actions.chooseExecutor(executor)}
        />
        <MemoryLimit run={run} limitBytes={limitBytes} />
      </div>
      <div className={styles.table}>
        <DataTable {...executorTable(environment)} />
      </div>
    </div>
  );
}

function Facts({ run, isVisible }: Pick<ComputeBadgeProps, 'run' | 'isVisible'>): ReactNode {
  const state = useRunState(run, (current) => current, isVisible);
  return (
    <dl className={styles.facts}>
      {factsOf(state, globalThis.crossOriginIsolated).map(({ title, words }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
