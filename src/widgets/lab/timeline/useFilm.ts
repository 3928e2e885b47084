/**
 * Plays a run as a film: one stop after the other at a steady rate, up to the newest weights, where it ends. It stops when the reader
 * moves the slider, when training moves the view, and when its slider leaves the screen. Stops change from one to the next without any
 * motion between, so there is nothing to take away for a reader who wants less of it.
 */

import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunHandle } from '../../../lab/runState';
import { filmRates, filmStart, stopOf, stopsOf, viewAt } from './stops';
import type { FilmRate } from './stops';

export interface Film {
  readonly isPlaying: boolean;
  readonly play: () => void;
  readonly stop: () => void;
}

export function useFilm(run: RunHandle, rate: FilmRate, isVisible: boolean): Film {
  const [isWanted, setIsWanted] = useState(false);
  /** Where the film left the view; anywhere else, somebody has moved it. */
  const shown = useRef<number | null>(null);
  const show = useCallback(
    (stop: number) => {
      const view = viewAt(stopsNow(run), stop);
      run.actions.view(view);
      shown.current = run.store.getState().view?.step ?? null;
      if (view === null) setIsWanted(false);
    },
    [run],
  );
  useEffect(() => {
    if (!isWanted || !isVisible) return;
    const timer = setInterval(() => {
      const { view } = run.store.getState();
      if ((view?.step ?? null) !== shown.current) setIsWanted(false);
      else show(stopOf(stopsNow(run), view) + 1);
    }, filmRates[rate]);
    return () => clearInterval(timer);
  }, [run, rate, isWanted, isVisible, show]);
  // What left the screen does not go on by itself when it comes back.
  useEffect(() => (isVisible ? () => setIsWanted(false) : undefined), [isVisible]);
  return {
    isPlaying: isWanted && isVisible,
    play: () => {
      const stops = stopsNow(run);
      if (stops.length === 0) return;
      setIsWanted(true);
      show(filmStart(stops, stopOf(stops, run.store.getState().view)));
    },
    stop: () => setIsWanted(false),
  };
}

function stopsNow({ store }: RunHandle): readonly number[] {
  const { timeline, id, status } = store.getState();
  return stopsOf(timeline, id, status?.step ?? 0);
}
