/**
 * Which tab this is, over its reloads: a name in the session's storage, which a reload keeps, and a lock of that name held while the page
 * is open. A duplicated tab copies the name and finds the lock held, and so takes a name of its own. A name whose lock nobody holds is
 * that of a closed tab.
 */

export interface TabLocks {
  request(name: string, options: { readonly signal?: AbortSignal }, callback: () => Promise<unknown>): Promise<unknown>;
  query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }>;
}

export interface TabOptions {
  /** Null where the browser refuses it. */
  readonly session: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** Absent where the page is not secure. */
  readonly locks: TabLocks | undefined;
  readonly newId: () => string;
  /** The page before a reload lets go of its lock within this time. */
  readonly patienceMs?: number;
}

export interface Tab {
  readonly id: string;
  /** Names of the tabs that are open. */
  open(): Promise<ReadonlySet<string>>;
}

const SESSION_KEY = 'receptive-field-tab';
const LOCK = 'receptive-field-tab ';

/** Null where tabs cannot be told apart: then nothing may be kept under a tab's name. */
export async function claimTab({ session, locks, newId, patienceMs = 600 }: TabOptions): Promise<Tab | null> {
  if (session === null || locks === undefined) return null;
  let id: string | null = null;
  try {
    id = session.getItem(SESSION_KEY);
  } catch {
    return null;
  }
  if (id === null || !(await hold(locks, id, patienceMs))) {
    id = newId();
    if (!(await hold(locks, id, patienceMs))) return null;
    try {
      session.setItem(SESSION_KEY, id);
    } catch {
      return null;
    }
  }
  return {
    id,
    async open() {
      const { held = [] } = await locks.query();
      const names = held.flatMap(({ name }) => (name?.startsWith(LOCK) === true ? [name.slice(LOCK.length)] : []));
      return new Set(names);
    },
  };
}

/** True when the lock is this page's until it is left. */
function hold(locks: TabLocks, id: string, patienceMs: number): Promise<boolean> {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), patienceMs);
  return new Promise((resolve) => {
    locks
      .request(LOCK + id, { signal: impatience.signal }, () => {
        clearTimeout(timer);
        resolve(true);
        // Held until the browser takes it away with the page.
        return new Promise(() => undefined);
      })
      .catch(() => resolve(false));
  });
}
