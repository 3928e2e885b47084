/**
 * Full-text search over the written pages, by Pagefind. The index is made when the book is built and lies beside the pages;
 * looking something up fetches only the pieces that it needs, and nothing leaves the reader's machine.
 */

export interface Hit {
  /** Path under the base, with the section's `#id` where the match has one. */
  readonly address: string;
  readonly page: string;
  /** The section's heading; null where the match stands above the first. */
  readonly section: string | null;
  /** The words around the match, as HTML of Pagefind's making: escaped text and `<mark>`. */
  readonly excerptHtml: string;
}

interface SubResult {
  readonly title: string;
  readonly url: string;
  readonly excerpt: string;
}
/** What one page of the index answers. */
export interface PageResult {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: { readonly title?: string };
  readonly sub_results?: readonly SubResult[];
}
interface Pagefind {
  options(options: { baseUrl: string; excerptLength: number }): Promise<void>;
  init(): Promise<void>;
  /** Null: a later call has taken over. */
  debouncedSearch(
    query: string,
    options: object,
    debounceMs: number,
  ): Promise<{ readonly results: readonly { data(): Promise<PageResult> }[] } | null>;
}

export interface SearchIndex {
  /** Null: a later query has taken over. */
  find(query: string): Promise<readonly Hit[] | null>;
}

const sectionsPerPage = 3;
const pages = 8;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Whether what was marked resembles what was looked for. For a word that the book lacks, Pagefind answers with any that share its
 * first letters, down to one; here half of the word must agree, which still lets `convolving` find `convolution`.
 */
export function resembles(query: string, excerptHtml: string): boolean {
  const marked = [...excerptHtml.matchAll(/<mark>(.*?)<\/mark>/g)].flatMap(([, text = '']) => wordsOf(text));
  return wordsOf(query).some((wanted) => {
    const stem = wanted.slice(0, Math.max(3, Math.ceil(wanted.length / 2)));
    return marked.some((word) => word.startsWith(stem));
  });
}

/** The best sections of a page, in the order in which Pagefind ranks them. */
export function hitsOfPage({ url, excerpt, meta, sub_results: sections = [] }: PageResult): readonly Hit[] {
  const page = meta.title ?? url;
  if (sections.length === 0) return [{ address: url, page, section: null, excerptHtml: excerpt }];
  return sections.slice(0, sectionsPerPage).map((section) => ({
    address: section.url,
    page,
    section: section.url.includes('#') ? section.title : null,
    excerptHtml: section.excerpt,
  }));
}

/**
 * Loads the index that lies under `base`.
 *
 * @throws where there is none, with a message for the reader
 */
export async function openSearchIndex(base: string, isDevelopment: boolean): Promise<SearchIndex> {
  if (isDevelopment) {
    throw new Error(
      'There is no search index in the development server: it is made by the build. Run npm start to search.',
    );
  }
  let pagefind: Pagefind;
  try {
    const address = `${base}pagefind/pagefind.js`;
    pagefind = (await import(/* @vite-ignore */ address)) as Pagefind;
    await pagefind.options({ baseUrl: '/', excerptLength: 24 });
    await pagefind.init();
  } catch (error) {
    throw new Error('The search index could not be loaded. Check the connection and open the search again.', {
      cause: error,
    });
  }
  return {
    find: async (query) => {
      const found = await pagefind.debouncedSearch(query, {}, 120);
      if (found === null) return null;
      const data = await Promise.all(found.results.slice(0, pages).map((result) => result.data()));
      return data.flatMap(hitsOfPage).filter((hit) => resembles(query, hit.excerptHtml));
    },
  };
}
