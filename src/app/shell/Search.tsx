/** The way into the search: a visible button, and the key `/` wherever the reader is not typing. The rest loads when first used. */
import { lazy, Suspense, useEffect, useState } from 'react';
import styles from './Search.module.css';
import { SearchIcon } from './icons';
import { isTypingPlace } from './typing';

const SearchDialog = lazy(async () => ({ default: (await import('./SearchDialog')).SearchDialog }));

export function Search() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const openOnSlash = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTypingPlace(event.target) || document.querySelector('dialog[open], [role="dialog"]') !== null) return;
      event.preventDefault();
      setOpen(true);
    };
    const { dataset } = document.documentElement;
    document.addEventListener('keydown', openOnSlash);
    dataset['live'] = '';
    if (dataset['search'] !== undefined) {
      delete dataset['search'];
      document.dispatchEvent(new KeyboardEvent('keydown', { key: '/' }));
    }
    return () => {
      document.removeEventListener('keydown', openOnSlash);
      delete dataset['live'];
    };
  }, []);

  return (
    <>
      <button
        className={styles['button']}
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="/"
        onClick={() => setOpen(true)}
      >
        <SearchIcon />
        <span className={styles['label']}>Search</span>
        <kbd className={styles['key']} aria-hidden>
          /
        </kbd>
      </button>
      {open && (
        <Suspense fallback={null}>
          <SearchDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
