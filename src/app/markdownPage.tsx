/** A compiled text of the back matter → the route that shows it. */
import type { MetaDescriptor } from 'react-router';
import { TextPage } from './TextPage';
import { sectionHeadings } from './chapter/Heading';
import { head } from './head';
import type { LessonModule, Place } from './lesson';

export interface MarkdownPage {
  readonly meta: () => MetaDescriptor[];
  readonly handle: Place;
  readonly Page: () => React.JSX.Element;
}

/** @param address the page's own, under the base */
export function markdownPage(module: LessonModule, address: string): MarkdownPage {
  const { default: Content, meta } = module;
  if (meta === null) throw new Error(`internal: ${address}: expected a text with a title at its head, found none.`);
  return {
    meta: () => head({ title: meta.title, description: meta.summary }),
    handle: { address },
    Page: () => (
      <TextPage title={meta.title} summary={meta.summary}>
        <Content components={sectionHeadings} />
      </TextPage>
    ),
  };
}
