/** A page of the back matter: title, a sentence that says what it is, its text. */
import type { ReactNode } from 'react';
import styles from './TextPage.module.css';

interface TextPageProps {
  readonly title: string;
  readonly summary: string;
  /** False: the search leaves it out. */
  readonly searched?: boolean;
  readonly children: ReactNode;
}

export function TextPage({ title, summary, searched = true, children }: TextPageProps) {
  return (
    <article className="prose" data-pagefind-body={searched ? '' : undefined}>
      <h1 className={styles['title']}>{title}</h1>
      <p className={styles['summary']}>{summary}</p>
      {children}
    </article>
  );
}
