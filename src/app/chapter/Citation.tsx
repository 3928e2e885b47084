/**
 * A citation with its work beside it in the margin, where there is a margin. The list of works cited at the end of the chapter says the
 * same in full, so the margin's copy is for the eye alone: not read aloud, not searched, not printed.
 */
import { createContext, use, type ComponentProps } from 'react';
import { useMDXComponents } from '../../lessons/components';
import type { Reference } from '../../lessons/model';

/** The works that the open text cites. */
export const CitedWorks = createContext<readonly Reference[]>([]);

/** For a text's `components`: a link; a citation among them brings its work. */
export function LinkOrCitation(props: ComponentProps<'a'>) {
  const { a: Link } = useMDXComponents();
  const works = use(CitedWorks);
  const work = props.className === 'citation' ? works.find(({ id }) => props.href === `#${id}`) : undefined;
  return (
    <>
      <Link {...props} />
      {work !== undefined && (
        <span className="marginWork" aria-hidden data-pagefind-ignore>
          {work.shortAuthors} {work.year}. <i>{work.title}</i>
          {/[.?!]$/.test(work.title) ? '' : '.'}
        </span>
      )}
    </>
  );
}
