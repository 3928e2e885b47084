/**
 * What is kept of a run so that it is there after a reload: its branches and curves, the newest weights, and the checkpoints.
 *
 * Picture: a run speaks to its memory in these words alone. `RunMemory` is handed to the lab; a lab without one forgets with the page.
 * Deliberately not here: where it lies (`keptDatabase.ts`), and when it is written (`saver.ts`).
 */

import type { RunDescription, Snapshot, TestPoint, TrainPoint } from '../../engine/protocol';
import type { Branch, RunChange } from '../timeline';

export interface KeptCheckpoint {
  readonly branch: string;
  readonly snapshot: Snapshot;
}

export interface KeptRun {
  /** The branch that the run is. */
  readonly id: string;
  readonly description: RunDescription;
  readonly origin: RunDescription;
  readonly history: readonly RunChange[];
  /** Up to the newest weights or beyond: what is beyond is trained again. */
  readonly trainPoints: readonly TrainPoint[];
  readonly testPoints: readonly TestPoint[];
  readonly branches: readonly Branch[];
  readonly limitBytes: number;
  /** Null: the run stands at step 0. */
  readonly newest: Snapshot | null;
  readonly checkpoints: readonly KeptCheckpoint[];
}

/** A run that a tab left behind which is not open any more. */
export interface LeftOver {
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

/** None of these rejects: what the storage refuses is said to `onTrouble`, and the run goes on without it. */
export interface RunMemory {
  /** What this tab kept under the name of a run; null: nothing that can be read. */
  load(name: string): Promise<KeptRun | null>;
  /** In place of what was kept. Checkpoints are written on wish; those that are there already are not written again. */
  save(name: string, kept: KeptRun, withCheckpoints: boolean): Promise<void>;
  forget(name: string): Promise<void>;
  /** The newest of the runs of this name that closed tabs left behind. */
  leftOver(name: string): Promise<LeftOver | null>;
  /** Makes that one this tab's, in place of what this tab kept. */
  takeUp(name: string): Promise<void>;
  /** Whenever something could not be kept: why, in words. */
  onTrouble(listener: (words: string) => void): void;
}
