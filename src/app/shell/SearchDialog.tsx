/** The search: a field, and results as the reader types. Arrow keys move through them, Enter opens one, Escape closes. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Link } from 'react-router';
import styles from './Search.module.css';
import { openSearchIndex, type Hit, type SearchIndex } from './searchIndex';

type Found =
  | { readonly state: 'idle' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'found'; readonly query: string; readonly hits: readonly Hit[] };

let index: Promise<SearchIndex> | undefined;

function openIndexOnce(): Promise<SearchIndex> {
  index ??= openSearchIndex(import.meta.env.BASE_URL, import.meta.env.DEV).catch((error: unknown) => {
    index = undefined;
    throw error;
  });
  return index;
}

async function look(query: string): Promise<Found | null> {
  try {
    const opened = await openIndexOnce();
    const hits = await opened.find(query);
    return hits === null ? null : { state: 'found', query, hits };
  } catch (error) {
    return { state: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function summary(found: Found): string {
  switch (found.state) {
    case 'idle':
      return 'Searches the chapters, the glossary and the notation.';
    case 'failed':
      return found.message;
    case 'found':
      if (found.hits.length === 0) return `Nothing in the book matches “${found.query}”.`;
      return found.hits.length === 1 ? '1 place' : `${found.hits.length} places`;
    default:
      return found satisfies never;
  }
}

export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<Found>({ state: 'idle' });

  useEffect(() => {
    dialog.current?.showModal();
    field.current?.focus();
    // The index is on its way while the reader types; a failure is said at once.
    let left = false;
    openIndexOnce().catch((error: unknown) => {
      if (!left) setFound({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
    return () => {
      left = true;
    };
  }, []);

  useEffect(() => {
    const wanted = query.trim();
    if (wanted === '') return;
    let overtaken = false;
    void look(wanted).then((next) => {
      if (!overtaken && next !== null) setFound(next);
    });
    return () => {
      overtaken = true;
    };
  }, [query]);

  const move = (event: KeyboardEvent): void => {
    const links = [...(dialog.current?.querySelectorAll<HTMLAnchorElement>('li a') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    if (event.key === 'ArrowDown') links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') (at <= 0 ? field.current : links[at - 1])?.focus();
    else if (event.key === 'Enter' && event.target === field.current) links[0]?.click();
    // A search field keeps the first Escape for itself, to clear it.
    else if (event.key === 'Escape') dialog.current?.close();
    else return;
    event.preventDefault();
  };
  const close = (): void => dialog.current?.close();

  return (
    <dialog
      ref={dialog}
      className={styles['dialog']}
      aria-label="Search the book"
      onClose={onClose}
      onKeyDown={move}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div className={styles['inside']}>
        <div className={styles['line']}>
          <input
            ref={field}
            className={styles['field']}
            type="search"
            aria-label="Search the book"
            placeholder="Search the book"
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="search"
            value={query}
            onChange={({ currentTarget: { value } }) => {
              setQuery(value);
              if (value.trim() === '' && found.state === 'found') setFound({ state: 'idle' });
            }}
          />
          <button className={styles['close']} type="button" onClick={close}>
            Close
          </button>
        </div>
        <p className={styles['summary']} role="status">
          {summary(found)}
        </p>
        {found.state === 'found' && (
          <ol className={styles['hits']}>
            {found.hits.map((hit) => (
              <li key={hit.address}>
                <Link to={hit.address} onClick={close}>
                  <span className={styles['place']}>
                    {hit.page}
                    {hit.section !== null && <span className={styles['section']}> · {hit.section}</span>}
                  </span>
                  <span className={styles['excerpt']} dangerouslySetInnerHTML={{ __html: hit.excerptHtml }} />
                </Link>
              </li>
            ))}
          </ol>
        )}
      </div>
    </dialog>
  );
}
