/** What is shown at an address that the book does not have. The build makes 404.html of it, so it is also read without JavaScript. */
import { Link } from 'react-router';
import { head } from '../head';
import type { Place } from '../lesson';
import { TableOfContents } from '../shell/TableOfContents';
import styles from './unknown.module.css';

export const handle: Place = { alone: true };

export const meta = () =>
  head({ title: 'Unknown address', description: 'There is no page at this address.', indexed: false });

export default function Unknown() {
  return (
    <div className={styles['unknown']}>
      <h1>There is no page at this address</h1>
      <p>
        The address may be misspelt, or it names a chapter that is planned but not written yet.{' '}
        <Link to="/">Go to the cover</Link>, or choose from the contents.
      </p>
      <h2>Contents</h2>
      <TableOfContents />
    </div>
  );
}
