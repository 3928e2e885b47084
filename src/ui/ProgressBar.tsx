/** Work of known length: a hairline that fills, with words and a percentage. */

import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './ProgressBar.module.css';

export interface ProgressBarProps {
  /** `Making digits` */
  readonly label: string;
  /** 0 … 1 */
  readonly fraction: number;
}

export function ProgressBar({ label, fraction }: ProgressBarProps): ReactNode {
  const id = useId();
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div className={styles.progress}>
      <span id={id} className={styles.label}>
        {label}
      </span>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className={styles.track}
      >
        <div className={styles.fill} style={{ transform: `scaleX(${percent / 100})` }} />
      </div>
      <span className={styles.percent}>{percent} %</span>
    </div>
  );
}
