/** Has the tab been in the background while the run went on? The browser may have slowed it. */

import { useEffect, useState } from 'react';

export function useWasHidden(isRunning: boolean): boolean {
  const [wasHidden, setWasHidden] = useState(false);
  useEffect(() => {
    if (!isRunning) return;
    const note = (): void => {
      if (document.hidden) setWasHidden(true);
    };
    document.addEventListener('visibilitychange', note);
    return () => {
      document.removeEventListener('visibilitychange', note);
      setWasHidden(false);
    };
  }, [isRunning]);
  return wasHidden;
}
