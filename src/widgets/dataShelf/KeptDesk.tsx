/** What is kept in this browser: renamed, deleted, used; how much space it takes, and whether the browser promises to keep it. */

import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { isOwn } from '../../data/dataSet';
import type { DataSetId, DataSetOffer } from '../../data/dataSet';
import { formatBytes } from '../../draw/format';
import { Button } from '../../ui/Button';
import { EditableName } from '../../ui/EditableName';
import { Problem } from '../../ui/Problem';
import styles from './DataDialog.module.css';
import { nameProblem } from './state';
import type { ShelfDialog } from './state';
import { useShelfState } from './useShelf';
import { keptWords, persistenceWords, spaceWords } from './words';

export interface KeptDeskProps {
  readonly shelf: ShelfDialog;
  readonly onUse: (id: DataSetId) => void;
  readonly misfit: (offer: DataSetOffer) => string | null;
}

export function KeptDesk({ shelf, onUse, misfit }: KeptDeskProps): ReactNode {
  const kept = useShelfState(shelf, (state) => state.kept);
  const problem = useShelfState(shelf, (state) => state.keptProblem);
  const notice = useShelfState(shelf, (state) => state.notice);
  return (
    <>
      {notice !== null && <p className={styles.lead}>{notice}</p>}
      {problem !== null && <Problem message={problem} />}
      {kept.length === 0 ? (
        <div className={styles.empty}>
          <p>Nothing is kept in this browser yet. What the book makes itself needs no place here.</p>
          <div className={styles.actions}>
            <Button onPress={() => shelf.showDesk('fetch')}>Fetch a published set</Button>
            <Button onPress={() => shelf.showDesk('import')}>Import your own</Button>
          </div>
        </div>
      ) : (
        <ul className={styles.list}>
          {kept.map((offer) => (
            <Kept key={offer.id} offer={offer} shelf={shelf} onUse={onUse} misfit={misfit} />
          ))}
        </ul>
      )}
      <Space shelf={shelf} />
    </>
  );
}

function Kept({ offer, shelf, onUse, misfit }: KeptDeskProps & { readonly offer: DataSetOffer }): ReactNode {
  const { id, title, sizeBytes } = offer;
  const isBusy = useShelfState(shelf, (state) => state.busy === id);
  const isDeleting = useShelfState(shelf, (state) => state.deleting === id);
  const kept = useShelfState(shelf, (state) => state.kept);
  const isServed = offer.origin === 'served';
  const why = misfit(offer);
  return (
    <li className={styles.item} aria-busy={isBusy}>
      <div className={styles.itemHead}>
        {isOwn(id) ? (
          <EditableName
            name={title}
            isDisabled={isBusy}
            problem={(name) => nameProblem(name, kept, id)}
            onRename={(name) => void shelf.rename(id, name)}
          />
        ) : (
          <h3 className={styles.itemTitle}>{title}</h3>
        )}
        <div className={styles.actions}>
          <Button label={`Use ${title}`} isDisabled={isBusy || why !== null} onPress={() => onUse(id)}>
            Use
          </Button>
          {!isServed && (
            <Button
              variant="quiet"
              label={`Delete ${title}`}
              isDisabled={isBusy || isDeleting}
              onPress={() => shelf.askToDelete(id)}
            >
              Delete
            </Button>
          )}
        </div>
      </div>
      <p className={styles.detail}>{keptWords(offer)}</p>
      {why !== null && <p className={styles.detail}>{why}</p>}
      {isDeleting && (
        <Confirmation
          words={`Delete ${title} from this browser? ${sizeBytes === undefined ? 'It' : `Its ${formatBytes(sizeBytes)}`} cannot be brought back.`}
          onConfirm={() => void shelf.remove(id)}
          onCancel={() => shelf.askToDelete(null)}
        />
      )}
    </li>
  );
}

function Confirmation({
  words,
  onConfirm,
  onCancel,
}: {
  readonly words: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}): ReactNode {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div
      role="group"
      aria-label={words}
      className={styles.confirmation}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The dialog stays.
        event.preventDefault();
        event.stopPropagation();
        onCancel();
      }}
    >
      <span>{words}</span>
      <div className={styles.actions}>
        <Button onPress={onConfirm}>Delete it</Button>
        <Button ref={keep} variant="quiet" onPress={onCancel}>
          Keep it
        </Button>
      </div>
    </div>
  );
}

function Space({ shelf }: { readonly shelf: ShelfDialog }): ReactNode {
  const space = useShelfState(shelf, (state) => state.space);
  const persistence = useShelfState(shelf, (state) => state.persistence);
  const { words, canAsk } = persistenceWords(space, persistence);
  return (
    <div className={styles.space}>
      <p>{spaceWords(space)}</p>
      <p aria-live="polite">{words}</p>
      {canAsk && (
        <Button isDisabled={persistence === 'asked'} onPress={() => void shelf.persist()}>
          Ask the browser to keep this
        </Button>
      )}
    </div>
  );
}
