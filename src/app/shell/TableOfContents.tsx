/** The contents as a printed book has them: five parts, chapters with their numbers, reading time or that they are planned. */
import { Link } from 'react-router';
import { parts } from '../book';
import { chapterAddress } from '../navigation';
import { backMatter } from './Contents';
import styles from './TableOfContents.module.css';

export function TableOfContents() {
  return (
    <div className={styles['parts']}>
      {parts.map((part) => (
        <section key={part.number} className={styles['part']}>
          <h3 className={styles['partName']}>
            <span className={styles['partNumber']}>Part {part.numeral}</span> {part.title}
          </h3>
          <ol className={styles['chapters']}>
            {part.chapters.map((chapter) => (
              <li key={chapter.slug} className={chapter.written ? styles['written'] : styles['planned']}>
                <span className={styles['number']}>{chapter.number}</span>{' '}
                {chapter.written ? (
                  <Link to={chapterAddress(chapter.slug)}>{chapter.title}</Link>
                ) : (
                  <span>{chapter.title}</span>
                )}{' '}
                <span className={styles['state']}>
                  {chapter.written ? chapter.minutes !== null && `${chapter.minutes} min` : 'planned'}
                </span>
              </li>
            ))}
          </ol>
        </section>
      ))}
      <section className={styles['part']}>
        <h3 className={styles['partName']}>Back matter</h3>
        <ul className={styles['chapters']}>
          {backMatter.map(({ title, address }) => (
            <li key={address} className={styles['written']}>
              <span />
              <Link to={address}>{title}</Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
