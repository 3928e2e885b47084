/** One quiet line under a figure while a sweep has no end yet; what happens in it is heard, too. */

import type { ReactNode } from 'react';
import { sweepLine } from '../../../lab/sweep/words';
import { Announcer } from '../../../ui/Announcer';
import styles from './SweepLine.module.css';
import { useSweeper, useSweepState } from './useSweeps';

export function SweepLine(): ReactNode {
  const sweeper = useSweeper();
  const line = useSweepState(sweeper, sweepLine);
  const announcement = useSweepState(sweeper, (state) => state.announcement);
  return (
    <>
      <div className={styles.line}>{line}</div>
      <Announcer>{announcement}</Announcer>
    </>
  );
}
