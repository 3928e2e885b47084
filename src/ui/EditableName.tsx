/**
 * A name that can be changed where it stands: `Rename` puts a field in its place. Enter and `Save` take the new name over, Escape and
 * `Cancel` bring the old one back, and the focus returns to `Rename`. A name that cannot be is refused with the reason under the field.
 */

import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from './Button';
import styles from './EditableName.module.css';
import { classNames } from './classNames';
import field from './field.module.css';

export interface EditableNameProps {
  readonly name: string;
  /** Why this name cannot be, in words; null where it can. */
  readonly problem: (name: string) => string | null;
  readonly onRename: (name: string) => void;
  readonly isDisabled?: boolean;
}

export function EditableName({ name, problem, onRename, isDisabled = false }: EditableNameProps): ReactNode {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const rename = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const isEditing = draft !== null;
  const wasEditing = useRef(false);
  useEffect(() => {
    if (isEditing) {
      input.current?.focus();
      input.current?.select();
    } else if (wasEditing.current) rename.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  if (draft === null) {
    return (
      <span className={styles.line}>
        <span className={styles.name}>{name}</span>
        <Button
          ref={rename}
          variant="quiet"
          label={`Rename ${name}`}
          isDisabled={isDisabled}
          onPress={() => setDraft(name)}
        >
          Rename
        </Button>
      </span>
    );
  }
  const close = (): void => {
    setDraft(null);
    setReason(null);
  };
  const save = (): void => {
    const wanted = draft.trim();
    const why = wanted === name ? null : problem(wanted);
    setReason(why);
    if (why !== null) return;
    close();
    if (wanted !== name) onRename(wanted);
  };
  return (
    <span className={styles.line}>
      <input
        ref={input}
        className={classNames(field.control, styles.input)}
        aria-label={`New name of ${name}`}
        aria-invalid={reason !== null || undefined}
        aria-describedby={reason === null ? undefined : id}
        autoComplete="off"
        spellCheck={false}
        value={draft}
        onChange={(event) => {
          setDraft(event.target.value);
          setReason(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          else if (event.key === 'Escape') close();
          else return;
          // A dialog around this field is not meant.
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Button onPress={save}>Save</Button>
      <Button variant="quiet" onPress={close}>
        Cancel
      </Button>
      <span id={id} className={styles.reason} aria-live="polite">
        {reason}
      </span>
    </span>
  );
}
