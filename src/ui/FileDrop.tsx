/**
 * Where a reader hands over files: dropped here, chosen as files, or chosen as a folder. The two choices are the platform's own fields
 * under words that look like the house's buttons, so that every device shows the dialogue its reader knows.
 */

import { useId, useState } from 'react';
import type { ReactNode, Ref } from 'react';
import styles from './FileDrop.module.css';
import { classNames } from './classNames';
import { droppedFiles, pickedFiles } from './droppedFiles';
import type { PickedFile } from './droppedFiles';

export interface FileDropProps {
  /** What the reader may bring, in a sentence or two. */
  readonly children: ReactNode;
  readonly onFiles: (files: readonly PickedFile[]) => void;
  /** A drop that could not be read, in words for the reader. */
  readonly onProblem: (message: string) => void;
  readonly isDisabled?: boolean;
  /** The field behind `Choose files`. */
  readonly ref?: Ref<HTMLInputElement>;
}

export function FileDrop({ children, onFiles, onProblem, isDisabled = false, ref }: FileDropProps): ReactNode {
  const hint = useId();
  const [isTarget, setIsTarget] = useState(false);
  return (
    <div
      className={classNames(styles.place, isTarget && styles.target)}
      onDragOver={(event) => {
        if (isDisabled || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setIsTarget(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsTarget(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        // What lies under this place may take drops too, and has them already.
        event.stopPropagation();
        setIsTarget(false);
        if (isDisabled) return;
        droppedFiles(event.dataTransfer).then(
          (files) => {
            if (files.length > 0) onFiles(files);
          },
          (error: unknown) => onProblem(error instanceof Error ? error.message : String(error)),
        );
      }}
    >
      <div id={hint} className={styles.hint}>
        {children}
      </div>
      <div className={styles.fields}>
        <PickerField
          label="Choose files"
          hint={hint}
          isDisabled={isDisabled}
          onFiles={onFiles}
          {...(ref === undefined ? {} : { ref })}
        />
        <PickerField label="Choose a folder" isFolder hint={hint} isDisabled={isDisabled} onFiles={onFiles} />
      </div>
    </div>
  );
}

function PickerField({
  label,
  isFolder = false,
  hint,
  isDisabled,
  onFiles,
  ref,
}: {
  readonly label: string;
  readonly isFolder?: boolean;
  readonly hint: string;
  readonly isDisabled: boolean;
  readonly onFiles: (files: readonly PickedFile[]) => void;
  readonly ref?: Ref<HTMLInputElement>;
}): ReactNode {
  const id = useId();
  return (
    <span className={styles.field}>
      {/* No `accept`: common data files have no ending that a file dialogue could match. */}
      <input
        id={id}
        ref={ref}
        type="file"
        multiple
        disabled={isDisabled}
        className={styles.input}
        aria-describedby={hint}
        {...(isFolder ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          const files = pickedFiles(event.target.files ?? []);
          // So that the same files can be chosen again after an error.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
    </span>
  );
}
