/**
 * How a widget holds on to a run, and to its own state.
 *
 * `useRun` opens a run by name (figures of a page that name the same run share it), `useRunState` reads a slice of it while the
 * figure is on screen, `useWidgetState` keeps what belongs to the figure alone.
 */

import { createContext, useCallback, useContext, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { RunHandle, RunState } from '../lab/runState';
import { openRun } from '../lab/runs';
import { figureLink, firstState, keptText, linkParameter } from './widgetState';
import type { LinkForm } from './widgetState';

/** Where runs come from. Tests and the gallery put another source here. */
export const RunSource = createContext<typeof openRun>(openRun);

/** The run of this name; `defaults` count only for the figure that opens it first. */
export function useRun(name: string, defaults?: Parameters<typeof openRun>[1]): RunHandle {
  const open = useContext(RunSource);
  const firstDefaults = useRef(defaults);
  // eslint-disable-next-line react-hooks/refs -- read once, to open; later values of `defaults` mean nothing by contract
  return useMemo(() => open(name, firstDefaults.current), [open, name]);
}

const never = (): void => undefined;
const nothing = (): (() => void) => never;

/**
 * A slice of the run's state. The figure renders again when the slice is another value (`Object.is`), so select what is needed,
 * not a new object. While `isVisible` is false it does not listen.
 */
export function useRunState<Slice>(run: RunHandle, select: (state: RunState) => Slice, isVisible = true): Slice {
  const { store } = run;
  return useSyncExternalStore(isVisible ? store.subscribe : nothing, () => select(store.getState()));
}

export interface WidgetStateHandle<State> {
  readonly state: State;
  readonly set: (next: State | ((current: State) => State)) => void;
  /** Back to the author's default. */
  readonly reset: () => void;
  /** The page's address with this figure in the state given, or in its present one. */
  readonly link: (state?: State) => string;
  /** The state that the figure began with is that of a link which this session had not seen before. */
  readonly isFromNewLink: boolean;
  /** Why the link that led here was not followed, in words; null when there is nothing to say. */
  readonly linkProblem: string | null;
  readonly dismissLinkProblem: () => void;
}

/**
 * A figure's own state: plain data, read from the link, kept for the session, put back by one action. `initial` and `form` are
 * read when the figure appears.
 */
export function useWidgetState<State>(id: string, initial: State, form: LinkForm<State>): WidgetStateHandle<State> {
  const [first] = useState(() => {
    const link = new URLSearchParams(location.search).get(linkParameter(id));
    const key = `figure:${location.pathname}#${id}`;
    return { initial, form, link, key, ...firstState(link, readSession(key), initial, form) };
  });
  const [state, setState] = useState(first.state);
  const [linkProblem, setLinkProblem] = useState(first.problem);
  const current = useRef(first.state);
  const set = useCallback(
    (next: State | ((before: State) => State)) => {
      const value = typeof next === 'function' ? (next as (before: State) => State)(current.current) : next;
      current.current = value;
      setState(value);
      writeSession(first.key, keptText(first.link, value));
    },
    [first],
  );
  const reset = useCallback(() => set(first.initial), [set, first]);
  const link = useCallback(
    (other?: State) => figureLink(location.href, id, other ?? current.current, first.form),
    [id, first],
  );
  // With the state, the session notes the link that it has been told of.
  const dismissLinkProblem = useCallback(() => {
    setLinkProblem(null);
    set((value) => value);
  }, [set]);
  return { state, set, reset, link, isFromNewLink: first.isNew, linkProblem, dismissLinkProblem };
}

// The session's storage may be refused by the browser's settings: then a figure simply forgets.
function readSession(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
function writeSession(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // As above.
  }
}
