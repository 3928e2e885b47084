/** The reader's own files on their way to the shelf: handed over, looked at, chosen about, kept. Nothing is kept before `Keep`. */

import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import type { DataSetId } from '../../data/dataSet';
import { LARGEST_SIDE_PX } from '../../data/import/importReport';
import type { ImportChoices, ImportReport } from '../../data/import/importReport';
import { Button } from '../../ui/Button';
import { DataTable } from '../../ui/DataTable';
import { Example } from '../../ui/Example';
import { FileDrop } from '../../ui/FileDrop';
import { Problem } from '../../ui/Problem';
import { ProgressBar } from '../../ui/ProgressBar';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { Select } from '../../ui/Select';
import { classNames } from '../../ui/classNames';
import field from '../../ui/field.module.css';
import styles from './DataDialog.module.css';
import { PreviewPoints } from './PreviewPoints';
import { keepProblem } from './state';
import type { Found, ShelfDialog, Work } from './state';
import { useShelfState } from './useShelf';
import { countTable, foundWords, isOfPoints, plural, wantedWords } from './words';

export interface ImportDeskProps {
  readonly shelf: ShelfDialog;
  /** The figure over which it stands. */
  readonly owner: string;
  readonly onUse: (id: DataSetId) => void;
}

export function ImportDesk({ shelf, owner, onUse }: ImportDeskProps): ReactNode {
  const importing = useShelfState(shelf, (state) => state.importing);
  switch (importing.phase) {
    case 'empty':
      return <Empty shelf={shelf} owner={owner} problem={importing.problem} />;
    case 'reading':
      return (
        <div className={styles.reading}>
          <p>Looking at {plural(importing.files.length, 'file')} …</p>
          <Progress work={importing.work} />
          <Button onPress={() => shelf.cancelImport()}>Cancel</Button>
        </div>
      );
    case 'found':
      return <FoundFiles shelf={shelf} found={importing} onUse={onUse} />;
    default:
      return importing satisfies never;
  }
}

function Empty({
  shelf,
  owner,
  problem,
}: Pick<ImportDeskProps, 'shelf' | 'owner'> & { readonly problem: string | null }): ReactNode {
  const wanted = useShelfState(shelf, (state) => wantedWords(state.wanted));
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wanted !== null) input.current?.focus();
  }, [wanted]);
  return (
    <>
      <p className={styles.lead}>
        {wanted ??
          'Your files are read in this browser and go nowhere else. Nothing is kept before you have seen what was found.'}
      </p>
      {problem !== null && (
        <div className={styles.problem}>
          <Problem message={problem} />
        </div>
      )}
      <FileDrop
        ref={input}
        onFiles={(files) => shelf.bring(owner, files)}
        onProblem={(message) => shelf.refuse(owner, message)}
      >
        <p>Drop files or a folder here. The book reads</p>
        <ul>
          <li>images (PNG, JPEG, WebP) in one folder for each class, as a folder or a ZIP archive,</li>
          <li>the IDX files of MNIST, Fashion-MNIST, KMNIST and EMNIST, packed with gzip or not,</li>
          <li>the binary files of CIFAR-10 and CIFAR-100,</li>
          <li>a table of points (CSV): two columns of numbers and one of classes.</li>
        </ul>
      </FileDrop>
    </>
  );
}

function Progress({ work }: { readonly work: Work | null }): ReactNode {
  if (work === null || work.total === null || work.total === 0) return <div className={styles.progress}>…</div>;
  return (
    <div className={styles.progress}>
      <ProgressBar label={work.task} fraction={work.done / work.total} />
    </div>
  );
}

