/** What the book's text looks like as data: shared by the build, which makes it, and the page, which shows it. Types only. */

export interface LessonMeta {
  readonly slug: string;
  readonly title: string;
  /** 1-based. */
  readonly part: number;
  /** The chapter's number in the book. */
  readonly order: number;
  readonly minutes: number;
  readonly objectives: readonly string[];
  /** Slugs of chapters. */
  readonly prerequisites: readonly string[];
  readonly summary: string;
}

/** A heading, for a page's own table of contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly level: 2 | 3 | 4;
}

export interface Chapter {
  readonly number: number;
  readonly title: string;
  readonly slug: string;
  /** 1-based number of the part. */
  readonly part: number;
  readonly written: boolean;
  /** Reading time; null while it is not written. */
  readonly minutes: number | null;
  readonly summary: string | null;
}
export interface Part {
  readonly number: number;
  /** `I`, `II`, … */
  readonly numeral: string;
  readonly title: string;
  readonly chapters: readonly Chapter[];
}
export interface Book {
  readonly title: string;
  readonly parts: readonly Part[];
}

export interface GlossaryTerm {
  readonly term: string;
  /** Other spellings, plurals too. */
  readonly also: readonly string[];
  /** The address in the glossary: `/glossary/#<slug>`. */
  readonly slug: string;
  /** The definition without formatting. */
  readonly text: string;
  /** Slug of the chapter that explains it. */
  readonly chapter: string | null;
}

/** One work cited. Text runs are plain; `container` is set in italics. */
export interface Reference {
  readonly key: string;
  /** Where the list of works cited shows it: `#ref-lecun1998`. */
  readonly id: string;
  /** `LeCun et al.` */
  readonly shortAuthors: string;
  /** `1998`, or `1989b` where one author has two works in a year. */
  readonly year: string;
  /** `LeCun, Y., Bottou, L., Bengio, Y. and Haffner, P.` */
  readonly authors: string;
  readonly title: string;
  /** Journal, book or publisher; empty when there is none. */
  readonly container: string;
  /** What follows the container: `86(11), 2278–2324`, or after a comma `, 807–814`; empty when there is nothing to say. */
  readonly detail: string;
  readonly doi: string | null;
  readonly url: string | null;
}
