/**
 * Once a page's first figure is live, the others load too, one after the other while the browser has nothing better to do: so that
 * a figure is there before the reader reaches it, and can be found by its labels, while a page whose reader never meets a figure
 * loads none. A figure that was loaded ahead is off screen, and computes nothing.
 */
import { useEffect, useState } from 'react';

const live = new Set<object>();
const waiting = new Set<() => void>();
let isScheduled = false;

/** Safari has no idle callback; there a pause has to do. */
const whenIdle = (callback: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(callback, { timeout: 2000 });
  else setTimeout(callback, 200);
};

function callNext(): void {
  if (isScheduled || live.size === 0 || waiting.size === 0) return;
  isScheduled = true;
  whenIdle(() => {
    isScheduled = false;
    if (live.size === 0) return;
    const [next] = waiting;
    if (next === undefined) return;
    waiting.delete(next);
    next();
    callNext();
  });
}

/** True once this figure may load although it is not near the screen. */
export function useCalledAhead(): boolean {
  const [isCalled, setIsCalled] = useState(false);
  useEffect(() => {
    const call = (): void => setIsCalled(true);
    waiting.add(call);
    callNext();
    return () => void waiting.delete(call);
  }, []);
  return isCalled;
}

/** Tells the page's other figures that this one is live. */
export function useLiveNote(isLive: boolean): void {
  useEffect(() => {
    if (!isLive) return undefined;
    const figure = {};
    live.add(figure);
    callNext();
    return () => void live.delete(figure);
  }, [isLive]);
}
