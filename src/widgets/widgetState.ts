/**
 * A widget's whole state as plain data on its way to and from text: base64url of JSON in the address
 * (`?f.trainer=eyJ…#trainer`), JSON in the session's storage.
 *
 * Whatever comes back may have been made by anybody: it is parsed, handed to the widget's own check, and replaced by the
 * default when it does not pass. Nothing here throws on bad input.
 *
 * Deliberately not here: React and the browser's objects; see `useWidgetState` in `useRun.ts`.
 */

/** Returns the state that `value` stands for, or null when it is not one. Must accept every state the widget produces. */
export type StateCheck<State> = (value: unknown) => State | null;

/** Longer than any honest state; more is not even decoded. */
const maximumLinkLength = 8192;

export function linkParameter(id: string): string {
  return `f.${id}`;
}

/** Base64url (RFC 4648, section 5, unpadded) of the state's JSON in UTF-8. */
export function encodeState(state: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function decodeState<State>(text: string, check: StateCheck<State>): State | null {
  if (text.length > maximumLinkLength || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return check(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

/** The address of the page with this figure in this state; other figures' states in the address are kept. */
export function figureLink(address: string, id: string, state: unknown): string {
  const url = new URL(address);
  url.searchParams.set(linkParameter(id), encodeState(state));
  url.hash = id;
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

/**
 * The state to begin with. A link that this session has not seen yet comes first; then what the session kept, so that a
 * reader who changed something after following a link does not lose it by reloading; then the default.
 */
export function firstState<State>(
  link: string | null,
  kept: string | null,
  initial: State,
  check: StateCheck<State>,
): State {
  const remembered = parseKept(kept);
  const fromLink = link === null ? null : decodeState(link, check);
  if (fromLink !== null && remembered?.link !== link) return fromLink;
  const fromSession = remembered === null ? null : safely(check, remembered.state);
  return fromSession ?? fromLink ?? initial;
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
    if (typeof value !== 'object' || value === null || !('state' in value)) return null;
    return { link: 'link' in value && typeof value.link === 'string' ? value.link : null, state: value.state };
  } catch {
    return null;
  }
}
