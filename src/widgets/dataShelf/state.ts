/**
 * The data dialog without a page: what is open, what is being imported, what is being fetched, what is kept, and what a reader may do
 * next. The view shows slices of this record and calls the actions. Every wait can be given up, and a late answer to a question that
 * was given up changes nothing.
 *
 * Picture: three desks. On *Import* lies at most one pile of files: being looked at, found to be something, or being kept. On *Fetch*
 * each published set goes its own way, also while the dialog is closed. *Kept here* is the shelf's own list.
 *
 * Deliberately not here: decoding, storing and fetching, which are the shelf's, the sentences (`words.ts`), and React. The file is
 * long because the three desks share one record and its rules for giving up.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DataSetId, DataSetOffer } from '../../data/dataSet';
import { DataError } from '../../data/dataSet';
import type { ImportChoices, ImportReport } from '../../data/import/importReport';
import { checkName } from '../../data/ownName';
import type { FetchableId, PublishedSource } from '../../data/published';
import type { DataShelf, ShelfProgress, ShelfSpace } from '../../lab/dataShelf';
import type { PickedFile } from '../../ui/droppedFiles';

export type Desk = 'fetch' | 'import' | 'kept';

export interface Work {
  readonly task: string;
  readonly done: number;
  /** Null: nobody knows. */
  readonly total: number | null;
}

export interface Found {
  readonly phase: 'found';
  readonly files: readonly PickedFile[];
  readonly report: ImportReport;
  /** As the reader wants the images now; the report follows. Null where there is nothing to choose. */
  readonly choices: ImportChoices | null;
  readonly isLookedAtAgain: boolean;
  readonly name: string;
  /** Files that are no images may be left out. */
  readonly maySkip: boolean;
  readonly problem: string | null;
  readonly isBeingKept: boolean;
}

export type Importing =
  | { readonly phase: 'empty'; readonly problem: string | null }
  | { readonly phase: 'reading'; readonly files: readonly PickedFile[]; readonly work: Work | null }
  | Found;

export type Fetching =
  | { readonly phase: 'going'; readonly work: Work | null }
  /** What has come is kept; the next try goes on from there. */
  | { readonly phase: 'stopped'; readonly problem: string | null };

export interface ShelfState {
  /** The figure over which it is open; null while it is closed. */
  readonly openedBy: string | null;
  readonly desk: Desk;
  /** The set that the reader wanted and that is not here: its place in the list is pointed at. */
  readonly wanted: DataSetId | null;
  readonly importing: Importing;
  /** Only those that were begun and are not here yet. */
  readonly fetching: { readonly [K in FetchableId]?: Fetching };
  /** What lies in this browser or on this server; not what the book makes. */
  readonly kept: readonly DataSetOffer[];
  readonly space: ShelfSpace | null;
  /** What the browser said when it was asked to keep everything. */
  readonly persistence: 'not asked' | 'asked' | 'granted' | 'refused';
  /** The set whose deletion waits for the reader's word. */
  readonly deleting: DataSetId | null;
  /** A set that is being renamed or deleted. */
  readonly busy: DataSetId | null;
  /** What went wrong with the list of kept sets. */
  readonly keptProblem: string | null;
  /** Something to know that failed nothing, such as a set that could not be kept for the next visit. */
  readonly notice: string | null;
  /** For a reader who hears the page: the last thing that ended. */
  readonly announcement: string;
}

export interface ShelfDialog {
  readonly store: Pick<StoreApi<ShelfState>, 'getState' | 'subscribe'>;
  /** What can be fetched, and from where. */
  readonly sources: readonly PublishedSource[];
  /** Opens at the desk where this set can be had; without a set, where the reader was last, or where there is something to see. */
  open(by: string, wanted?: DataSetId | null): void;
  close(): void;
  showDesk(desk: Desk): void;
  /** Opens at the import with these files. */
  bring(by: string, files: readonly PickedFile[]): void;
  /** What was dropped could not be read. */
  refuse(by: string, problem: string): void;
  choose(choices: Partial<ImportChoices>): void;
  name(name: string): void;
  allowSkipping(maySkip: boolean): void;
  /** Resolves with the set's id once it is kept; null when it could not be or may not be yet. */
  keep(): Promise<DataSetId | null>;
  cancelImport(): void;
  /** Resolves with the set's id once it is here; null when it was given up or failed. */
  fetch(id: FetchableId): Promise<DataSetId | null>;
  cancelFetch(id: FetchableId): void;
  rename(id: DataSetId, name: string): Promise<void>;
  askToDelete(id: DataSetId | null): void;
  remove(id: DataSetId): Promise<void>;
  persist(): Promise<void>;
  /** Reads list and space anew. */
  refresh(): Promise<void>;
}

