/** Where the reader hands over MNIST: one field that takes the four files together. Always in the page, so that it can be found. */

import { useId } from 'react';
import type { ReactNode, Ref } from 'react';
import styles from './ImportField.module.css';

export interface ImportFieldProps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly isBusy: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function ImportField({ onFiles, isBusy, ref }: ImportFieldProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.place}>
      <span className={styles.field}>
        {/* No `accept`: two of the common names of these files have no ending that a file dialogue could match. */}
        <input
          id={id}
          ref={ref}
          type="file"
          multiple
          disabled={isBusy}
          className={styles.input}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            // So that the same files can be chosen again after an error.
            event.target.value = '';
            if (files.length > 0) onFiles(files);
          }}
        />
        <label htmlFor={id} className={styles.label}>
          Import MNIST files
        </label>
      </span>
      <span id={`${id}-hint`} className={styles.hint}>
        the four files together, gzip or not; or drop them on the figure. They stay in this browser.
      </span>
    </div>
  );
}
