/**
 * The run that a link brought to a figure: offered once, replayed when the reader says so, compared as it goes. What became of it stays to
 * be read until it is put away.
 *
 * Deliberately not here: what a replay does (`lab/runLink/replay.ts`).
 */

import { useRef, useState } from 'react';
import { LinkError } from '../../../lab/link/linkText';
import { replay } from '../../../lab/runLink/replay';
import { missingWords, readRunLink } from '../../../lab/runLink/runLink';
import type { RunLink } from '../../../lab/runLink/runLink';
import { verdictWords } from '../../../lab/runLink/verdict';
import type { Verdict } from '../../../lab/runLink/verdict';
import type { RunHandle } from '../../../lab/runState';
import { runParameter } from '../../widgetState';

export type ReplayState =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly words: string }
  | { readonly kind: 'offered'; readonly link: RunLink }
  | { readonly kind: 'going'; readonly link: RunLink; readonly step: number; readonly verdict: Verdict | null }
  | { readonly kind: 'done'; readonly link: RunLink; readonly verdict: Verdict; readonly isWhole: boolean }
  | { readonly kind: 'failed'; readonly link: RunLink; readonly words: string };

export interface Replay {
  readonly state: ReplayState;
  readonly start: () => void;
  readonly stop: () => void;
  readonly dismiss: () => void;
}

export interface ReplayPlace {
  readonly run: RunHandle;
  /** The figure. */
  readonly id: string;
  /** Why this figure cannot have the run, in words; null when it can. */
  readonly misfit: (link: RunLink) => string | null;
  /** All of it was replayed. */
  readonly onDone: () => void;
}

export function useReplay({ run, id, misfit, onDone }: ReplayPlace): Replay {
  const key = `run-link:${location.pathname}#${id}`;
  const [text] = useState(() => new URLSearchParams(location.search).get(runParameter(id)));
  const [state, setState] = useState<ReplayState>(() => firstState(text, key, misfit));
  const giveUp = useRef<AbortController | null>(null);

  const start = (): void => {
    if (state.kind === 'none' || state.kind === 'unreadable' || state.kind === 'going') return;
    const { link } = state;
    const missing = missingFrom(link, run);
    if (missing !== null) {
      setState({ kind: 'failed', link, words: missing });
      return;
    }
    const controller = new AbortController();
    giveUp.current = controller;
    setState({ kind: 'going', link, step: 0, verdict: null });
    const { signal } = controller;
    replay(run, link, {
      signal,
      onProgress: ({ step, verdict }) => {
        if (!signal.aborted) setState({ kind: 'going', link, step, verdict });
      },
    }).then(
      (verdict) => {
        const isWhole = (run.store.getState().status?.step ?? 0) >= link.print.lastStep;
        setState({ kind: 'done', link, verdict, isWhole });
        if (isWhole) onDone();
      },
      (error: unknown) => {
        setState({ kind: 'failed', link, words: error instanceof Error ? error.message : String(error) });
      },
    );
  };
  return {
    state,
    start,
    stop: () => giveUp.current?.abort(),
    dismiss() {
      try {
        if (text !== null) sessionStorage.setItem(key, text);
      } catch {
        // Then it is offered again after a reload.
      }
      setState({ kind: 'none' });
    },
  };
}

/** What is not here and without which a replay cannot begin; the engine says it of other things. */
function missingFrom(link: RunLink, run: RunHandle): string | null {
  const words = missingWords(link, run.store.getState().dataSets);
  return words === null || words.includes('may be others') ? null : words;
}

function firstState(text: string | null, key: string, misfit: (link: RunLink) => string | null): ReplayState {
  if (text === null || isDismissed(key, text)) return { kind: 'none' };
  try {
    const link = readRunLink(text);
    const why = misfit(link);
    return why === null ? { kind: 'offered', link } : { kind: 'unreadable', words: why };
  } catch (error) {
    const { expected, found } = error instanceof LinkError ? error : new LinkError('a run', 'something else');
    return {
      kind: 'unreadable',
      words: `The run in this link could not be read: expected ${expected}, found ${found}.`,
    };
  }
}

function isDismissed(key: string, text: string): boolean {
  try {
    return sessionStorage.getItem(key) === text;
  } catch {
    return false;
  }
}

/** What became of it, for the bar. */
export function doneWords(verdict: Verdict, isWhole: boolean, link: RunLink): string {
  const words = verdictWords(verdict, link.print);
  return isWhole ? words : `Stopped before its end. ${words}`;
}
