/** One quiet line that opens to what few readers need. */

import type { ReactNode } from 'react';
import styles from './Fold.module.css';

export interface FoldProps {
  readonly summary: string;
  readonly children: ReactNode;
}

export function Fold({ summary, children }: FoldProps): ReactNode {
  return (
    <details className={styles.fold}>
      <summary className={styles.summary}>{summary}</summary>
      {children}
    </details>
  );
}
