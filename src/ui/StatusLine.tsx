/**
 * The state of something that runs, as one line of text: `step 1,875 · epoch 1.0 · loss 0.081`. It changes up to twenty times
 * a second, which is no speech, so it is not announced (see `Announcer`). It breaks only between its parts, and its place is
 * reserved for the number of lines that it may need.
 */

import type { ReactNode } from 'react';
import styles from './StatusLine.module.css';

export interface StatusLineProps {
  /** The accessible name: `Run`. */
  readonly label: string;
  /** Parts joined by ` · `. */
  readonly children: string;
}

export function StatusLine({ label, children }: StatusLineProps): ReactNode {
  const parts = children.split(' · ');
  return (
    <div role="status" aria-label={label} aria-live="off" className={styles.line}>
      {parts.map((part, index) => (
        // The order of the parts is fixed, so the index identifies them.
        <span key={index}>
          <span className={styles.part}>{index < parts.length - 1 ? `${part} ·` : part}</span>{' '}
        </span>
      ))}
    </div>
  );
}
