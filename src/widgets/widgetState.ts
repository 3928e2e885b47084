/**
 * A widget's whole state as plain data on its way to and from text: compact text in the address (`?f.trainer=1.AIAC…#trainer`), JSON in
 * the session's storage.
 *
 * Picture: a link is a correction slip to the widget's baseline, a state that is written down once and never changes again: so a link
 * means the same when the author, or a later edition, begins the figure otherwise. What the book made before it had versions is base64url
 * of the state's JSON, and is read for ever.
 *
 * Whatever comes back may have been made by anybody: it is parsed, handed to the widget's own check, and replaced by the
 * default when it does not pass, with a sentence that says why. Nothing here throws on bad input.
 *
 * Deliberately not here: React and the browser's objects, see `useWidgetState` in `useRun.ts`; the grammar (`lab/link/linkText.ts`).
 */

import { corrected, difference, isRecord } from '../lab/link/difference';
import type { LinkRecord } from '../lab/link/difference';
import { fromBase64Url, LinkError, MOST_LINK_CHARACTERS, quoted, readLink, writeLink } from '../lab/link/linkText';

/** Returns the state that `value` stands for, or null when it is not one. Must accept every state the widget produces. */
export type StateCheck<State> = (value: unknown) => State | null;

/** How the states of a widget are told in links. */
export interface LinkForm<State> {
  /** The widget's name: links of one are none of another. */
  readonly kind: string;
  /** What links leave out. Part of the format: entries may be added, with what older links mean by their silence; none may change. */
  readonly baseline: LinkRecord;
  readonly check: StateCheck<State>;
}

export function linkParameter(id: string): string {
  return `f.${id}`;
}

export function encodeState<State>(state: State, { kind, baseline }: LinkForm<State>): string {
  return writeLink(difference(JSON.parse(JSON.stringify(state)) as LinkRecord, baseline), kind);
}

/** Of a text that may be anything: the state, or why there is none. */
export type Decoded<State> =
  { readonly state: State; readonly problem?: never } | { readonly state?: never; readonly problem: LinkError };

export function decodeState<State>(text: string, { kind, baseline, check }: LinkForm<State>): Decoded<State> {
  try {
    const value = /^\d+\./.test(text) ? corrected(baseline, readLink(text, kind)) : readFirstForm(text);
    const state = check(value);
    if (state !== null) return { state };
    return { problem: new LinkError('a state that this figure can have', 'another one') };
  } catch (error) {
    // A careless check fails on hostile data.
    return {
      problem: error instanceof LinkError ? error : new LinkError('a state of this figure', 'something else'),
    };
  }
}

/** Base64url of JSON in UTF-8: every link before there were versions. @throws LinkError */
function readFirstForm(text: string): unknown {
  if (text.length > MOST_LINK_CHARACTERS) {
    const most = MOST_LINK_CHARACTERS.toLocaleString('en-GB');
    throw new LinkError(`at most ${most} characters`, text.length.toLocaleString('en-GB'));
  }
  const expected = 'letters and digits as this book writes them';
  if (!/^[A-Za-z0-9_-]+$/.test(text)) throw new LinkError(expected, quoted(text));
  try {
    const bytes = Uint8Array.from(fromBase64Url(text), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new LinkError(expected, `${quoted(text)}: it was cut or changed on the way`);
  }
}

/** The address of the page with this figure in this state; other figures' states in the address are kept. */
export function figureLink<State>(address: string, id: string, state: State, form: LinkForm<State>): string {
  const url = new URL(address);
  url.searchParams.set(linkParameter(id), encodeState(state, form));
  url.searchParams.delete(runParameter(id));
  url.hash = id;
  return url.href;
}

/** Beside the figure's state, in links that bring a run. */
export function runParameter(id: string): string {
  return `r.${id}`;
}

/** A figure's link that brings a run too. */
export function withRun(link: string, id: string, run: string): string {
  const url = new URL(link);
  url.searchParams.set(runParameter(id), run);
  return url.href;
}

/** What the session keeps of a figure: its state, and the link that it began with. */
interface Kept {
  readonly link: string | null;
  readonly state: unknown;
}

export function keptText(link: string | null, state: unknown): string {
  return JSON.stringify({ link, state } satisfies Kept);
}

export interface Beginning<State> {
  readonly state: State;
  /** The state is that of a link which the session had not seen. */
  readonly isNew: boolean;
  /** Why the link was not followed, for the reader; null when it was, or there is none, or the session has told it before. */
  readonly problem: string | null;
}

/**
 * The state to begin with. A link that this session has not seen yet comes first; then what the session kept, so that a
 * reader who changed something after following a link does not lose it by reloading; then the default.
 */
export function firstState<State>(
  link: string | null,
  kept: string | null,
  initial: State,
  form: LinkForm<State>,
): Beginning<State> {
  const remembered = parseKept(kept);
  const decoded = link === null ? null : decodeState(link, form);
  const fromLink = decoded?.state ?? null;
  if (fromLink !== null && remembered?.link !== link) return { state: fromLink, isNew: true, problem: null };
  const fromSession = remembered === null ? null : safely(form.check, remembered.state);
  const problem = decoded?.problem ?? null;
  return {
    state: fromSession ?? fromLink ?? initial,
    isNew: false,
    problem: problem === null || remembered?.link === link ? null : problemWords(problem, fromSession !== null),
  };
}

function problemWords({ expected, found }: LinkError, isAsLeft: boolean): string {
  const whose = isAsLeft ? 'as you left it' : 'as its author left it';
  return `This link could not be read: expected ${expected}, found ${found}. The figure is ${whose}.`;
}

function safely<State>(check: StateCheck<State>, value: unknown): State | null {
  try {
    return check(value);
  } catch {
    return null;
  }
}

function parseKept(text: string | null): Kept | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || !('state' in value)) return null;
    return { link: typeof value['link'] === 'string' ? value['link'] : null, state: value['state'] };
  } catch {
    return null;
  }
}
