/**
 * Where records of runs lie: a small interface, and a version of it in memory, for a visit on which the browser keeps nothing.
 *
 * Every change of a record is one atomic step of reading, changing and writing, so that two tabs never undo each other's work: who
 * writes what was trained leaves the name alone, who writes the name leaves the curves alone.
 */

import type { KeptRun, RunCurves, RunSummary } from './record';

export interface Listing {
  readonly summaries: readonly RunSummary[];
  /** Records that are there and cannot be read. */
  readonly damaged: number;
}

/** What is to be there; curves that are left out stay. Null: nothing changes. */
export type Change = { readonly summary: RunSummary; readonly curves?: RunCurves } | null;

export interface LedgerStorage {
  list(): Promise<Listing>;
  /** Null where there are none, or damaged ones. */
  curves(id: string): Promise<RunCurves | null>;
  /**
   * `change` is handed what is there (null: nothing that can be read), and must not wait for anything. Resolves with the summary that is
   * there afterwards.
   */
  update(id: string, change: (existing: RunSummary | null) => Change): Promise<RunSummary | null>;
  /** Takes these out, or all that are not pinned, and hands over what could be read of them, so that it can be put back. */
  remove(which: readonly string[] | 'unpinned'): Promise<readonly KeptRun[]>;
}

export function memoryStorage(): LedgerStorage {
  const runs = new Map<string, { readonly summary: RunSummary; readonly curves: RunCurves | null }>();
  return {
    list: () => Promise.resolve({ summaries: [...runs.values()].map(({ summary }) => summary), damaged: 0 }),
    curves: (id) => Promise.resolve(runs.get(id)?.curves ?? null),
    update(id, change) {
      const existing = runs.get(id);
      const wanted = change(existing?.summary ?? null);
      if (wanted === null) return Promise.resolve(existing?.summary ?? null);
      runs.set(id, { summary: wanted.summary, curves: wanted.curves ?? existing?.curves ?? null });
      return Promise.resolve(wanted.summary);
    },
    remove(which) {
      const chosen =
        which === 'unpinned'
          ? [...runs.values()].filter(({ summary }) => !summary.isPinned).map(({ summary }) => summary.id)
          : which;
      const removed = chosen.flatMap((id): readonly KeptRun[] => {
        const kept = runs.get(id);
        runs.delete(id);
        return kept === undefined || kept.curves === null ? [] : [{ summary: kept.summary, curves: kept.curves }];
      });
      return Promise.resolve(removed);
    },
  };
}
