/**
 * What the data dialog asks of the book's shelf of data sets. In the book the lab answers (`pageShelf.ts`); a test has a shelf of plain
 * objects (`fakeShelf.ts`).
 */

import type { DataSetInfo } from '../../data/dataSet';
import type { FetchableId, PublishedSource } from '../../data/published';
import type { DataShelf, ShelfProgress } from '../../lab/dataShelf';

export interface ShelfPort extends DataShelf {
  /** What can be fetched, and from where. */
  readonly sources: readonly PublishedSource[];
  /** A fetch that broke off goes on where it was. Rejects as everything on the shelf does. */
  fetch(id: FetchableId, onProgress: ShelfProgress, signal: AbortSignal): Promise<DataSetInfo>;
}
