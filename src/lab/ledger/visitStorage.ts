/**
 * A ledger that always works: what the browser's database refuses is kept in memory, for this visit, and the reader is told why.
 *
 * Picture: memory lies over the database. A record that could not be written below is above, and is found there first; everything that
 * the database still gives is given.
 */

import { memoryStorage, type LedgerStorage, type Listing } from './storage';

export interface VisitStorage extends LedgerStorage {
  /** Why something is here for this visit only, in words; null while the database works. */
  trouble(): string | null;
}

export function visitStorage(database: LedgerStorage, onTrouble: (words: string) => void): VisitStorage {
  const above = memoryStorage();
  const aboveIds = new Set<string>();
  let trouble: string | null = null;

  function note(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    if (words === trouble) return;
    trouble = words;
    onTrouble(words);
  }
  async function below<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      note(error);
      return otherwise;
    }
  }

  return {
    trouble: () => trouble,
    async list() {
      const nothing: Listing = { summaries: [], damaged: 0 };
      const { summaries, damaged } = await below(() => database.list(), nothing);
      const own = (await above.list()).summaries;
      return { summaries: [...own, ...summaries.filter(({ id }) => !aboveIds.has(id))], damaged };
    },
    async curves(id) {
      return (await above.curves(id)) ?? below(() => database.curves(id), null);
    },
    async update(id, change) {
      if (aboveIds.has(id)) return above.update(id, change);
      try {
        return await database.update(id, change);
      } catch (error) {
        note(error);
        const { summaries } = await below(() => database.list(), { summaries: [], damaged: 0 });
        const wanted = change(summaries.find((summary) => summary.id === id) ?? null);
        if (wanted === null) return summaries.find((summary) => summary.id === id) ?? null;
        aboveIds.add(id);
        return above.update(id, () => wanted);
      }
    },
    async remove(which) {
      const own = new Map((await above.list()).summaries.map((summary) => [summary.id, summary]));
      // What was pinned above may be unpinned below.
      const chosen =
        which === 'unpinned' && own.size > 0
          ? (await this.list()).summaries.filter(({ isPinned }) => !isPinned).map(({ id }) => id)
          : which;
      const fromAbove = await above.remove(chosen);
      const fromBelow = await below(() => database.remove(chosen), []);
      const removed = fromBelow
        .filter(({ summary }) => !fromAbove.some((one) => one.summary.id === summary.id))
        .map(({ summary, curves }) => ({ summary: own.get(summary.id) ?? summary, curves }));
      for (const { summary } of [...fromAbove, ...removed]) aboveIds.delete(summary.id);
      return [...fromAbove, ...removed];
    },
  };
}
