/** The ledger of runs: what was trained in this browser. */

import type { ReactNode } from 'react';
import type { RunHandle } from '../../../lab/runState';
import { Dialog } from '../../../ui/Dialog';

export interface RunsDialogProps {
  /** Where a run of the ledger is opened again. */
  readonly run: RunHandle;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function RunsDialog({ isOpen, onClose }: RunsDialogProps): ReactNode {
  return (
    <Dialog title="Runs" isOpen={isOpen} onClose={onClose}>
      <p>No run is kept yet. A run comes here by itself once it has been trained for 20 steps.</p>
    </Dialog>
  );
}
