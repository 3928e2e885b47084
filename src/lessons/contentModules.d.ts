/** Modules that `vitePlugin.ts` makes of the text. */

declare module '*.md' {
  import type { ComponentType } from 'react';
  import type { LessonMeta, Reference, Section } from './model';

  const Page: ComponentType;
  export default Page;
  /** Null for files without a head (a widget's examples); `part` and `order` are 0 for a page that is no chapter. */
  export const meta: LessonMeta | null;
  export const sections: readonly Section[];
  export const references: readonly Reference[];
}
declare module 'virtual:book' {
  import type { Book } from './model';
  export const book: Book;
}
declare module 'virtual:glossary' {
  import type { GlossaryTerm } from './model';
  export const terms: readonly GlossaryTerm[];
}
declare module 'virtual:bibliography' {
  import type { Reference } from './model';
  /** In alphabetical order; `citedIn` holds the slugs of chapters. */
  export const references: readonly (Reference & { readonly citedIn: readonly string[] })[];
}
