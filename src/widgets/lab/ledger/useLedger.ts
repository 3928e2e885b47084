/** How the dialog holds on to the ledger of this page, and to the curves of the runs that it draws. */

import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Ledger, LedgerState } from '../../../lab/ledger/ledger';
import type { RunCurves, RunSummary } from '../../../lab/ledger/record';
import { pageLedger } from '../../../lab/runs';

/** Where the ledger comes from. Tests put another source here. */
export const LedgerSource = createContext<() => Ledger>(pageLedger);

export function useLedger(): Ledger {
  return useContext(LedgerSource)();
}

export function useLedgerState<Slice>(ledger: Ledger, select: (state: LedgerState) => Slice): Slice {
  return useSyncExternalStore(ledger.store.subscribe, () => select(ledger.store.getState()));
}

interface Read {
  readonly lastAt: number;
  readonly curves: RunCurves | null;
}

/** The curves of these runs, read when a run comes and when it has been trained on; by id. */
export function useCurves(ledger: Ledger, summaries: readonly RunSummary[]): ReadonlyMap<string, RunCurves | null> {
  const [read, setRead] = useState<ReadonlyMap<string, Read>>(new Map());
  useEffect(() => {
    let isGone = false;
    for (const { id, lastAt } of summaries) {
      if (read.get(id)?.lastAt === lastAt) continue;
      void ledger.curves(id).then((curves) => {
        if (!isGone) setRead((before) => new Map(before).set(id, { lastAt, curves }));
      });
    }
    return () => {
      isGone = true;
    };
  }, [ledger, summaries, read]);
  return new Map([...read].map(([id, { curves }]) => [id, curves]));
}
