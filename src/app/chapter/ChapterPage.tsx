/** A chapter: its head, its text, the way on. */
import { Link } from 'react-router';
import type { Chapter, LessonMeta, Reference } from '../../lessons/model';
import { parts } from '../book';
import type { LessonContent } from '../lesson';
import { chapterAddress, chapterNamed, neighbours } from '../navigation';
import styles from './ChapterPage.module.css';
import { CitedWorks, LinkOrCitation } from './Citation';
import { sectionHeadings } from './Heading';

interface ChapterPageProps {
  readonly meta: LessonMeta;
  readonly references: readonly Reference[];
  readonly Content: LessonContent;
}

const components = { ...sectionHeadings, a: LinkOrCitation };

export function ChapterPage({ meta, references, Content }: ChapterPageProps) {
  return (
    <article className="prose" data-pagefind-body>
      <ChapterHead meta={meta} />
      <CitedWorks value={references}>
        <Content components={components} />
      </CitedWorks>
      <ChapterFoot slug={meta.slug} />
    </article>
  );
}

function ChapterHead({ meta }: { readonly meta: LessonMeta }) {
  const part = parts[meta.part - 1];
  const prerequisites = meta.prerequisites.flatMap((slug) => chapterNamed(parts, slug) ?? []);
  return (
    <header className={styles['head']}>
      <p className={styles['part']} data-pagefind-ignore>
        <span className={styles['partNumber']}>Part {part?.numeral}</span> {part?.title}
      </p>
      <h1 className={styles['title']} data-pagefind-meta={`title:${meta.order} ${meta.title}`}>
        <span className={styles['number']}>
          <span className="visuallyHidden">Chapter </span>
          {meta.order}
        </span>{' '}
        {meta.title}
      </h1>
      <p className={styles['summary']}>{meta.summary}</p>
      <div className={styles['plan']}>
        <h2>After this chapter you can</h2>
        <ul>
          {meta.objectives.map((objective) => (
            <li key={objective}>{objective.charAt(0).toLowerCase() + objective.slice(1)}</li>
          ))}
        </ul>
        <p className={styles['facts']} data-pagefind-ignore>
          {meta.minutes} minutes of reading, without the experiments.
          {prerequisites.length > 0 && (
            <>
              {' '}
              Builds on{' '}
              {prerequisites.map((chapter, index) => (
                <span key={chapter.slug}>
                  {index > 0 && (index === prerequisites.length - 1 ? ' and ' : ', ')}
                  <ChapterName chapter={chapter} />
                </span>
              ))}
              .
            </>
          )}
        </p>
      </div>
    </header>
  );
}

/** A link where there is something to read. */
function ChapterName({ chapter }: { readonly chapter: Chapter }) {
  if (chapter.written) return <Link to={chapterAddress(chapter.slug)}>{chapter.title}</Link>;
  return (
    <>
      <i>{chapter.title}</i> (planned)
    </>
  );
}

function ChapterFoot({ slug }: { readonly slug: string }) {
  const { previous, next } = neighbours(parts, slug);
  return (
    <nav className={styles['foot']} aria-label="Chapters before and after" data-pagefind-ignore>
      {previous === undefined ? (
        <Link to="/" rel="prev">
          <span className={styles['direction']}>Back</span> The contents
        </Link>
      ) : (
        <Link to={chapterAddress(previous.slug)} rel="prev">
          <span className={styles['direction']}>Previous</span> {previous.number} {previous.title}
        </Link>
      )}
      {next === undefined ? (
        <p>
          <span className={styles['direction']}>Next</span> No later chapter is written yet.
        </p>
      ) : (
        <Link to={chapterAddress(next.slug)} rel="next">
          <span className={styles['direction']}>Next</span> {next.number} {next.title}
        </Link>
      )}
    </nav>
  );
}
