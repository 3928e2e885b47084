/** The cover: what the book is, how to begin, what stands in it. */
import { Link } from 'react-router';
import { bookTitle, parts } from '../book';
import { CoverFigure } from '../cover/CoverFigure';
import { head } from '../head';
import type { Place } from '../lesson';
import { chapterAddress, chaptersOf, firstWritten } from '../navigation';
import { TableOfContents } from '../shell/TableOfContents';
import styles from './cover.module.css';

export const handle: Place = { alone: true };

export const meta = () =>
  head({
    description:
      'A textbook of convolutional neural networks in which every figure is the real thing: networks train in the page, on your own machine.',
  });

export default function Cover() {
  const first = firstWritten(parts);
  const chapters = chaptersOf(parts);
  const written = chapters.filter((chapter) => chapter.written).length;
  return (
    <div className={styles['cover']}>
      <div className={styles['opening']}>
        <div>
          <h1 className={styles['title']}>{bookTitle}</h1>
          <p className={styles['subtitle']}>A textbook of convolutional neural networks that runs</p>
          <div className={styles['about']}>
            <p>
              Every figure in this book is the real thing. The network of a chapter is trained by you, in the page, on
              your own machine; nothing is played back, and no number is shown that was not computed.
            </p>
            <p>
              There is nothing to install and no account, and what you draw or import stays in your browser. The text
              can be read without the figures, on paper too.
            </p>
            <p>
              The book is being written: {written} of its {chapters.length} chapters can be read today.
            </p>
          </div>
          {first !== undefined && (
            <p className={styles['start']}>
              <Link className={styles['startLink']} to={chapterAddress(first.slug)}>
                Start reading
              </Link>
              <span>
                with chapter {first.number}, {first.title}
              </span>
            </p>
          )}
        </div>
        <CoverFigure />
      </div>
      <section className={styles['contents']} aria-labelledby="contents-heading">
        <h2 id="contents-heading">Contents</h2>
        <TableOfContents />
      </section>
    </div>
  );
}
