/** Every work that the book cites, and where. */
import { Link } from 'react-router';
import { references } from 'virtual:bibliography';
import { WorkCited } from '../../lessons/WorkCited';
import { TextPage } from '../TextPage';
import { parts } from '../book';
import { head } from '../head';
import type { Place } from '../lesson';
import { chapterAddress, chapterNamed } from '../navigation';
import styles from './bibliography.module.css';

const address = '/bibliography/';
const title = 'Bibliography';
const summary = 'Every work that the book cites, with the chapters that cite it.';

export const handle: Place = { address };
export const meta = () => head({ title, description: summary });

export default function Bibliography() {
  return (
    <TextPage title={title} summary={summary}>
      <ul className={styles['works']}>
        {references.map((reference) => (
          <li key={reference.key} id={reference.id}>
            <WorkCited reference={reference} />
            {reference.citedIn.length > 0 && (
              <span className={styles['citedIn']}>
                {' '}
                Cited in{' '}
                {reference.citedIn.map((slug, index) => (
                  <span key={slug}>
                    {index > 0 && ', '}
                    <Link to={chapterAddress(slug)}>{chapterNamed(parts, slug)?.title ?? slug}</Link>
                  </span>
                ))}
                .
              </span>
            )}
          </li>
        ))}
      </ul>
    </TextPage>
  );
}
