/**
 * What a reader does with whole runs: one quiet row of buttons under a trainer's curves, each of which opens a dialog of its own.
 *
 * Deliberately not here: what the dialogs show. Each stands in a folder beside this file and is handed the figure's run.
 */

import { useState } from 'react';
import type { ReactNode } from 'react';
import type { RunHandle } from '../../lab/runState';
import { Button } from '../../ui/Button';
import { ControlRow } from '../../ui/ControlRow';
import { RunsDialog } from './ledger/RunsDialog';
import { SweepDialog } from './sweep/SweepDialog';
import { SweepLine } from './sweep/SweepLine';

export interface LabRowProps {
  /** The figure's run: what a dialog opens is opened there. */
  readonly run: RunHandle;
  readonly isDisabled?: boolean;
  /** Networks that the figure offers; left out: all. */
  readonly networks?: readonly string[];
  /** A dialog has given the run another description. */
  readonly onDescribed?: () => void;
  /** Opens the figure's own dialog: only the figure knows its state. */
  readonly onShare: () => void;
}

/** Which dialog is open; at most one. */
type Opened = 'runs' | 'sweep';

export function LabRow({ run, isDisabled = false, networks, onDescribed, onShare }: LabRowProps): ReactNode {
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = (): void => setOpened(null);
  return (
    <>
      <ControlRow label="Lab" isTight>
        <Button isDisabled={isDisabled} onPress={() => setOpened('runs')}>
          Runs…
        </Button>
        <Button isDisabled={isDisabled} onPress={() => setOpened('sweep')}>
          Sweep…
        </Button>
        <Button isDisabled={isDisabled} onPress={onShare}>
          Share…
        </Button>
      </ControlRow>
      <SweepLine />
      <RunsDialog
        run={run}
        {...(networks === undefined ? {} : { networks })}
        {...(onDescribed === undefined ? {} : { onOpened: onDescribed })}
        isOpen={opened === 'runs'}
        onClose={close}
      />
      <SweepDialog
        run={run}
        {...(networks === undefined ? {} : { networks })}
        {...(onDescribed === undefined ? {} : { onDescribed })}
        isOpen={opened === 'sweep'}
        onClose={close}
      />
    </>
  );
}
