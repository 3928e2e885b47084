/** An example of the set in a place that is kept for it until it has come. */

import type { ReactNode } from 'react';
import type { DataSetInfo } from '../../data/dataSet';
import { Example } from '../../ui/Example';
import styles from './View.module.css';
import type { Values } from './useMicroscope';

export interface SampleProps {
  /** Null: it has not come yet. */
  readonly values: Values | null;
  readonly shape: DataSetInfo['shape'];
  /** In words; `''` where the text beside it says it already. */
  readonly label: string;
}

export function Sample({ values, shape, label }: SampleProps): ReactNode {
  const [height, width] = shape;
  if (values !== null) return <Example values={values} shape={shape} label={label} />;
  const ratio = height > 1 && width > 1 ? `${width} / ${height}` : '1';
  return <span className={styles.awaited} style={{ aspectRatio: ratio }} />;
}
