/**
 * The memory of this tab's runs, over a database that all tabs share: every tab writes under its own name, so that two of them never
 * overwrite each other, and a closed tab's run can be taken up by another.
 */

import type { Snapshot } from '../../engine/protocol';
import type { KeptDatabase, KeptEntry, KeptKey } from './keptDatabase';
import type { KeptRun, LeftOver, RunMemory } from './keptRun';
import type { Tab } from './tab';

/** Runs of closed tabs; the oldest beyond these are swept away. */
export const MOST_LEFT_OVER = 4;

export interface RunMemoryOptions {
  readonly database: KeptDatabase;
  /** Asked once, when the first run is opened. */
  readonly tab: () => Promise<Tab | null>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const NO_TAB =
  'This page is not at a secure address, or a setting of the browser forbids storage: a run lasts until this page is left or reloaded.';

export function createRunMemory({ database, tab, clock }: RunMemoryOptions): RunMemory {
  let claimed: Promise<Tab | null> | null = null;
  let swept: Promise<void> | null = null;
  const listeners = new Set<(words: string) => void>();
  /** Snapshots that lie in the database as they are: a checkpoint does not change, but another may take its step. */
  const written = new WeakSet<Snapshot>();
  /** Saving goes on one after the other, so that an older state never comes after a newer one. */
  let turn: Promise<unknown> = Promise.resolve();

  function say(words: string): void {
    for (const listener of listeners) listener(words);
  }

  async function attempt<T>(work: (tab: Tab) => Promise<T>, otherwise: T): Promise<T> {
    claimed ??= tab();
    const own = await claimed;
    if (own === null) {
      say(NO_TAB);
      return otherwise;
    }
    try {
      swept ??= sweep(own);
      await swept;
      return await work(own);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      return otherwise;
    }
  }

  function inTurn<T>(work: (tab: Tab) => Promise<T>, otherwise: T): Promise<T> {
    const done = turn.then(() => attempt(work, otherwise));
    turn = done;
    return done;
  }

  /** Those that are there already stay, those that were thinned out meanwhile go. */
  async function writeCheckpoints(key: KeptKey, { checkpoints }: KeptRun): Promise<void> {
    const text = (branch: string, step: number): string => `${branch} ${step}`;
    const wanted = new Map(checkpoints.map((one) => [text(one.branch, one.snapshot.step), one]));
    for (const { branch, step } of await database.checkpoints(key)) {
      const here = wanted.get(text(branch, step));
      if (here === undefined) await database.removeCheckpoint(key, branch, step);
      else if (written.has(here.snapshot)) wanted.delete(text(branch, step));
    }
    for (const checkpoint of wanted.values()) {
      await database.addCheckpoint(key, checkpoint);
      written.add(checkpoint.snapshot);
    }
  }

  /** Of closed tabs, the newest first. */
  async function leftOvers(own: Tab): Promise<readonly KeptEntry[]> {
    const open = await own.open();
    const entries = await database.entries();
    return entries
      .filter((entry) => entry.tab !== own.id && !open.has(entry.tab))
      .sort((one, other) => other.savedAt - one.savedAt);
  }

  async function sweep(own: Tab): Promise<void> {
    for (const entry of (await leftOvers(own)).slice(MOST_LEFT_OVER)) await database.remove(entry);
  }

  async function newestLeftOver(own: Tab, name: string): Promise<KeptEntry | null> {
    return (await leftOvers(own)).find((entry) => entry.name === name && entry.step > 0) ?? null;
  }

  return {
    load: (name) =>
      inTurn<KeptRun | null>(async (own) => {
        const kept = await database.read({ tab: own.id, name });
        for (const { snapshot } of kept?.checkpoints ?? []) written.add(snapshot);
        return kept;
      }, null),
    save: (name, kept, withCheckpoints) =>
      inTurn(async (own) => {
        const key: KeptKey = { tab: own.id, name };
        await database.write({ ...key, savedAt: clock(), step: kept.newest?.step ?? 0 }, kept);
        if (withCheckpoints) await writeCheckpoints(key, kept);
      }, undefined),
    forget: (name) => inTurn((own) => database.remove({ tab: own.id, name }), undefined),
    leftOver: (name) =>
      inTurn<LeftOver | null>(async (own) => {
        const found = await newestLeftOver(own, name);
        return found === null ? null : { step: found.step, savedAt: found.savedAt };
      }, null),
    takeUp: (name) =>
      inTurn(async (own) => {
        const found = await newestLeftOver(own, name);
        if (found !== null) await database.move(found, { tab: own.id, name });
      }, undefined),
    onTrouble(listener) {
      listeners.add(listener);
    },
  };
}
