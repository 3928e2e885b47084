/** The sweep of this page, made when somebody asks for it first. Apart from the rest because it names the browser's own objects. */

import { pageLedger, thisPagesLab } from '../runs';
import { createSweepStorage } from './storage';
import { createSweeper, type Sweeper } from './sweeper';
import { createFreeTurn, createLockTurn, createNoteTurn, type Channel, type SweepTurn } from './turn';

let sweeper: Sweeper | null = null;

/** One for all figures of the page. */
export function pageSweeps(): Sweeper {
  sweeper ??= createSweeper({
    lab: thisPagesLab(),
    storage: createSweepStorage(),
    turn: pageTurn(),
    mark: (run, sweep) => pageLedger().markSweep(run, sweep),
    newId,
    now: () => performance.now(),
  });
  return sweeper;
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function pageTurn(): SweepTurn {
  const channel: Channel | null =
    'BroadcastChannel' in globalThis ? new BroadcastChannel('receptive-field-sweep') : null;
  // Absent in old browsers, and where the page is not secure.
  if ('locks' in navigator) return createLockTurn(navigator.locks, channel);
  try {
    return createNoteTurn({
      notes: localStorage,
      channel,
      owner: newId(),
      clock: () => performance.timeOrigin + performance.now(),
      every(ms, action) {
        const timer = setInterval(action, ms);
        return () => clearInterval(timer);
      },
    });
  } catch {
    // The site's storage is refused: then no tab can know of another.
    return createFreeTurn();
  }
}
