/**
 * The ledger of runs as a dialog: everything that was trained on this machine, listed, found, laid over one another, named, deleted and
 * brought back, taken out as files and taken in again.
 *
 * Deliberately not here: keeping runs (`lab/ledger`), which goes on whether somebody looks or not.
 */

import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { formatInteger } from '../../../draw/format';
import { LEAST_STEPS } from '../../../lab/ledger/record';
import { LARGEST_FILE_BYTES, runsCsv, runsJson } from '../../../lab/ledger/runFiles';
import type { RunHandle } from '../../../lab/runState';
import { Announcer } from '../../../ui/Announcer';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { Problem } from '../../../ui/Problem';
import { saveFile } from '../../../ui/exportFigure';
import { Comparison } from './Comparison';
import { FilterRow } from './FilterRow';
import { RunDetails } from './RunDetails';
import { RunList } from './RunList';
import styles from './RunsDialog.module.css';
import { chaptersOf, chosenOf, initialFilter, listed, noPlaces, tooMany, withChosen, withoutChosen } from './choice';
import { networkTitle, runName } from './runWords';
import { useLedger, useLedgerState } from './useLedger';

export interface RunsDialogProps {
  /** Where a run of the ledger is opened again. */
  readonly run: RunHandle;
  /** Networks that the figure offers; left out: all. */
  readonly networks?: readonly string[];
  /** A run of the ledger is being trained in the figure now. */
  readonly onOpened?: () => void;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function RunsDialog({ isOpen, onClose, ...rest }: RunsDialogProps): ReactNode {
  return (
    <Dialog title="Runs" isOpen={isOpen} onClose={onClose}>
      <Runs onClose={onClose} {...rest} />
    </Dialog>
  );
}

function Runs({ run, networks, onOpened, onClose }: Omit<RunsDialogProps, 'isOpen'>): ReactNode {
  const ledger = useLedger();
  const summaries = useLedgerState(ledger, (state) => state.summaries);
  const isLoaded = useLedgerState(ledger, (state) => state.isLoaded);
  const damaged = useLedgerState(ledger, (state) => state.damaged);
  const notice = useLedgerState(ledger, (state) => state.notice);
  const removed = useLedgerState(ledger, (state) => state.removed);
  const [filter, setFilter] = useState(initialFilter);
  const [places, setPlaces] = useState(noPlaces);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** What was done last, shown and said. */
  const [done, setDone] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const undoButton = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    void ledger.look();
    return () => ledger.forgetRemoved();
  }, [ledger]);

  // The button that had the focus may have gone with what it did.
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost) (undoButton.current ?? place.current)?.focus();
  }, [removed]);

  const byId = useMemo(() => new Map(summaries.map((summary) => [summary.id, summary])), [summaries]);
  const rows = useMemo(() => listed(summaries, filter), [summaries, filter]);
  const chapters = useMemo(() => chaptersOf(summaries), [summaries]);
  const chosen = chosenOf(places, (id) => byId.has(id));
  const chosenSummaries = useMemo(
    () => chosenOf(places, (id) => byId.has(id)).flatMap(({ id }) => byId.get(id) ?? []),
    [places, byId],
  );
  const opened = openedId === null ? null : (byId.get(openedId) ?? null);

  const attempt = async (action: () => Promise<string>): Promise<void> => {
    setProblem(null);
    try {
      setDone(await action());
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const choose = (id: string, isChosen: boolean): void => {
    // Places of runs that are gone are free.
    const there = places.map((held) => (held !== null && byId.has(held) ? held : null));
    const next = isChosen ? withChosen(there, id) : withoutChosen(there, id);
    setDone(next === null ? tooMany : '');
    if (next !== null) setPlaces(next);
  };
  const remove = (which: readonly string[] | 'unpinned'): void => {
    const [only] = which === 'unpinned' ? [] : which;
    const summary = only === undefined ? undefined : byId.get(only);
    void attempt(async () => {
      const before = ledger.store.getState().summaries.length;
      await ledger.remove(which);
      const count = before - ledger.store.getState().summaries.length;
      return summary === undefined ? `${countWords(count)} deleted.` : `“${runName(summary)}” deleted.`;
    });
  };
  const undo = (): void => {
    const count = removed[0]?.length ?? 0;
    if (count === 0) return;
    void attempt(async () => {
      await ledger.undo();
      return `${countWords(count)} brought back.`;
    });
  };
  const save = (kind: 'json' | 'csv'): void => {
    void attempt(async () => {
      const kept = await ledger.read(chosen.map(({ id }) => id));
      const [text, type] = kind === 'json' ? [runsJson(kept), 'application/json'] : [runsCsv(kept), 'text/csv'];
      saveFile(`runs.${kind}`, new Blob([text], { type }));
      return `${countWords(kept.length)} saved as ${kind.toUpperCase()}.`;
    });
  };
  const take = (from: File): void => {
    void attempt(async () => {
      if (from.size > LARGEST_FILE_BYTES) {
        throw new Error(
          `${from.name}: expected a file of at most ${LARGEST_FILE_BYTES / 2 ** 20} MiB, found ${Math.ceil(from.size / 2 ** 20)} MiB. Nothing was taken over. Export fewer runs at a time.`,
        );
      }
      const { added, known } = await ledger.takeJson(await from.text(), from.name);
      return `${countWords(added)} taken over${known === 0 ? '' : `; ${countWords(known)} here already and left as they are`}.`;
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
    // In a field it is the field's own.
    if (!isUndo || isTextField(event.target)) return;
    event.preventDefault();
    undo();
  };

  const count =
    rows.length === summaries.length
      ? countWords(summaries.length)
      : `${formatInteger(rows.length)} of ${countWords(summaries.length)}`;
  const unread =
    damaged === 0
      ? ''
      : ` ${damaged === 1 ? 'One record is damaged and left out.' : `${formatInteger(damaged)} records are damaged and left out.`}`;
  return (
    <div ref={place} tabIndex={-1} className={styles.page} onKeyDown={onKeyDown}>
      {notice !== null && <p className={styles.words}>{notice}</p>}
      {problem !== null && <Problem message={problem} onDismiss={() => setProblem(null)} />}
      {isLoaded && summaries.length === 0 ? (
        <p className={styles.words}>
          No run is kept yet. A run comes here by itself once it has been trained for {LEAST_STEPS} steps: press Train
          in any figure of this book. Runs stay on this machine and are sent nowhere.{unread}
        </p>
      ) : (
        <>
          <FilterRow filter={filter} chapters={chapters} onChange={setFilter} />
          <RunList
            runs={rows}
            chosen={chosen}
            openedId={openedId}
            onChoose={choose}
            onOpen={(id) => setOpenedId(id === openedId ? null : id)}
            onPin={(id, isPinned) => void ledger.pin(id, isPinned)}
            onDelete={(id) => remove([id])}
          />
        </>
      )}
      <div className={styles.status}>
        <span className={styles.words}>
          {done === '' ? (isLoaded ? `${count}.${unread}` : 'Reading the ledger.') : done}
        </span>
        {removed.length > 0 && (
          <Button ref={undoButton} onPress={undo}>
            Undo delete
          </Button>
        )}
      </div>
      <div className={styles.actions}>
        <Button isDisabled={chosen.length === 0} onPress={() => save('json')}>
          Export JSON
        </Button>
        <Button isDisabled={chosen.length === 0} onPress={() => save('csv')}>
          Export CSV
        </Button>
        <Button onPress={() => file.current?.click()}>Import…</Button>
        <Button variant="quiet" isDisabled={chosen.length === 0} onPress={() => remove(chosen.map(({ id }) => id))}>
          Delete chosen
        </Button>
        <Button
          variant="quiet"
          isDisabled={summaries.every(({ isPinned }) => isPinned)}
          onPress={() => remove('unpinned')}
        >
          Delete all that are not pinned
        </Button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="File of runs"
          onChange={(event) => {
            const [from] = event.target.files ?? [];
            if (from !== undefined) take(from);
            // So that the same file can be chosen again after an error.
            event.target.value = '';
          }}
        />
      </div>
      {opened !== null && (
        <RunDetails
          ledger={ledger}
          run={opened}
          misfit={
            networks === undefined || networks.includes(opened.origin.network)
              ? null
              : `This figure does not train ${networkTitle(opened.origin.network)}. Open the run in a figure that does.`
          }
          onOpenInFigure={() => {
            onClose();
            void run.actions.describe(opened.origin).then(onOpened);
          }}
          onDelete={() => remove([opened.id])}
          onClose={() => {
            setOpenedId(null);
            place.current?.querySelector<HTMLElement>('[data-active] [data-part="open"]')?.focus();
          }}
        />
      )}
      {chosen.length > 0 ? (
        <Comparison ledger={ledger} chosen={chosen} summaries={chosenSummaries} onProblem={setProblem} />
      ) : (
        summaries.length > 0 && (
          <p className={styles.words}>Tick up to twelve runs to lay their curves over one another.</p>
        )
      )}
      {/* In the dialog, because what lies under it is not heard while it is open. */}
      <Announcer>{done}</Announcer>
    </div>
  );
}

function countWords(count: number): string {
  return count === 1 ? '1 run' : `${formatInteger(count)} runs`;
}

function isTextField(target: EventTarget): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio')
  );
}
