/** Modules that `vitePlugin.ts` makes of the text. Not named after a module beside it: TypeScript would pass it over. */
/* eslint-disable @typescript-eslint/consistent-type-imports, import-x/no-default-export -- in here an import cannot name a neighbour; Markdown is a default export */

declare module '*.md' {
  const Page: import('react').ComponentType<{
    /** Replacements for plain elements, such as headings. */
    readonly components?: Readonly<Record<string, import('react').ComponentType<never>>>;
  }>;
  export default Page;
  /** Null for files without a head (a widget's examples); `part` and `order` are 0 for a page that is no chapter. */
  export const meta: import('./model').LessonMeta | null;
  export const sections: readonly import('./model').Section[];
  /** Works cited, in the order of first mention. */
  export const references: readonly import('./model').Reference[];
}
declare module 'virtual:book' {
  export const book: import('./model').Book;
}
declare module 'virtual:glossary' {
  /** In alphabetical order. */
  export const terms: readonly import('./model').GlossaryTerm[];
}
declare module 'virtual:bibliography' {
  /** In alphabetical order; `citedIn` holds the slugs of chapters. */
  export const references: readonly (import('./model').Reference & { readonly citedIn: readonly string[] })[];
}
