/**
 * The contents of the whole book, with the reader's place: the chapter that is open, its sections, the one being read.
 * A chapter that is not written is no link; it is said in words to those who do not see that it is paler.
 */
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { Chapter } from '../../lessons/model';
import { parts } from '../book';
import type { Place } from '../lesson';
import { chapterAddress } from '../navigation';
import styles from './Contents.module.css';

export const backMatter = [
  { title: 'Glossary', address: '/glossary/' },
  { title: 'Notation', address: '/notation/' },
  { title: 'Bibliography', address: '/bibliography/' },
] as const;

interface ContentsProps {
  readonly place: Place;
  /** The section being read. */
  readonly section: string | undefined;
  /** Called when the reader follows a link; the drawer closes. */
  readonly onFollow?: () => void;
}

export function Contents({ place, section, onFollow }: ContentsProps) {
  const list = useRef<HTMLDivElement>(null);
  // The list scrolls by itself: bring the open chapter into it, without moving the page.
  useEffect(() => {
    const box = list.current;
    const open = box?.querySelector<HTMLElement>('[aria-current="page"]');
    if (box === null || open === null || open === undefined) return;
    const offset = open.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (offset < 0 || offset > box.clientHeight * 0.6) box.scrollTop += offset - box.clientHeight / 4;
  }, [place.slug]);

  return (
    <div className={styles['contents']} ref={list}>
      {parts.map((part) => (
        <section key={part.title} className={styles['part']}>
          <h2 className={styles['partName']}>
            <span className={styles['partNumber']}>Part {part.numeral}</span> {part.title}
          </h2>
          <ol className={styles['chapters']}>
            {part.chapters.map((chapter) => (
              <li key={chapter.slug}>
                <ChapterEntry chapter={chapter} open={chapter.slug === place.slug} onFollow={onFollow} />
                {chapter.slug === place.slug && place.sections !== undefined && (
                  <ol className={styles['sections']}>
                    {place.sections.map(({ id, title }) => (
                      <li key={id}>
                        <a href={`#${id}`} aria-current={id === section ? 'location' : undefined} onClick={onFollow}>
                          {title}
                        </a>
                      </li>
                    ))}
                  </ol>
                )}
              </li>
            ))}
          </ol>
        </section>
      ))}
      <section className={styles['part']}>
        <h2 className={styles['partName']}>Back matter</h2>
        <ul className={styles['chapters']}>
          {backMatter.map(({ title, address }) => (
            <li key={address}>
              <Link
                className={styles['backMatter']}
                to={address}
                aria-current={place.address === address ? 'page' : undefined}
                onClick={onFollow}
              >
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function ChapterEntry({
  chapter,
  open,
  onFollow,
}: {
  readonly chapter: Chapter;
  readonly open: boolean;
  readonly onFollow: (() => void) | undefined;
}) {
  const inside = (
    <>
      <span className={styles['number']}>{chapter.number}</span> <span>{chapter.title}</span>
    </>
  );
  if (!chapter.written) {
    return (
      <span className={styles['planned']}>
        {inside} <span className="visuallyHidden">(planned)</span>
      </span>
    );
  }
  return (
    <Link
      className={styles['written']}
      to={chapterAddress(chapter.slug)}
      aria-current={open ? 'page' : undefined}
      onClick={onFollow}
    >
      {inside}
    </Link>
  );
}