function FoundFiles({
  shelf,
  found,
  onUse,
}: {
  readonly shelf: ShelfDialog;
  readonly found: Found;
  readonly onUse: (id: DataSetId) => void;
}): ReactNode {
  const kept = useShelfState(shelf, (state) => state.kept);
  const { report, isBeingKept } = found;
  const obstacle = keepProblem(found, kept);
  const why = useId();
  const keepButton = useRef<HTMLButtonElement>(null);
  // What the reader does next, most often.
  useEffect(() => keepButton.current?.focus({ preventScroll: true }), []);
  const table = countTable(report);
  return (
    <div className={styles.found}>
      <div className={styles.foundHead}>
        <h3 className={styles.itemTitle}>{report.format}</h3>
        <p className={styles.detail}>{foundWords(report)}</p>
      </div>
      {report.undecodable.length > 0 && <Undecodable found={found} shelf={shelf} />}
      {report.published === null && <NameField found={found} shelf={shelf} />}
      {found.choices !== null && <Choices choices={found.choices} shelf={shelf} isDisabled={isBeingKept} />}
      <Preview report={report} isOld={found.isLookedAtAgain} />
      {report.notes.map((note) => (
        <p key={note} className={styles.detail}>
          {note}
        </p>
      ))}
      <DataTable
        caption={`${isOfPoints(report) ? 'Points' : 'Images'} of each class`}
        columns={table.columns}
        rows={table.rows}
        maximumHeightPx={220}
      />
      {found.problem !== null && <Problem message={found.problem} />}
      <div className={styles.bar}>
        {!isBeingKept ? (
          <>
            <Button
              ref={keepButton}
              variant="primary"
              isDisabled={obstacle !== null}
              onPress={() => {
                void shelf.keep().then((id) => {
                  if (id !== null) onUse(id);
                });
              }}
            >
              Keep and use
            </Button>
            <Button onPress={() => shelf.cancelImport()}>Cancel</Button>
            <span id={why} className={styles.why} aria-live="polite">
              {obstacle}
            </span>
          </>
        ) : (
          <>
            <span className={styles.why}>
              Keeping {report.published === null ? found.name : report.suggestedName} …
            </span>
            <Button onPress={() => shelf.cancelImport()}>Cancel</Button>
          </>
        )}
      </div>
    </div>
  );
}

function NameField({ found, shelf }: { readonly found: Found; readonly shelf: ShelfDialog }): ReactNode {
  const id = useId();
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        Name
      </label>
      <input
        id={id}
        className={classNames(field.control, styles.name)}
        autoComplete="off"
        spellCheck={false}
        value={found.name}
        disabled={found.isBeingKept}
        onChange={(event) => shelf.name(event.target.value)}
      />
    </div>
  );
}

const sides = [16, 24, 28, 32, 48, 64, 96, 128, LARGEST_SIDE_PX] as const;

function Choices({
  choices,
  shelf,
  isDisabled,
}: {
  readonly choices: ImportChoices;
  readonly shelf: ShelfDialog;
  readonly isDisabled: boolean;
}): ReactNode {
  const offered = [...new Set([...sides, choices.side])].sort((one, other) => one - other);
  return (
    <div role="group" aria-label="How the images will be" className={styles.choices}>
      <Select
        label="Side (pixels)"
        value={String(choices.side)}
        options={offered.map((side) => ({ value: String(side), label: String(side) }))}
        isDisabled={isDisabled}
        onChange={(side) => shelf.choose({ side: Number(side) })}
      />
      <SegmentedControl
        label="Oblong images"
        value={choices.fit}
        options={[
          { value: 'cover', label: 'cut to a square', isDisabled },
          { value: 'contain', label: 'shown whole', isDisabled },
        ]}
        onChange={(fit) => shelf.choose({ fit })}
      />
      <SegmentedControl
        label="Colours"
        value={choices.colour}
        options={[
          { value: 'colour', label: 'colour', isDisabled },
          { value: 'grey', label: 'grey', isDisabled },
        ]}
        onChange={(colour) => shelf.choose({ colour })}
      />
    </div>
  );
}

function Preview({ report, isOld }: { readonly report: ImportReport; readonly isOld: boolean }): ReactNode {
  const { preview, classes } = report;
  if (preview === null) return null;
  const [height, width, channels] = preview.shape;
  const size = height * width * channels;
  if (preview.numbers !== undefined) return <PreviewPoints points={preview} classes={classes} />;
  return (
    <ul className={styles.preview} aria-label="How images will be" aria-busy={isOld}>
      {[...preview.labels].map((label, index) => (
        <li key={index} className={styles.previewImage}>
          <Example shape={preview.shape} values={preview.pixels.subarray(index * size, (index + 1) * size)} label="" />
          <span className={styles.previewName}>{classes[label]?.name ?? ''}</span>
        </li>
      ))}
    </ul>
  );
}

function Undecodable({ found, shelf }: { readonly found: Found; readonly shelf: ShelfDialog }): ReactNode {
  const { undecodable } = found.report;
  return (
    <div className={styles.undecodable}>
      <p>
        {undecodable.length === 1
          ? 'One file could not be read as an image:'
          : `${plural(undecodable.length, 'file')} could not be read as images:`}
      </p>
      <ul tabIndex={0} aria-label="Files that could not be read">
        {undecodable.map(({ path, reason }) => (
          <li key={path}>
            <span className={styles.path}>{path}</span>: {reason}
          </li>
        ))}
      </ul>
      <label className={styles.consent}>
        <input
          type="checkbox"
          checked={found.maySkip}
          disabled={found.isBeingKept}
          onChange={(event) => shelf.allowSkipping(event.target.checked)}
        />
        {undecodable.length === 1 ? 'Leave it out' : 'Leave them out'}
      </label>
    </div>
  );
}
