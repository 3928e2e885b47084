/** Published data sets: where they come from, shown before the first byte, and how far each has come. */

import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { DataSetId, DataSetOffer } from '../../data/dataSet';
import type { PublishedSource } from '../../data/published';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { ProgressBar } from '../../ui/ProgressBar';
import styles from './DataDialog.module.css';
import type { ShelfDialog } from './state';
import { useShelfState } from './useShelf';
import { bytesWords, creditWords, keptWords, sourceWords } from './words';

export interface FetchDeskProps {
  readonly shelf: ShelfDialog;
  readonly onUse: (id: DataSetId) => void;
  readonly misfit: (offer: DataSetOffer) => string | null;
}

export function FetchDesk({ shelf, onUse, misfit }: FetchDeskProps): ReactNode {
  return (
    <>
      <p className={styles.lead}>
        Nothing is fetched before you ask. What you fetch is checked against its published hash, stays in this browser
        and works offline afterwards.
      </p>
      <ul className={styles.list}>
        {shelf.sources.map((source) => (
          <Source key={source.id} source={source} shelf={shelf} onUse={onUse} misfit={misfit} />
        ))}
      </ul>
    </>
  );
}

function Source({ source, shelf, onUse, misfit }: FetchDeskProps & { readonly source: PublishedSource }): ReactNode {
  const { id, title } = source;
  const fetching = useShelfState(shelf, (state) => state.fetching[id] ?? null);
  const here = useShelfState(shelf, (state) => state.kept.find((offer) => offer.id === id) ?? null);
  const isWanted = useShelfState(shelf, (state) => state.wanted === id);
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isWanted) place.current?.querySelector('button')?.focus();
  }, [isWanted]);
  const isGoing = fetching?.phase === 'going';
  const why = here === null ? null : misfit(here);

  return (
    <li ref={place} className={styles.item} data-wanted={isWanted}>
      <div className={styles.itemHead}>
        <h3 className={styles.itemTitle}>
          {title} <span className={styles.credit}>{creditWords[id]}</span>
        </h3>
        <div className={styles.actions}>
          {here !== null ? (
            <Button label={`Use ${title}`} isDisabled={why !== null} onPress={() => onUse(id)}>
              Use
            </Button>
          ) : isGoing ? (
            <Button label={`Cancel fetching ${title}`} onPress={() => shelf.cancelFetch(id)}>
              Cancel
            </Button>
          ) : (
            source.way === 'page' && (
              <Button
                label={fetching === null ? `Fetch ${title}` : `Resume fetching ${title}`}
                onPress={() => void shelf.fetch(id)}
              >
                {fetching === null ? 'Fetch' : 'Resume'}
              </Button>
            )
          )}
        </div>
      </div>
      {here === null ? (
        <Origin source={source} shelf={shelf} />
      ) : (
        <p className={styles.detail}>Here: {keptWords(here)}.</p>
      )}
      {why !== null && <p className={styles.detail}>{why}</p>}
      {isGoing && (
        <div className={styles.progress}>
          {fetching.work === null || fetching.work.total === null ? (
            <span>Asking {hostOf(source)} …</span>
          ) : (
            <ProgressBar
              label={`${fetching.work.task}, ${bytesWords(fetching.work)}`}
              fraction={fetching.work.done / fetching.work.total}
            />
          )}
        </div>
      )}
      {fetching?.phase === 'stopped' &&
        (fetching.problem === null ? (
          <p className={styles.detail}>Stopped. What has come is kept, and Resume goes on from there.</p>
        ) : (
          <Problem message={fetching.problem} />
        ))}
    </li>
  );
}

/** Where it comes from; and where a page may not fetch it, who may. */
function Origin({ source, shelf }: { readonly source: PublishedSource; readonly shelf: ShelfDialog }): ReactNode {
  return (
    <>
      <p className={styles.detail}>
        {sourceWords(source)}, from{' '}
        {source.addresses.map((address) => (
          <Address key={address}>{address}</Address>
        ))}
      </p>
      {source.way === 'command' && (
        <p className={styles.detail}>
          That host lets no page of another site read its files. Whoever serves the book runs{' '}
          <code className={styles.code}>{source.command}</code> once, and everybody has it; or download the{' '}
          {source.files.length === 1 ? 'file' : 'files'} yourself (
          {source.files.map(({ name }, index) => (
            <span key={name}>
              {index > 0 && ', '}
              <a href={`${source.addresses[0] ?? ''}${name}`} rel="noreferrer" target="_blank">
                {name}
              </a>
            </span>
          ))}
          ) and{' '}
          <button type="button" className={styles.link} onClick={() => shelf.showDesk('import')}>
            import {source.files.length === 1 ? 'it' : 'them'}
          </button>
          .
        </p>
      )}
    </>
  );
}

function Address({ children }: { readonly children: string }): ReactNode {
  return <span className={styles.address}>{children} </span>;
}

function hostOf({ addresses }: PublishedSource): string {
  return new URL(addresses[0] ?? 'about:blank').host;
}
