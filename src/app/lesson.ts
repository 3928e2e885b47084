/** What the shell knows of a compiled lesson, whoever compiled it. */
import type { ComponentType } from 'react';
import type { LessonMeta, Reference, Section } from '../lessons/model';

/** A lesson's content accepts replacements for the elements it is made of. */
export type LessonContent = ComponentType<{ readonly components?: Readonly<Record<string, ComponentType<never>>> }>;

export interface LessonModule {
  readonly default: LessonContent;
  /** Null for a text without a head. */
  readonly meta: LessonMeta | null;
  readonly sections: readonly Section[];
  readonly references: readonly Reference[];
}

/** What a route tells the shell around it: `handle` in React Router's words. */
export interface Place {
  /** The page is itself a way to the contents, as the cover is; every other page has them beside it. */
  readonly alone?: boolean;
  /** The page's own address, for the back matter. */
  readonly address?: string;
  /** The open chapter. */
  readonly slug?: string;
  /** The sections that the contents list, in reading order. */
  readonly sections?: readonly Section[];
}
