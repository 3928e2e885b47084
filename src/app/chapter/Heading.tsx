/** Headings with the address of their section beside them, shown when the heading is pointed at or the link has the focus. */
import type { ComponentProps } from 'react';

function heading(Level: 'h2' | 'h3' | 'h4') {
  return function Heading({ id, children, ...rest }: ComponentProps<'h2'>) {
    if (id === undefined) return <Level {...rest}>{children}</Level>;
    return (
      // The heading's name is its words alone, without the link's.
      <Level {...rest} id={id} aria-labelledby={`${id}-words`}>
        <span id={`${id}-words`}>{children}</span>
        <a className="sectionLink" href={`#${id}`} aria-label="Link to this section" data-pagefind-ignore>
          §
        </a>
      </Level>
    );
  };
}

/** For a text's `components`. */
export const sectionHeadings = { h2: heading('h2'), h3: heading('h3'), h4: heading('h4') };
