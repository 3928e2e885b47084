/** One quiet line that opens to what few readers need. */

import type { ReactNode } from 'react';
import styles from './Fold.module.css';

export interface FoldProps {
  readonly summary: ReactNode;
  readonly children: ReactNode;
  readonly onToggle?: (isOpen: boolean) => void;
}

export function Fold({ summary, children, onToggle }: FoldProps): ReactNode {
  return (
    <details className={styles.fold} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary className={styles.summary}>{summary}</summary>
      {children}
    </details>
  );
}
