/** Something went wrong and the reader should know: what, where, what next. It is read out at once and can be put away. */

import type { ReactNode } from 'react';
import { Button } from './Button';
import styles from './Problem.module.css';

export interface ProblemProps {
  readonly message: string;
  /** Left out where the message stays true until something else changes. */
  readonly onDismiss?: () => void;
}

export function Problem({ message, onDismiss }: ProblemProps): ReactNode {
  return (
    <div role="alert" className={styles.problem}>
      <div className={styles.message}>{message}</div>
      {onDismiss !== undefined && (
        <Button variant="quiet" onPress={onDismiss}>
          Dismiss
        </Button>
      )}
    </div>
  );
}
