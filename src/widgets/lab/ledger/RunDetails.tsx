/** One run in hand: its name and notes, everything that it is, and what can be done with it. */

import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Ledger } from '../../../lab/ledger/ledger';
import { runNameProblem, runNotesProblem } from '../../../lab/ledger/record';
import type { RunSummary } from '../../../lab/ledger/record';
import { Button } from '../../../ui/Button';
import { DataTable } from '../../../ui/DataTable';
import { EditableName } from '../../../ui/EditableName';
import { classNames } from '../../../ui/classNames';
import field from '../../../ui/field.module.css';
import styles from './RunsDialog.module.css';
import { descriptionRows, notThere } from './differences';
import { runName } from './runWords';

export interface RunDetailsProps {
  readonly ledger: Ledger;
  readonly run: RunSummary;
  /** Why the figure cannot open it, in words; null where it can. */
  readonly misfit: string | null;
  readonly onOpenInFigure: () => void;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

export function RunDetails({ ledger, run, misfit, onOpenInFigure, onDelete, onClose }: RunDetailsProps): ReactNode {
  const section = useRef<HTMLElement>(null);
  const [isWhole, setIsWhole] = useState(false);
  const name = runName(run);
  useEffect(() => {
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: 'nearest' });
  }, [run.id]);
  return (
    <section ref={section} tabIndex={-1} aria-label={`The run ${name}`} className={styles.details}>
      <div className={styles.detailsHead}>
        <EditableName
          name={name}
          problem={runNameProblem}
          onRename={(wanted) => void ledger.rename(run.id, wanted).catch(() => undefined)}
        />
        <Button variant="quiet" onPress={onClose}>
          Put away
        </Button>
      </div>
      {run.failure !== null && <p className={styles.words}>It stopped by itself. {run.failure}</p>}
      <Notes key={run.id} ledger={ledger} run={run} />
      <div className={styles.actions}>
        <Button isDisabled={misfit !== null} onPress={onOpenInFigure}>
          Open in this figure
        </Button>
        <Button isExpanded={isWhole} onPress={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Hide settings' : 'Show settings'}
        </Button>
        <Button variant="quiet" label={`Delete ${name}`} onPress={onDelete}>
          Delete
        </Button>
      </div>
      <p className={styles.words}>
        {misfit ?? 'Opening it starts this figure’s run over with the settings that this run began with.'}
      </p>
      {isWhole && (
        <DataTable
          caption="What this run is"
          columns={[
            { label: 'setting', align: 'start' },
            { label: 'value', align: 'start', isWrapped: true },
          ]}
          rows={descriptionRows(run).filter(([, text]) => text !== notThere)}
        />
      )}
    </section>
  );
}

/** Kept when the field is left, and a moment after the last letter. */
const KEEP_AFTER_MS = 1000;

function Notes({ ledger, run }: Pick<RunDetailsProps, 'ledger' | 'run'>): ReactNode {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? run.notes;
  const problem = runNotesProblem(shown);
  const keep = useRef<() => void>(() => undefined);
  useEffect(() => {
    keep.current = () => {
      if (draft === null || problem !== null) return;
      void ledger.note(run.id, draft).then(
        () => setDraft((now) => (now === draft ? null : now)),
        () => undefined,
      );
    };
  }, [draft, problem, ledger, run.id]);
  useEffect(() => {
    if (draft === null) return;
    const timer = setTimeout(() => keep.current(), KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  // What was written last is kept also when the dialog is closed over it.
  useEffect(() => () => keep.current(), []);
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        Notes
      </label>
      <textarea
        id={id}
        rows={2}
        className={classNames(field.control, styles.notes)}
        value={shown}
        aria-invalid={problem !== null || undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => keep.current()}
      />
      <span id={`${id}-problem`} className={styles.words} aria-live="polite">
        {problem}
      </span>
    </div>
  );
}
