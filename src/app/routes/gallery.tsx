/** Every widget in every use that its example.md shows: for authors, and for the tests. Not part of the book's text. */
import { TextPage } from '../TextPage';
import { head } from '../head';
import type { LessonModule, Place } from '../lesson';

const examples = Object.entries(import.meta.glob<LessonModule>('../../widgets/*/example.md', { eager: true })).map(
  ([path, { default: Example }]) => ({ name: /widgets\/([^/]+)\//.exec(path)?.[1] ?? path, Example }),
);

const title = 'Gallery';
const summary =
  'Every live figure of the book, in each of its uses. Made for authors; the figures bring their text with them.';

export const handle: Place = { address: '/gallery/' };
export const meta = () => head({ title, description: summary, indexed: false });

export default function Gallery() {
  return (
    <TextPage title={title} summary={summary} searched={false}>
      {examples.map(({ name, Example }) => (
        <section key={name} aria-labelledby={`example-${name}`}>
          <h2 id={`example-${name}`}>{name}</h2>
          <Example />
        </section>
      ))}
    </TextPage>
  );
}
