/** A compiled lesson → the route that shows it. */
import type { MetaDescriptor } from 'react-router';
import { head } from '../head';
import type { LessonModule, Place } from '../lesson';
import { ChapterPage } from './ChapterPage';

export interface ChapterRoute {
  readonly meta: () => MetaDescriptor[];
  readonly handle: Place;
  readonly Page: () => React.JSX.Element;
}

export function chapterRoute(lesson: LessonModule): ChapterRoute {
  const { meta, sections } = lesson;
  if (meta === null) throw new Error('internal: a chapter: expected a text with a title at its head, found none.');
  return {
    meta: () => head({ title: meta.title, description: meta.summary }),
    handle: { slug: meta.slug, sections: sections.filter(({ level }) => level === 2) },
    Page: () => <ChapterPage meta={meta} references={lesson.references} Content={lesson.default} />,
  };
}