const nothing: Importing = { phase: 'empty', problem: null };

/** Why this name cannot be given, in words; null where it can. */
export function nameProblem(name: string, kept: readonly DataSetOffer[], own: DataSetId | null = null): string | null {
  try {
    const wanted = checkName(name).toLowerCase();
    const other = kept.find(({ id, title }) => id !== own && title.toLowerCase() === wanted);
    return other === undefined ? null : `There is already a set called ${other.title}. Choose another name.`;
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
}

/** What stands between the found files and the shelf, in words; null where they may be kept. */
export function keepProblem(found: Found, kept: readonly DataSetOffer[]): string | null {
  if (found.isLookedAtAgain) return 'The images are being made anew.';
  const { undecodable, published } = found.report;
  if (undecodable.length > 0 && !found.maySkip) {
    return undecodable.length === 1
      ? 'Say that the file that is no image may be left out.'
      : `Say that the ${undecodable.length} files that are no images may be left out.`;
  }
  return published === null ? nameProblem(found.name, kept) : null;
}

export function createShelfDialog(port: DataShelf): ShelfDialog {
  const store = createStore<ShelfState>(() => ({
    openedBy: null,
    desk: 'fetch',
    wanted: null,
    importing: nothing,
    fetching: {},
    kept: [],
    space: null,
    persistence: 'not asked',
    deleting: null,
    busy: null,
    keptProblem: null,
    notice: null,
    announcement: '',
  }));
  const update = (change: Partial<ShelfState>): void => store.setState(change);
  const say = (announcement: string): void => update({ announcement });
  /** What the import waits for; another pile, another choice and Cancel give it up. */
  let importWork = new AbortController();
  const fetchWork = new Map<FetchableId, AbortController>();
  let wasShown = false;

  function renewImportWork(): AbortSignal {
    importWork.abort();
    importWork = new AbortController();
    return importWork.signal;
  }

  function found(): Found | null {
    const { importing } = store.getState();
    return importing.phase === 'found' ? importing : null;
  }
  function updateFound(change: Partial<Found>): void {
    const now = found();
    if (now !== null) update({ importing: { ...now, ...change } });
  }

  async function refresh(): Promise<void> {
    try {
      const [list, space] = await Promise.all([port.list(), port.space()]);
      update({ kept: list.filter(({ origin }) => origin !== 'generated'), space });
    } catch (error) {
      update({ keptProblem: messageOf(error) });
    }
  }

  async function look(files: readonly PickedFile[], wanted: ImportChoices | null): Promise<void> {
    const signal = renewImportWork();
    const onProgress: ShelfProgress = (task, done, total) => {
      const { importing } = store.getState();
      if (!signal.aborted && importing.phase === 'reading')
        update({ importing: { ...importing, work: { task, done, total } } });
    };
    try {
      const report = await port.inspect(files, wanted, onProgress, signal);
      if (signal.aborted) return;
      const before = found();
      update({
        importing: {
          phase: 'found',
          files,
          report,
          choices: report.choices,
          isLookedAtAgain: false,
          name: before?.name ?? report.suggestedName,
          maySkip: before?.maySkip ?? false,
          problem: null,
          isBeingKept: false,
        },
      });
      if (before === null) say(`Found: ${report.format}.`);
    } catch (error) {
      if (signal.aborted) return;
      const problem = messageOf(error);
      // A choice that cannot be leaves what was found, with the choices that made it.
      const before = found();
      if (before === null) update({ importing: { phase: 'empty', problem } });
      else updateFound({ problem, isLookedAtAgain: false, choices: before.report.choices });
    }
  }

  function bring(by: string, files: readonly PickedFile[]): void {
    if (found()?.isBeingKept === true) return;
    update({
      openedBy: by,
      desk: 'import',
      wanted: null,
      notice: null,
      importing: { phase: 'reading', files, work: null },
    });
    void refresh();
    void look(files, null);
  }

  async function keep(): Promise<DataSetId | null> {
    const now = found();
    if (now === null || now.isBeingKept || keepProblem(now, store.getState().kept) !== null) return null;
    const signal = renewImportWork();
    updateFound({ isBeingKept: true, problem: null });
    try {
      const consent = { name: now.name.trim(), leaveOut: now.maySkip };
      const { info, notice } = await port.keep(now.report, consent, signal);
      if (!signal.aborted) update({ importing: nothing });
      update({ notice, announcement: `${info.title} is here.` });
      await refresh();
      return info.id;
    } catch (error) {
      if (!signal.aborted) updateFound({ isBeingKept: false, problem: messageOf(error) });
      await refresh();
      return null;
    }
  }

  function setFetching(id: FetchableId, fetching: Fetching | null): void {
    const others = Object.fromEntries(Object.entries(store.getState().fetching).filter(([known]) => known !== id));
    update({ fetching: fetching === null ? others : { ...others, [id]: fetching } });
  }

  async function fetch(id: FetchableId): Promise<DataSetId | null> {
    if (store.getState().fetching[id]?.phase === 'going') return null;
    const work = new AbortController();
    fetchWork.set(id, work);
    setFetching(id, { phase: 'going', work: null });
    try {
      const { info, notice } = await port.fetch(
        id,
        (task, done, total) => {
          if (!work.signal.aborted) setFetching(id, { phase: 'going', work: { task, done, total } });
        },
        work.signal,
      );
      setFetching(id, null);
      update({ notice, announcement: `${info.title} is here.` });
      await refresh();
      return info.id;
    } catch (error) {
      // A fetch that was begun again meanwhile has its own record.
      if (fetchWork.get(id) === work) {
        setFetching(id, { phase: 'stopped', problem: work.signal.aborted ? null : messageOf(error) });
      }
      return null;
    }
  }

  /** One change of the list of kept sets. */
  async function change(id: DataSetId, work: () => Promise<unknown>): Promise<void> {
    update({ busy: id, keptProblem: null });
    try {
      await work();
    } catch (error) {
      update({ keptProblem: messageOf(error) });
    }
    await refresh();
    update({ busy: null });
  }

  return {
    store,
    sources: port.sources,
    open(by, wanted = null) {
      const { kept, desk, importing } = store.getState();
      const isFetched = port.sources.some(({ id }) => id === wanted);
      let at: Desk = desk;
      if (wanted !== null) at = isFetched ? 'fetch' : 'import';
      else if (importing.phase !== 'empty') at = 'import';
      else if (!wasShown) at = kept.length > 0 ? 'kept' : 'fetch';
      wasShown = true;
      update({ openedBy: by, desk: at, wanted, deleting: null });
      void refresh();
    },
    close: () => update({ openedBy: null, wanted: null, deleting: null, keptProblem: null }),
    showDesk: (desk) => update({ desk, wanted: null, deleting: null }),
    bring,
    refuse: (by, problem) => update({ openedBy: by, desk: 'import', importing: { phase: 'empty', problem } }),
    choose(choices) {
      const now = found();
      if (now === null || now.choices === null || now.isBeingKept) return;
      const wanted = { ...now.choices, ...choices };
      updateFound({ choices: wanted, isLookedAtAgain: true, problem: null });
      void look(now.files, wanted);
    },
    name: (name) => updateFound({ name }),
    allowSkipping: (maySkip) => updateFound({ maySkip }),
    keep,
    cancelImport() {
      importWork.abort();
      const now = found();
      if (now !== null && !now.isBeingKept) port.drop(now.report).catch(() => undefined);
      update({ importing: nothing });
    },
    fetch,
    cancelFetch(id) {
      fetchWork.get(id)?.abort();
      setFetching(id, { phase: 'stopped', problem: null });
    },
    rename: (id, name) => change(id, () => port.rename(id, name.trim())),
    askToDelete: (deleting) => update({ deleting, keptProblem: null }),
    async remove(id) {
      update({ deleting: null });
      const title = store.getState().kept.find((set) => set.id === id)?.title ?? id;
      await change(id, () => port.remove(id));
      if (store.getState().keptProblem === null) say(`${title} was deleted.`);
    },
    async persist() {
      update({ persistence: 'asked' });
      const isGranted = await port.persist().catch(() => false);
      update({ persistence: isGranted ? 'granted' : 'refused' });
      await refresh();
    },
    refresh,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
