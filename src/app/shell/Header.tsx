/** The line above every page: the way to the contents on a narrow screen, the book's name, search, theme. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { bookTitle } from '../book';
import type { Place } from '../lesson';
import { Contents } from './Contents';
import styles from './Header.module.css';
import { Search } from './Search';
import { ThemeSelect } from './ThemeSelect';
import { ContentsIcon } from './icons';

interface HeaderProps {
  readonly place: Place;
  readonly section: string | undefined;
}

export function Header({ place, section }: HeaderProps) {
  return (
    <header className={styles['header']}>
      {place.alone !== true && <ContentsDrawer place={place} section={section} />}
      <Link className={styles['name']} to="/">
        {bookTitle}
      </Link>
      <div className={`${styles['tools'] ?? ''} needsScript`}>
        <Search />
        <ThemeSelect />
      </div>
    </header>
  );
}

/**
 * Opens the contents over the page. A native modal dialog keeps the focus inside and closes with Escape. Without JavaScript a
 * link in its place leads to the contents, which then stand below the text.
 */
function ContentsDrawer({ place, section }: HeaderProps) {
  const [open, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useCallback(() => dialog.current?.close(), []);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);

  return (
    <>
      <button
        className={`${styles['contentsButton'] ?? ''} needsScript`}
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <ContentsIcon />
        <span>Contents</span>
      </button>
      <a className={`${styles['contentsButton'] ?? ''} withoutScript`} href="#contents">
        <ContentsIcon />
        <span>Contents</span>
      </a>
      {open && (
        <dialog
          ref={dialog}
          className={styles['drawer']}
          aria-label="Contents"
          onClose={() => setOpen(false)}
          onClick={(event) => {
            if (event.target === dialog.current) close();
          }}
        >
          <div className={styles['drawerInside']}>
            <button className={styles['close']} type="button" onClick={close}>
              Close
            </button>
            <nav aria-label="Contents">
              <Contents place={place} section={section} onFollow={close} />
            </nav>
          </div>
        </dialog>
      )}
    </>
  );
}
