/** The dialog of sweeps: a plan, and what came of it. Closing it stops nothing. */

import { useState } from 'react';
import type { ReactNode } from 'react';
import type { RunHandle } from '../../../lab/runState';
import { settledCount } from '../../../lab/sweep/words';
import { Announcer } from '../../../ui/Announcer';
import { Dialog } from '../../../ui/Dialog';
import { Tabs } from '../../../ui/Tabs';
import { PlanDesk } from './PlanDesk';
import { ResultsDesk } from './ResultsDesk';
import styles from './SweepDialog.module.css';
import { firstDraft } from './draft';
import type { Draft } from './draft';
import { useSweeper, useSweepState } from './useSweeps';

export interface SweepDialogProps {
  /** What is not varied is as this run has it; a trial's settings can be put into it. */
  readonly run: RunHandle;
  /** Networks that the figure offers; left out: all. */
  readonly networks?: readonly string[];
  /** The run has got the description of a trial. */
  readonly onDescribed?: () => void;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

type Desk = 'plan' | 'results';

export function SweepDialog({ run, networks, onDescribed, isOpen, onClose }: SweepDialogProps): ReactNode {
  const sweeper = useSweeper();
  const records = useSweepState(sweeper, (state) => state.records);
  const phase = useSweepState(sweeper, (state) => state.phase);
  const announcement = useSweepState(sweeper, (state) => state.announcement);
  /** Null: where there is something to see, the results. */
  const [chosen, setChosen] = useState<Desk | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const desk = chosen ?? (phase === 'none' ? 'plan' : 'results');
  return (
    <Dialog
      title="Sweep"
      isOpen={isOpen}
      onClose={() => {
        setChosen(null);
        onClose();
      }}
    >
      <div className={styles.desks}>
        <Tabs
          label="Sweep"
          selected={desk}
          onSelect={setChosen}
          pages={[
            {
              name: 'plan',
              label: 'Plan',
              content: (
                <PlanDesk
                  run={run}
                  sweeper={sweeper}
                  draft={draft ?? firstDraft(run.store.getState().description)}
                  onDraft={setDraft}
                  onStarted={() => setChosen('results')}
                />
              ),
            },
            {
              name: 'results',
              label: phase === 'none' ? 'Results' : `Results (${settledCount(records)} of ${records.length})`,
              content: (
                <ResultsDesk
                  sweeper={sweeper}
                  networks={networks}
                  onPlan={() => setChosen('plan')}
                  onUse={(description) => {
                    onClose();
                    void run.actions.describe(description).then(onDescribed);
                  }}
                />
              ),
            },
          ]}
        />
      </div>
      {/* In the dialog, because what lies under it is not heard while it is open. */}
      <Announcer>{announcement}</Announcer>
    </Dialog>
  );
}
