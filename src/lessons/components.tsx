/**
 * What the nodes of a compiled lesson look like. Every lesson's module imports this one as its provider of components; the app may
 * replace plain elements (`<Lesson components={{ h2: … }} />`).
 */

import type { ComponentProps, ComponentType, ReactNode } from 'react';
import { Link } from 'react-router';
import 'katex/dist/katex.min.css';
import './lessons.css';
import { Quiz, QuizExplanation, QuizOption, QuizQuestion } from './Quiz';
import { Scrollable } from './Scrollable';
import { LessonWidget } from './Widget';
import { WorkCited } from './WorkCited';
import type { ComponentName } from './componentNames';
import type { Reference } from './model';

interface Children {
  readonly children?: ReactNode;
}

/** One element with KaTeX's HTML as a string, so that hydration does not walk through it. */
function Formula({ html, display }: { readonly html: string; readonly display: boolean }): ReactNode {
  if (!display) return <span className="lesson-formula" dangerouslySetInnerHTML={{ __html: html }} />;
  return <Scrollable className="lesson-formula-display" dangerouslySetInnerHTML={{ __html: html }} />;
}

function Code({ html, language }: { readonly html: string; readonly language: string }): ReactNode {
  return <div className="lesson-code" data-language={language} dangerouslySetInnerHTML={{ __html: html }} />;
}

interface ExerciseProps extends Children {
  readonly id: string;
  readonly title: string;
  readonly number: number;
}
function Exercise({ id, title, number, children }: ExerciseProps): ReactNode {
  return (
    <section className="lesson-exercise" id={id} aria-labelledby={`${id}-title`}>
      <p className="lesson-label" id={`${id}-title`}>
        Exercise {number}. {title}
      </p>
      {children}
    </section>
  );
}
function Hint({ children }: Children): ReactNode {
  return <Disclosure words="Hint">{children}</Disclosure>;
}
function Solution({ children }: Children): ReactNode {
  return <Disclosure words="Solution">{children}</Disclosure>;
}
function Disclosure({ words, children }: Children & { readonly words: string }): ReactNode {
  return (
    <details className="lesson-details">
      <summary>{words}</summary>
      {children}
    </details>
  );
}

interface DefinitionProps extends Children {
  readonly id: string;
  readonly term: string;
  /** Address in the glossary; null in the glossary itself. */
  readonly slug: string | null;
  /** Which chapter explains it: the glossary says so. */
  readonly chapter: {
    readonly slug: string;
    readonly title: string;
    readonly number: number;
    readonly written: boolean;
  } | null;
}
function Definition({ id, term, slug, chapter, children }: DefinitionProps): ReactNode {
  return (
    <div className={slug === null ? 'lesson-entry' : 'lesson-definition'} id={id}>
      <p className="lesson-label">
        {slug === null ? (
          <dfn>{term}</dfn>
        ) : (
          <>
            Definition: <dfn>{term}</dfn>
          </>
        )}
      </p>
      {children}
      {chapter !== null && (
        <p className="lesson-entry-chapter">
          {chapter.written ? (
            <Link to={`/chapters/${chapter.slug}/`}>
              Chapter {chapter.number}, {chapter.title}
            </Link>
          ) : (
            `Chapter ${chapter.number}, ${chapter.title}`
          )}
        </p>
      )}
    </div>
  );
}

function MarginNote({ kind, children }: Children & { readonly kind: 'aside' | 'slip' }): ReactNode {
  return (
    <div className={`lesson-note lesson-note-${kind}`} role="note">
      {kind === 'slip' && <p className="lesson-label">A common slip</p>}
      {children}
    </div>
  );
}

function Summary({ children }: Children): ReactNode {
  return (
    <section className="lesson-summary" aria-label="Summary">
      <p className="lesson-label">In short</p>
      {children}
    </section>
  );
}

interface TermProps extends Children {
  readonly slug: string;
  readonly definition: string;
}
function Term({ slug, definition, children }: TermProps): ReactNode {
  return (
    <Link className="lesson-term" to={`/glossary/#${slug}`} title={definition}>
      {children}
    </Link>
  );
}

/** A chapter that is not there yet: words, no link. */
function Unwritten({ children }: Children): ReactNode {
  return (
    <span className="lesson-unwritten" title="This chapter is not written yet">
      {children}
    </span>
  );
}

function WorksCited({ references }: { readonly references: readonly Reference[] }): ReactNode {
  return (
    <section className="lesson-works" aria-labelledby="works-cited">
      <h2 id="works-cited">Works cited</h2>
      <ul>
        {references.map((reference) => (
          <li key={reference.key} id={reference.id}>
            <WorkCited reference={reference} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Inside the book through the router, so that a trained network survives; to the page itself and outside as they are. */
function Anchor({ href = '', children, ...rest }: ComponentProps<'a'>): ReactNode {
  if (href.startsWith('/')) {
    return (
      <Link to={href} className={rest.className}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} {...rest}>
      {children}
    </a>
  );
}

function Table({ children, ...rest }: ComponentProps<'table'>): ReactNode {
  return (
    <Scrollable className="lesson-table" role="group" aria-label="Table">
      <table {...rest}>{children}</table>
    </Scrollable>
  );
}

const lessonComponents = {
  LessonWidget,
  Formula,
  Code,
  Exercise,
  Hint,
  Solution,
  Quiz,
  QuizQuestion,
  QuizOption,
  QuizExplanation,
  Definition,
  MarginNote,
  Summary,
  Term,
  Unwritten,
  WorksCited,
} satisfies Readonly<Record<ComponentName, ComponentType<never>>>;

const components = { ...lessonComponents, a: Anchor, table: Table };

/** The name that the compiler's output imports. */
export function useMDXComponents(): typeof components {
  return components;
}
